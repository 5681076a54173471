#include "services/gateway/limit/limit_key.h"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "absl/strings/str_cat.h"
#include "services/gateway/limit/trusted_proxies.h"

namespace mainstay::gateway {

std::string LimitKey(std::string_view subject, std::string_view address) {
  namespace ip = boost::asio::ip;
  if (!subject.empty()) return absl::StrCat("sub:", subject);
  const auto caller = AddressIn(address);
  if (!caller) return absl::StrCat("ip:", address);
  if (caller->is_v4_mapped()) {
    return absl::StrCat("ip:", ip::make_address_v4(ip::v4_mapped, *caller).to_string());
  }
  return absl::StrCat("ip:", ip::network_v6(*caller, 64).canonical().to_string());
}

}  // namespace mainstay::gateway
