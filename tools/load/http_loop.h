// Connections to an HTTP server, and requests kept in flight over them. One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::load {

// Where "host:port" is. UNAVAILABLE when nobody knows it.
absl::StatusOr<boost::asio::ip::tcp::resolver::results_type> Resolve(
    boost::asio::io_context& context, const std::string& server);

// UNAVAILABLE: "cannot connect to host:port: why".
absl::Status CannotConnect(const std::string& server, const boost::system::error_code& error);

struct HttpLoop {
  // The next request, whole; nothing more when absent.
  std::function<std::optional<std::string>(absl::Time now)> next;
  // What became of a request that was begun then; status 0 when its connection broke, which is not
  // used again.
  std::function<void(absl::Time begun, int status, std::string_view body)> done;
};

// Keeps `in_flight` requests on their way, each over a connection of its own, until there are no
// more. UNAVAILABLE when the server cannot be reached.
absl::Status RunHttpLoop(const std::string& server, int in_flight, const HttpLoop& loop);

}  // namespace mainstay::load
