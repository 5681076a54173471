// Under which name a caller's requests are counted.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::gateway {

// The subject of the caller's token, or, without one, the address, in any of the forms that
// AddressIn takes (limit/trusted_proxies.h): without its port, as a new connection is no new
// caller, and of IPv6 the network of 64 bits, as anybody who has one address has all of those. What
// is no address is taken as it is. The two kinds of key cannot meet.
std::string LimitKey(std::string_view subject, std::string_view address);

}  // namespace mainstay::gateway
