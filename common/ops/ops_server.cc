#include "common/ops/ops_server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"

namespace mainstay::ops {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

constexpr std::chrono::seconds kTimeout{10};  // for a request to come whole, for an answer to go
constexpr absl::Duration kReadyFor = absl::Seconds(1);

// Asks `ready` on its own thread and remembers the answer.
class Readiness {
 public:
  explicit Readiness(std::function<absl::Status()> ready) : ready_(std::move(ready)) {}
  ~Readiness() { pool_.join(); }

  // `done` is called on the thread of this object.
  void Ask(std::function<void(const absl::Status&)> done) {
    asio::post(pool_, [this, done = std::move(done)] {
      if (absl::Now() - asked_ > kReadyFor) {
        answer_ = ready_ ? ready_() : absl::OkStatus();
        asked_ = absl::Now();
      }
      done(answer_);
    });
  }

 private:
  const std::function<absl::Status()> ready_;
  absl::Time asked_ = absl::InfinitePast();
  absl::Status answer_;
  asio::thread_pool pool_{1};
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Readiness* readiness)
      : stream_(std::move(socket)), readiness_(readiness) {}

  void Read() {
    request_ = {};
    stream_.expires_after(kTimeout);
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](beast::error_code error, size_t) {
                       if (!error) self->Answer();
                     });
  }

 private:
  void Answer() {
    stream_.expires_never();
    if (request_.method() != http::verb::get && request_.method() != http::verb::head) {
      return Write(http::status::method_not_allowed, "use GET\n");
    }
    if (request_.target() == "/healthz") return Write(http::status::ok, "ok\n");
    if (request_.target() == "/metrics") return Write(http::status::ok, metrics::Render());
    if (request_.target() != "/readyz") {
      return Write(http::status::not_found, "try /healthz, /readyz or /metrics\n");
    }
    readiness_->Ask([self = shared_from_this()](const absl::Status& ready) {
      asio::post(self->stream_.get_executor(), [self, ready] {
        self->Write(ready.ok() ? http::status::ok : http::status::service_unavailable,
                    ready.ok() ? "ready\n" : absl::StrCat("not ready: ", ready.message(), "\n"));
      });
    });
  }

  void Write(http::status status, std::string body) {
    response_ = Response(status, request_.version());
    response_.keep_alive(request_.keep_alive());
    response_.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    response_.set(http::field::cache_control, "no-store");
    response_.content_length(body.size());
    if (request_.method() != http::verb::head) response_.body() = std::move(body);
    stream_.expires_after(kTimeout);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code error, size_t) {
                        if (!error && self->request_.keep_alive()) self->Read();
                      });
  }

  beast::tcp_stream stream_;
  Readiness* const readiness_;
  beast::flat_buffer buffer_{8192};
  Request request_;
  Response response_;
};

class BeastOpsServer final : public OpsServer {
 public:
  explicit BeastOpsServer(std::function<absl::Status()> ready) : readiness_(std::move(ready)) {}

  ~BeastOpsServer() override {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Listen(const std::string& address) {
    const size_t colon = address.rfind(':');
    if (colon == std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("'", address, "' is not host:port"));
    }
    beast::error_code error;
    const auto found = tcp::resolver(io_).resolve(
        address.substr(0, colon), address.substr(colon + 1), tcp::resolver::passive, error);
    if (!error) {
      const tcp::endpoint endpoint = *found.begin();
      acceptor_.open(endpoint.protocol(), error);
      if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
      if (!error) acceptor_.bind(endpoint, error);
      if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", address, ": ", error.message()));
    }
    const tcp::endpoint local = acceptor_.local_endpoint();
    address_ = absl::StrCat(address.substr(0, colon), ":", local.port());
    Accept();
    thread_ = std::thread([this] { io_.run(); });
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }

 private:
  void Accept() {
    acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (!error) std::make_shared<Session>(std::move(socket), &readiness_)->Read();
      if (error == asio::error::operation_aborted) return;
      Accept();
    });
  }

  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  std::string address_;
  Readiness readiness_;  // its thread ends before io_ goes
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<OpsServer>> OpsServer::Start(OpsServerOptions options) {
  auto server = std::make_unique<BeastOpsServer>(std::move(options.ready));
  const absl::Status listening = server->Listen(options.listen);
  if (!listening.ok()) return listening;
  return server;
}

}  // namespace mainstay::ops
