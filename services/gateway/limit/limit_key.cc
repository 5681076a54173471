#include "services/gateway/limit/limit_key.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mainstay::gateway {

std::string LimitKey(std::string_view subject, std::string_view address) {
  if (!subject.empty()) return absl::StrCat("sub:", subject);
  if (address.starts_with("ipv4:") || address.starts_with("ipv6:")) {
    address.remove_prefix(5);
    address = address.substr(0, address.rfind(':'));
  }
  return absl::StrCat(
      "ip:", absl::StrReplaceAll(address, {{"%5B", ""}, {"%5D", ""}, {"[", ""}, {"]", ""}}));
}

}  // namespace mainstay::gateway
