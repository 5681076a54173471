// Who calls when proxies stand in between: an ingress puts the address that it sees at the end of
// X-Forwarded-For, and that header may have anything in front of it that the caller wrote.
#pragma once

#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace mainstay::gateway {

// The address in "10.0.0.7", "10.0.0.7:4711", "2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:4711"
// or gRPC's "ipv4:10.0.0.7:4711" and "ipv6:%5B2001:db8::7%5D:4711"; nullopt for anything else. One
// of IPv4 is told as IPv6 does ("::ffff:10.0.0.7"), which is also how a socket for both may see it.
std::optional<boost::asio::ip::address_v6> AddressIn(std::string_view text);

// Immutable, so thread-safe.
class TrustedProxies {
 public:
  TrustedProxies() = default;  // none: every caller is the peer

  // Of "10.244.0.0/16, fd00:10::/64, 192.0.2.7": networks, and addresses of one proxy each.
  // INVALID_ARGUMENT naming the one that is neither, that has bits behind its prefix
  // ("10.1.2.3/8"), or that would trust everybody ("0.0.0.0/0", "::ffff:0:0/96", "::/0").
  static absl::StatusOr<TrustedProxies> Parse(std::string_view list);

  // The caller's address as text: `peer`, unless that is a trusted proxy. Then the rightmost
  // address of `forwarded_for` (the lines of X-Forwarded-For in their order, each a list) that is
  // none; where the header ends or what comes next is no address, the last proxy that was trusted.
  // So what callers write into the header themselves, which stands further left, never counts.
  std::string CallerOf(std::string_view peer,
                       absl::Span<const std::string_view> forwarded_for) const;

 private:
  bool Trusts(const boost::asio::ip::address_v6& address) const;

  std::vector<boost::asio::ip::network_v6> networks_;
};

}  // namespace mainstay::gateway
