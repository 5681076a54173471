#include "services/gateway/http/worker.h"

#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"
#include "services/gateway/http/connection.h"

namespace mainstay::gateway {
namespace {

constexpr std::chrono::milliseconds kCheckTimeouts{250};

}  // namespace

HttpWorker::HttpWorker(const HttpOptions& options, const Collaborators& collaborators,
                       boost::asio::ssl::context* tls)
    : options_(options), collaborators_(collaborators), tls_(tls) {
  ScheduleTimeouts();
  thread_ = std::thread([this] { io_.run(); });
}

HttpWorker::~HttpWorker() { Stop(); }

void HttpWorker::Stop() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

void HttpWorker::Accept(Socket socket) {
  if (draining_ || connections_.size() >= options_.max_connections) return;  // closes it
  std::make_shared<Connection>(this, std::move(socket), tls_)->Start();
}

void HttpWorker::Add(Connection* connection) {
  connections_.insert(connection);
  count_.store(connections_.size(), std::memory_order_release);
  collaborators_.metrics->connections().Increment();
}

void HttpWorker::Remove(Connection* connection) {
  connections_.erase(connection);
  count_.store(connections_.size(), std::memory_order_release);
  collaborators_.metrics->connections().Decrement();
}

void HttpWorker::ScheduleTimeouts() {
  timer_.expires_after(kCheckTimeouts);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    const Connection::Clock::time_point now = Connection::Clock::now();
    for (Connection* connection : connections_) connection->CheckTimeouts(now);
    ScheduleTimeouts();
  });
}

// Closing only posts: no connection is destroyed within the loops below.

void HttpWorker::Drain() {
  absl::Notification done;
  boost::asio::post(io_, [this, &done] {
    draining_ = true;
    for (Connection* connection : connections_) connection->Drain();
    done.Notify();
  });
  done.WaitForNotification();
}

void HttpWorker::CloseAll() {
  boost::asio::post(io_, [this] {
    for (Connection* connection : connections_) connection->Close();
  });
}

}  // namespace mainstay::gateway
