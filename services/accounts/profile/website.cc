#include "services/accounts/profile/website.h"

#include <unicode/idna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxHost = 253;

constexpr std::array<std::string_view, 14> kSharedHosts = {
    "1688.com",      "alibaba.com",       "taobao.com",    "tmall.com", "jd.com",
    "amazon.com",    "ebay.com",          "facebook.com",  "weibo.com", "linkedin.com",
    "instagram.com", "made-in-china.com", "weixin.qq.com", "github.io"};

// The part between scheme or user and port, path, query or fragment.
std::string_view HostPart(std::string_view website) {
  if (size_t scheme = website.find("://"); scheme != website.npos)
    website.remove_prefix(scheme + 3);
  website = website.substr(0, website.find_first_of("/?#"));
  if (size_t at = website.rfind('@'); at != website.npos) website.remove_prefix(at + 1);
  return website.substr(0, website.find(':'));
}

// The ASCII form, or empty when the name breaks the rules for host names.
std::string ToAscii(std::string_view host) {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::IDNA* const idna = icu::IDNA::createUTS46Instance(
      UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII, error);
  if (idna == nullptr) return "";
  icu::IDNAInfo info;
  icu::UnicodeString ascii;
  error = U_ZERO_ERROR;
  idna->nameToASCII(
      icu::UnicodeString::fromUTF8(icu::StringPiece(host.data(), static_cast<int>(host.size()))),
      ascii, info, error);
  if (U_FAILURE(error) || info.hasErrors()) return "";
  std::string result;
  ascii.toUTF8String(result);
  return result;
}

}  // namespace

std::string DomainOf(std::string_view website) {
  if (website.size() > 2 * kMaxHost + 2000) return "";
  std::string host = ToAscii(HostPart(website));
  if (!host.empty() && host.back() == '.') host.pop_back();
  if (absl::StartsWith(host, "www.")) host.erase(0, 4);
  if (host.size() > kMaxHost || host.find('.') == host.npos) return "";
  std::string_view last = std::string_view(host).substr(host.rfind('.') + 1);
  if (last.empty() || std::all_of(last.begin(), last.end(), absl::ascii_isdigit)) return "";
  return host;
}

std::string OwnDomainOf(std::string_view website) {
  std::string domain = DomainOf(website);
  for (std::string_view shared : kSharedHosts) {
    if (domain == shared || absl::EndsWith(domain, "." + std::string(shared))) return "";
  }
  return domain;
}

}  // namespace mainstay::accounts
