// Addresses of TCP and unix sockets, as one type.
#pragma once

#include <string>
#include <string_view>

#include <boost/asio/generic/stream_protocol.hpp>

#include "absl/status/statusor.h"

namespace mainstay::faultproxy {

using Endpoint = boost::asio::generic::stream_protocol::endpoint;
using Socket = boost::asio::generic::stream_protocol::socket;

// "127.0.0.1:5432" (an IPv4 address, or [IPv6]) or "unix:/path". INVALID_ARGUMENT otherwise.
absl::StatusOr<Endpoint> ParseAddress(std::string_view text);

// The same text back.
std::string FormatAddress(const Endpoint& endpoint);

}  // namespace mainstay::faultproxy
