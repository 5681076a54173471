// One thread of the HTTP server: an io_context and the connections that live on it. Connections are
// dealt out evenly by the server, and never change threads.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "absl/container/flat_hash_set.h"
#include "services/gateway/http/collaborators.h"
#include "services/gateway/http/options.h"
#include "services/gateway/http/socket_stream.h"

namespace mainstay::gateway {

class Connection;

class HttpWorker {
 public:
  // All must outlive the worker; `tls` may be null.
  HttpWorker(const HttpOptions& options, const Collaborators& collaborators,
             boost::asio::ssl::context* tls);
  ~HttpWorker();

  // For any thread.

  boost::asio::io_context& io() { return io_; }
  size_t connections() const { return count_.load(std::memory_order_acquire); }
  // Each connection ends after the answer that is under way, and no new one is taken. Returns when
  // all of them know.
  void Drain();
  // Each connection ends now.
  void CloseAll();
  // Ends the thread. No connection may have a backend's call under way.
  void Stop();

  // For the worker's own thread.

  void Accept(Socket socket);
  const HttpOptions& options() const { return options_; }
  const Collaborators& collaborators() const { return collaborators_; }
  void Add(Connection* connection);
  void Remove(Connection* connection);

 private:
  // Timeouts are looked at all together now and then: a timer for each read would cost more than
  // the precision is worth.
  void ScheduleTimeouts();

  const HttpOptions& options_;
  const Collaborators& collaborators_;
  boost::asio::ssl::context* const tls_;
  absl::flat_hash_set<Connection*> connections_;
  std::atomic<size_t> count_{0};
  boost::asio::io_context io_{1};  // after what the connections that go with it touch
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      io_.get_executor()};
  boost::asio::steady_timer timer_{io_};
  bool draining_ = false;
  std::thread thread_;
};

}  // namespace mainstay::gateway
