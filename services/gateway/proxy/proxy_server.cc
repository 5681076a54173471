#include "services/gateway/proxy/proxy_server.h"

#include <mutex>

#include <grpcpp/server.h>

#include "absl/time/clock.h"
#include "common/rpc/health_service.h"
#include "common/status/status.h"

namespace mainstay::gateway {
namespace {

constexpr size_t kMaxRequestMessage = 4 << 20;  // as the services have it
constexpr absl::Duration kLongestCall = absl::Minutes(30);

class GrpcProxyServer final : public ProxyServer, private grpc::CallbackGenericService {
 public:
  explicit GrpcProxyServer(const ProxyOptions& options)
      : routes_(*options.backends),
        collaborators_{.routes = &routes_,
                       .verifier = options.verifier,
                       .limiter = options.limiter,
                       .proxies = options.proxies} {}

  ~GrpcProxyServer() override { Drain(absl::ZeroDuration()); }

  absl::Status Listen(const ProxyOptions& options) {
    grpc::ServerBuilder builder;
    int port = 0;
    RETURN_IF_ERROR(rpc::AddListener({.listen = options.listen,
                                      .tls_cert_file = options.tls_cert_file,
                                      .tls_key_file = options.tls_key_file,
                                      .client_ca_file = options.client_ca_file,
                                      .max_message_bytes = kMaxRequestMessage,
                                      .longest_call = kLongestCall},
                                     &builder, &port));
    builder.RegisterService(&health_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return rpc::CannotListen(options.listen);
    address_ = rpc::ListeningAddress(options.listen, port);
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }

  void SetServing(bool serving) override { health_.SetServing(serving); }

  void Drain(absl::Duration deadline) override {
    std::call_once(drained_, [&] {
      if (server_ == nullptr) return;
      SetServing(false);
      health_.EndWatches();
      server_->Shutdown(absl::ToChronoTime(absl::Now() + deadline));
      server_->Wait();
    });
  }

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    auto* call = new ProxyCall(collaborators_, context);
    call->Begin();
    return call;
  }

  const ProxyRoutes routes_;
  const ProxyCollaborators collaborators_;
  rpc::HealthService health_{{}};
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  std::once_flag drained_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ProxyServer>> ProxyServer::Start(const ProxyOptions& options) {
  auto server = std::make_unique<GrpcProxyServer>(options);
  RETURN_IF_ERROR(server->Listen(options));
  return server;
}

}  // namespace mainstay::gateway
