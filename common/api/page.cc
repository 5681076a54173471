#include "common/api/page.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMaxSize = 1000;
constexpr size_t kMinKey = 16;
constexpr size_t kMacSize = 16;  // of HMAC-SHA256's 32: 128 bits are beyond guessing
constexpr size_t kMaxToken = 8192;
constexpr char kFormat = 1;

// Four bytes of length, big-endian, then the bytes.
void AppendSized(std::string_view value, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value.size() >> shift);
  out += value;
}

// Cuts a sized value off the front; false when there is none.
bool TakeSized(std::string_view& bytes, std::string& value) {
  if (bytes.size() < 4) return false;
  uint32_t size = 0;
  for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(4);
  if (size > bytes.size()) return false;
  value = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

std::string Mac(std::string_view key, std::string_view binding, std::string_view cursor) {
  // Sizes keep binding and cursor apart: ("ab", "c") is not ("a", "bc").
  std::string message(1, kFormat);
  AppendSized(binding, message);
  AppendSized(cursor, message);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), kMacSize};
}

}  // namespace

absl::StatusOr<int> PageSize(int requested) {
  if (requested < 0) return status::BadField("page_size", "must not be negative");
  return requested == 0 ? kDefaultSize : std::min(requested, kMaxSize);
}

PageTokens::PageTokens(std::string key) : key_(std::move(key)) {
  if (key_.size() < kMinKey) {
    std::fprintf(stderr, "the page token key must have at least 16 bytes\n");
    std::abort();
  }
}

std::string PageTokens::Make(std::string_view binding,
                             const std::vector<std::string>& cursor) const {
  std::string values;
  for (const std::string& value : cursor) AppendSized(value, values);
  return absl::WebSafeBase64Escape(Mac(key_, binding, values) + values);
}

absl::StatusOr<std::vector<std::string>> PageTokens::Parse(std::string_view binding,
                                                           std::string_view token) const {
  std::vector<std::string> cursor;
  if (token.empty()) return cursor;
  const absl::Status invalid = status::BadField(
      "page_token", "must be the next_page_token of a call with the same other arguments");
  std::string bytes;
  if (token.size() > kMaxToken || !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < kMacSize) {
    return invalid;
  }
  std::string_view values = bytes;
  values.remove_prefix(kMacSize);
  // Base64 has several spellings of the same bytes; only ours is a token.
  if (CRYPTO_memcmp(bytes.data(), Mac(key_, binding, values).data(), kMacSize) != 0 ||
      absl::WebSafeBase64Escape(bytes) != token) {
    return invalid;
  }
  while (!values.empty()) {
    if (!TakeSized(values, cursor.emplace_back())) return invalid;
  }
  return cursor;
}

}  // namespace mainstay::api
