#include "common/rpc/server.h"

#include <algorithm>
#include <mutex>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/auth/policy.h"
#include "common/auth/roles.h"
#include "common/rpc/admission.h"
#include "common/rpc/batcher.h"
#include "common/rpc/descriptor_service.h"
#include "common/rpc/files.h"
#include "common/rpc/workers.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

constexpr int kMaxMetadataBytes = 16 << 10;  // a token is up to 8 KiB
constexpr size_t kMaxMemory = 256 << 20;     // of messages on their way in and out
// Lanes of the workers' queue.
constexpr size_t kInteractive = 0, kInternal = 1;

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const ServerOptions& options) {
  if (options.tls_cert_file.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions ssl(
      options.client_ca_file.empty() ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                     : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.cert_chain, ReadFile(options.tls_cert_file));
  ASSIGN_OR_RETURN(pair.private_key, ReadFile(options.tls_key_file));
  ssl.pem_key_cert_pairs.push_back(std::move(pair));
  if (!options.client_ca_file.empty()) {
    ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(options.client_ca_file));
  }
  return grpc::SslServerCredentials(ssl);
}

void SetArguments(const ServerOptions& options, grpc::ServerBuilder* builder) {
  // Two servers on one port would share its calls silently.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 15000);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60000);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20000);
  // Connections are renewed so that clients find new instances; streams in progress may end.
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 5 * 60 * 1000);
  builder->AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.max_batch_deadline)));
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder->SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  builder->SetResourceQuota(grpc::ResourceQuota("mainstay").Resize(kMaxMemory));
}

// "mainstay.accounts.v1" → "accounts.mainstay"
std::string DomainOf(const google::protobuf::FileDescriptor& file) {
  const std::vector<std::string> parts = absl::StrSplit(file.package(), '.');
  return parts.size() > 1 ? absl::StrCat(parts[1], ".", parts[0]) : file.package();
}

// A protected field whose permission nobody can have is a mistake in the proto.
absl::Status CheckPermissions(const Method& method) {
  const std::vector<std::string>& granted = auth::AllPermissions();
  for (const auth::SensitiveFields* fields : {&method.request_fields, &method.response_fields}) {
    for (const std::string& permission : fields->permissions()) {
      if (std::find(granted.begin(), granted.end(), permission) != granted.end()) continue;
      return absl::FailedPreconditionError(absl::StrCat(
          method.name, ": no role grants its field's permission \"", permission, "\""));
    }
  }
  return absl::OkStatus();
}

class GrpcServer final : public Server {
 public:
  GrpcServer(const ServerOptions& options, Router router)
      : options_(options),
        router_(std::move(router)),
        state_{options.verifier, options.clock, options.max_stream_pause},
        general_({"interactive", "internal"}, options.queue_limit, options.workers),
        batch_({"batch"}, options.queue_limit, options.batch_workers),
        batched_({"read"}, options.queue_limit, options.batchers) {}

  ~GrpcServer() override { Drain(absl::ZeroDuration(), absl::ZeroDuration()); }

  absl::Status Listen();

  std::string address() const override { return address_; }

  void SetServing(bool serving) override {
    grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
    health->SetServingStatus(serving);  // of the server as a whole
    for (const std::string& service : options_.services) {
      health->SetServingStatus(service, serving);
    }
  }

  void Drain(absl::Duration endpoints_delay, absl::Duration deadline) override {
    std::call_once(drained_, [&] {
      if (server_ == nullptr) return;
      SetServing(false);
      absl::SleepFor(endpoints_delay);
      // The workers go on, so that running and waiting calls end; past the deadline those left
      // find themselves cancelled.
      server_->Shutdown(absl::ToChronoTime(absl::Now() + deadline));
      server_->Wait();
      workers_.clear();
    });
  }

 private:
  std::unique_ptr<Method> MakeMethod(const google::protobuf::MethodDescriptor& descriptor);
  void StartWorkers();

  const ServerOptions options_;
  const Router router_;
  const ServerState state_;
  AdmissionQueue general_, batch_, batched_;
  std::vector<std::unique_ptr<DescriptorService>> services_;
  std::vector<std::unique_ptr<Workers>> workers_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::once_flag drained_;
};

std::unique_ptr<Method> GrpcServer::MakeMethod(
    const google::protobuf::MethodDescriptor& descriptor) {
  std::string name = absl::StrCat(descriptor.service()->full_name(), "/", descriptor.name());
  const MethodHandler& handler = *router_.Find(name);
  const options::v1::Policy policy = *auth::PolicyOf(descriptor);  // Router::Check saw to it
  const bool stream = handler.client_stream || handler.server_stream;
  const bool long_running = stream || policy.call_class() == options::v1::CALL_CLASS_BATCH;
  AdmissionQueue* queue = long_running ? &batch_ : handler.batched ? &batched_ : &general_;
  const bool internal = policy.call_class() == options::v1::CALL_CLASS_INTERNAL;
  return std::unique_ptr<Method>(
      new Method{.descriptor = &descriptor,
                 .name = name,
                 .path = absl::StrCat("/", name),
                 .domain = DomainOf(*descriptor.file()),
                 .handler = handler,
                 .policy = policy,
                 .request_fields = auth::SensitiveFields(*descriptor.input_type()),
                 .response_fields = auth::SensitiveFields(*descriptor.output_type()),
                 .max_deadline = long_running ? options_.max_batch_deadline : options_.max_deadline,
                 .queue = queue,
                 .lane = queue == &general_ && internal ? kInternal : kInteractive,
                 .metrics = MethodMetrics(name)});
}

void GrpcServer::StartWorkers() {
  const Workers::Serve one = [](pg::Session& session, absl::Span<IncomingCall* const> calls) {
    calls.front()->Run(session);
  };
  workers_.push_back(
      std::make_unique<Workers>("worker", &general_, options_.workers, 1, options_.database, one));
  workers_.push_back(std::make_unique<Workers>("batch", &batch_, options_.batch_workers, 1,
                                               options_.database, one));
  workers_.push_back(std::make_unique<Workers>("batcher", &batched_, options_.batchers,
                                               kMostInBatch, options_.database, ServeBatch));
}

absl::Status GrpcServer::Listen() {
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : options_.services) {
    const google::protobuf::ServiceDescriptor& service = *pool.FindServiceByName(name);
    std::vector<std::unique_ptr<Method>> methods;
    for (int i = 0; i < service.method_count(); ++i) {
      methods.push_back(MakeMethod(*service.method(i)));
      RETURN_IF_ERROR(CheckPermissions(*methods.back()));
    }
    services_.push_back(std::make_unique<DescriptorService>(std::move(methods), state_));
  }
  // Both must come before the builder, and hold for the servers of this process built after them.
  grpc::EnableDefaultHealthCheckService(true);
  if (options_.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  grpc::ServerBuilder builder;
  SetArguments(options_, &builder);
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::ServerCredentials> credentials, Credentials(options_));
  int port = 0;
  builder.AddListeningPort(options_.listen, credentials, &port);
  for (const auto& service : services_) builder.RegisterService(service.get());
  StartWorkers();
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    workers_.clear();
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen,
                                               ": is the address right, and is it free?"));
  }
  SetServing(false);
  address_ = absl::StartsWith(options_.listen, "unix:")
                 ? options_.listen
                 : absl::StrCat(options_.listen.substr(0, options_.listen.rfind(':')), ":", port);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options, Router router) {
  RETURN_IF_ERROR(router.Check(options.services));
  auto server = std::make_unique<GrpcServer>(options, std::move(router));
  RETURN_IF_ERROR(server->Listen());
  return server;
}

}  // namespace mainstay::rpc
