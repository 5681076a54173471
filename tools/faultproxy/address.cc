#include "tools/faultproxy/address.h"

#include <sys/un.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mainstay::faultproxy {
namespace {

absl::Status Unreadable(std::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is not an address such as 127.0.0.1:5432 or unix:/path"));
}

}  // namespace

absl::StatusOr<Endpoint> ParseAddress(std::string_view text) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    if (rest.empty()) return Unreadable(text);
    if (rest.size() >= sizeof(sockaddr_un::sun_path)) {
      return absl::InvalidArgumentError(absl::StrCat("the socket path '", rest, "' is longer than ",
                                                     sizeof(sockaddr_un::sun_path) - 1, " bytes"));
    }
    return Endpoint(boost::asio::local::stream_protocol::endpoint(std::string(rest)));
  }
  const size_t colon = rest.rfind(':');
  uint32_t port = 0;
  if (colon == rest.npos || !absl::SimpleAtoi(rest.substr(colon + 1), &port) || port > 65535) {
    return Unreadable(text);
  }
  absl::string_view host = rest.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[") && !absl::ConsumeSuffix(&host, "]")) return Unreadable(text);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  if (error) return Unreadable(text);
  return Endpoint(boost::asio::ip::tcp::endpoint(address, static_cast<uint16_t>(port)));
}

std::string FormatAddress(const Endpoint& endpoint) {
  if (endpoint.protocol().family() == AF_UNIX) {
    const auto* address = reinterpret_cast<const sockaddr_un*>(endpoint.data());
    return absl::StrCat("unix:", address->sun_path);
  }
  boost::asio::ip::tcp::endpoint tcp;
  tcp.resize(endpoint.size());
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  const std::string host = tcp.address().to_string();
  return absl::StrCat(tcp.address().is_v6() ? absl::StrCat("[", host, "]") : host, ":", tcp.port());
}

}  // namespace mainstay::faultproxy
