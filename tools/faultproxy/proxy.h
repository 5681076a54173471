// A proxy of several routes on a thread of its own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/faultproxy/conditions.h"
#include "tools/faultproxy/route.h"

namespace mainstay::faultproxy {

// Thread-safe; a method has taken effect when it returns. `route` is a route's name; NOT_FOUND
// names those that there are. A route begins sound: it passes everything on at once.
class Proxy {
 public:
  // INVALID_ARGUMENT for an address that is none or a name that comes twice, UNAVAILABLE when it
  // cannot listen.
  static absl::StatusOr<std::unique_ptr<Proxy>> Start(const std::vector<RouteOptions>& routes);
  // Closes every connection, and removes the unix sockets that it listened at.
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::vector<std::string> routes() const;
  // Where clients of the route connect to, with the port that the kernel gave.
  absl::StatusOr<std::string> Address(std::string_view route);
  absl::StatusOr<Counts> CountsOf(std::string_view route);

  // Changes what the direction is like; for connections that are there and those to come.
  absl::Status Change(std::string_view route, Direction direction,
                      const std::function<void(Shape&)>& change);
  // Sound again: no shapes and no cuts. What is on the way still arrives when it was to.
  absl::Status Heal(std::string_view route);

  // Ends every connection with a reset (TCP) or at once (unix).
  absl::Status Reset(std::string_view route);
  // Nothing more is sent this way over the connections that are there, and the receiver is told so.
  absl::Status HalfClose(std::string_view route, Direction direction);
  // Cuts the connection that carries the `bytes`-th byte from now on, behind it.
  absl::Status CutAfter(std::string_view route, Direction direction, int64_t bytes);
  // See StatementCut; in place of one that is still waiting.
  absl::Status CutStatement(std::string_view route, StatementCut cut);
  // Statement cuts that are still to come.
  absl::StatusOr<int64_t> CutsToCome(std::string_view route);

  boost::asio::io_context& context() { return context_; }
  // Runs `work` on the proxy's thread and waits for it.
  void Run(const std::function<void()>& work);

 private:
  Proxy() = default;
  absl::Status With(std::string_view route, const std::function<void(Route&)>& work);

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      context_.get_executor()};
  std::map<std::string, std::unique_ptr<Route>, std::less<>> routes_;  // fixed from the start on
  std::thread thread_;
};

}  // namespace mainstay::faultproxy
