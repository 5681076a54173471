#include "services/gateway/limit/trusted_proxies.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::gateway {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

constexpr unsigned kMappedBits = 96;  // of IPv6, before an address of IPv4

ip::address_v6 AsV6(const ip::address& address) {
  if (address.is_v4()) return ip::make_address_v6(ip::v4_mapped, address.to_v4());
  return ip::address_v6(address.to_v6().to_bytes());  // without the interface it came by
}

std::string Text(const ip::address_v6& address) {
  if (address.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address).to_string();
  return address.to_string();
}

// Of "", or of ":4711".
bool IsPortOrNothing(std::string_view text) {
  if (text.empty()) return true;
  return text.front() == ':' && text.size() > 1 && text.size() <= 6 &&
         std::all_of(text.begin() + 1, text.end(), absl::ascii_isdigit);
}

absl::Status BadNetwork(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("trusted-proxies: '", text, "' ", why));
}

// Every address of IPv4, however it is written: 0.0.0.0/0, ::ffff:0:0/96, ::/0 and those between.
bool HasAllOfV4(const ip::network_v6& network) {
  const ip::address_v6 first = AsV6(ip::address(ip::address_v4()));
  return network.prefix_length() <= kMappedBits &&
         ip::network_v6(first, network.prefix_length()).canonical() == network.canonical();
}

absl::StatusOr<ip::network_v6> ParseNetwork(std::string_view text) {
  constexpr std::string_view kNeither =
      "is neither a network nor an address; write 10.244.0.0/16, fd00:10::/64 or 192.0.2.7";
  error_code error;
  if (text.find('/') == text.npos) {
    const ip::address address = ip::make_address(std::string(text), error);
    if (error) return BadNetwork(text, kNeither);
    return ip::network_v6(AsV6(address), 128);
  }
  ip::network_v6 network;
  const ip::network_v4 v4 = ip::make_network_v4(std::string(text), error);
  const bool is_v4 = !error;
  if (is_v4) {
    network = ip::network_v6(AsV6(ip::address(v4.address())), v4.prefix_length() + kMappedBits);
  } else {
    network = ip::make_network_v6(std::string(text), error);
    if (error) return BadNetwork(text, kNeither);
  }
  if (HasAllOfV4(network)) {
    return BadNetwork(text, "trusts everybody; name the networks of the proxies alone");
  }
  if (network != network.canonical()) {
    const std::string meant = is_v4 ? v4.canonical().to_string() : network.canonical().to_string();
    return BadNetwork(text, absl::StrCat("goes on behind its prefix; write ", meant));
  }
  return network;
}

}  // namespace

std::optional<ip::address_v6> AddressIn(std::string_view text) {
  std::string decoded;
  if (text.starts_with("ipv4:") || text.starts_with("ipv6:")) {
    decoded = absl::StrReplaceAll(text.substr(5), {{"%5B", "["}, {"%5D", "]"}, {"%25", "%"}});
    text = decoded;
  }
  text = absl::StripAsciiWhitespace(text);
  std::string_view port;
  if (text.starts_with('[')) {
    const size_t end = text.find(']');
    if (end == text.npos) return std::nullopt;
    port = text.substr(end + 1);
    text = text.substr(1, end - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    port = text.substr(text.find(':'));
    text = text.substr(0, text.find(':'));
  }
  if (!IsPortOrNothing(port)) return std::nullopt;
  error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return AsV6(address);
}

absl::StatusOr<TrustedProxies> TrustedProxies::Parse(std::string_view list) {
  TrustedProxies proxies;
  for (const absl::string_view text : absl::StrSplit(list, ',', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(const ip::network_v6 network, ParseNetwork(absl::StripAsciiWhitespace(text)));
    proxies.networks_.push_back(network);
  }
  return proxies;
}

bool TrustedProxies::Trusts(const ip::address_v6& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const ip::network_v6& network) {
    return ip::network_v6(address, network.prefix_length()).canonical() == network;
  });
}

std::string TrustedProxies::CallerOf(std::string_view peer,
                                     absl::Span<const std::string_view> forwarded_for) const {
  if (networks_.empty()) return std::string(peer);
  std::optional<ip::address_v6> caller = AddressIn(peer);
  if (!caller || !Trusts(*caller)) return std::string(peer);
  for (size_t line = forwarded_for.size(); line > 0; --line) {
    const std::vector<absl::string_view> hops = absl::StrSplit(forwarded_for[line - 1], ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
      if (absl::StripAsciiWhitespace(*hop).empty()) continue;  // as any list in a header
      const std::optional<ip::address_v6> before = AddressIn(*hop);
      if (!before) return Text(*caller);
      caller = before;
      if (!Trusts(*caller)) return Text(*caller);
    }
  }
  return Text(*caller);
}

}  // namespace mainstay::gateway
