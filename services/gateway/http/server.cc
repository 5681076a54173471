#include "services/gateway/http/server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/status/status.h"
#include "services/gateway/http/worker.h"

namespace mainstay::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr std::chrono::milliseconds kAcceptPause{100};  // when descriptors have run out
constexpr absl::Duration kDrainPoll = absl::Milliseconds(5);

absl::StatusOr<std::optional<asio::ssl::context>> TlsContext(const HttpOptions& options) {
  std::optional<asio::ssl::context> tls;
  if (options.tls_cert_file.empty() && options.tls_key_file.empty()) return tls;
  tls.emplace(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  error_code error;
  tls->use_certificate_chain_file(options.tls_cert_file, error);
  if (error) {
    return absl::InvalidArgumentError(absl::StrCat("cannot use the TLS certificate '",
                                                   options.tls_cert_file, "': ", error.message()));
  }
  tls->use_private_key_file(options.tls_key_file, asio::ssl::context::pem, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot use the TLS key '", options.tls_key_file, "': ", error.message()));
  }
  return tls;
}

class BeastServer final : public HttpServer {
 public:
  BeastServer(HttpOptions options, Collaborators collaborators,
              std::optional<asio::ssl::context> tls)
      : options_(std::move(options)), collaborators_(collaborators), tls_(std::move(tls)) {
    for (int i = 0; i < options_.threads; ++i) {
      workers_.push_back(std::make_unique<HttpWorker>(options_, collaborators_,
                                                      tls_.has_value() ? &*tls_ : nullptr));
    }
    acceptor_.emplace(workers_.front()->io());
    pause_.emplace(workers_.front()->io());
  }

  ~BeastServer() override {
    Drain(absl::ZeroDuration());
    for (const auto& worker : workers_) worker->Stop();
  }

  absl::Status Listen() {
    const std::string& listen = options_.listen;
    const size_t colon = listen.rfind(':');
    if (colon == std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("'", listen, "' is not host:port"));
    }
    const std::string host = listen.substr(0, colon);
    error_code error;
    const auto found = tcp::resolver(workers_.front()->io())
                           .resolve(absl::StripSuffix(absl::StripPrefix(host, "["), "]"),
                                    listen.substr(colon + 1), tcp::resolver::passive, error);
    if (!error) {
      const tcp::endpoint endpoint = *found.begin();
      acceptor_->open(endpoint.protocol(), error);
      if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
      if (!error) acceptor_->bind(endpoint, error);
      if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", listen, ": ", error.message()));
    }
    address_ = absl::StrCat(host, ":", acceptor_->local_endpoint().port());
    asio::post(workers_.front()->io(), [this] { Accept(); });
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }

  void Drain(absl::Duration deadline) override {
    absl::Notification closed;
    asio::post(workers_.front()->io(), [this, &closed] {
      error_code ignored;
      acceptor_->close(ignored);
      pause_->cancel();
      closed.Notify();
    });
    closed.WaitForNotification();
    for (const auto& worker : workers_) worker->Drain();
    const absl::Time end = absl::Now() + deadline;
    while (Connections() > 0 && absl::Now() < end) absl::SleepFor(kDrainPoll);
    // A backend's call that is cancelled ends soon; its answer still needs its connection.
    while (Connections() > 0) {
      for (const auto& worker : workers_) worker->CloseAll();
      absl::SleepFor(kDrainPoll);
    }
  }

 private:
  size_t Connections() const {
    size_t count = 0;
    for (const auto& worker : workers_) count += worker->connections();
    return count;
  }

  // On the first worker's thread; the socket belongs to the next worker in turn.
  void Accept() {
    if (!acceptor_->is_open()) return;
    HttpWorker* worker = workers_[next_++ % workers_.size()].get();
    acceptor_->async_accept(worker->io(), [this, worker](error_code error, Socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) {
        log::Warning("cannot accept a connection", {{"error", error.message()}});
        pause_->expires_after(kAcceptPause);
        return pause_->async_wait([this](error_code) { Accept(); });
      }
      asio::post(worker->io(), [worker, socket = std::move(socket)]() mutable {
        worker->Accept(std::move(socket));
      });
      Accept();
    });
  }

  const HttpOptions options_;
  const Collaborators collaborators_;
  std::optional<asio::ssl::context> tls_;
  std::string address_;
  size_t next_ = 0;
  std::vector<std::unique_ptr<HttpWorker>> workers_;
  std::optional<Acceptor> acceptor_;
  std::optional<asio::steady_timer> pause_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpOptions options,
                                                              Collaborators collaborators) {
  ASSIGN_OR_RETURN(std::optional<asio::ssl::context> tls, TlsContext(options));
  auto server = std::make_unique<BeastServer>(std::move(options), collaborators, std::move(tls));
  RETURN_IF_ERROR(server->Listen());
  return server;
}

}  // namespace mainstay::gateway
