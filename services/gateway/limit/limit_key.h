// Under which name a caller's requests are counted.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::gateway {

// The subject of the caller's token, or, without one, the address: "127.0.0.1", or gRPC's form of
// it with a port ("ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711"), which is left out, as a new
// connection is no new caller. The two kinds of key cannot meet.
std::string LimitKey(std::string_view subject, std::string_view address);

}  // namespace mainstay::gateway
