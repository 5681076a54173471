#include "common/rpc/server.h"

#include <algorithm>
#include <mutex>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/auth/policy.h"
#include "common/auth/roles.h"
#include "common/rpc/admission.h"
#include "common/rpc/batcher.h"
#include "common/rpc/descriptor_service.h"
#include "common/rpc/health_service.h"
#include "common/rpc/listener.h"
#include "common/rpc/parking.h"
#include "common/rpc/status_conversion.h"
#include "common/rpc/workers.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// Lanes of the workers' queue.
constexpr size_t kInteractive = 0, kInternal = 1;

// The reflection plugin adds itself to every server of a process that links it; this takes it out.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) {
      return plugin->name() == grpc::reflection::ProtoServerReflectionPlugin().name();
    });
  }
};

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
        health_(options.services),
        state_{options.verifier, options.clock, options.max_stream_pause, &parking_},
        general_({.lanes = {"interactive", "internal"},
                  .limit = options.queue_limit,
                  .servers = options.workers,
                  .longest_wait = options.longest_wait}),
        batch_(
            {.lanes = {"batch"}, .limit = options.queue_limit, .servers = options.batch_workers}),
        batched_({.lanes = {"read"},
                  .limit = options.queue_limit,
                  .servers = options.batchers,
                  .most = kMostInBatch,
                  .longest_wait = options.longest_wait}) {}

  ~GrpcServer() override { Drain(absl::ZeroDuration(), absl::ZeroDuration()); }

  absl::Status Listen();

  std::string address() const override { return address_; }

  void SetServing(bool serving) override { health_.SetServing(serving); }

  void Drain(absl::Duration endpoints_delay, absl::Duration deadline) override {
    std::call_once(drained_, [&] {
      if (server_ == nullptr) return;
      SetServing(false);
      absl::SleepFor(endpoints_delay);
      health_.EndWatches();
      parking_.Close();
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
  HealthService health_;
  Parking parking_;
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
  const bool lasts =
      stream || handler.watch || policy.call_class() == options::v1::CALL_CLASS_BATCH;
  // A watch lasts, but each of its looks is short: they are served with the interactive calls.
  AdmissionQueue* queue = lasts && !handler.watch ? &batch_
                          : handler.batched       ? &batched_
                                                  : &general_;
  const bool internal = policy.call_class() == options::v1::CALL_CLASS_INTERNAL;
  return std::unique_ptr<Method>(new Method{
      .descriptor = &descriptor,
      .name = name,
      .path = absl::StrCat("/", name),
      .domain = DomainOf(*descriptor.file()),
      .handler = handler,
      .policy = policy,
      .request_fields = auth::SensitiveFields(*descriptor.input_type()),
      .response_fields = auth::SensitiveFields(*descriptor.output_type()),
      .max_deadline = lasts ? options_.max_batch_deadline : options_.max_deadline,
      .queue = queue,
      .lane = queue == &general_ && internal ? kInternal : kInteractive,
      .workers = &general_,
      .metrics = MethodMetrics(name),
      .overfull =
          ToGrpcStatus(QueueFull(AdmissionQueue::kPushback), DomainOf(*descriptor.file()))});
}

void GrpcServer::StartWorkers() {
  const Workers::Serve one = [](pg::Session& session, absl::Span<IncomingCall* const> calls) {
    calls.front()->Run(session);
  };
  workers_.push_back(
      std::make_unique<Workers>("worker", &general_, options_.workers, 1, options_.database, one));
  workers_.push_back(std::make_unique<Workers>("batch", &batch_, options_.batch_workers, 1,
                                               options_.database, one));
  pg::SessionOptions batchers = options_.database;
  batchers.plan_once = true;  // a batch handler runs one statement, over arrays of any length
  workers_.push_back(std::make_unique<Workers>("batcher", &batched_, options_.batchers,
                                               kMostInBatch, batchers, ServeBatch));
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
  grpc::ServerBuilder builder;
  if (!options_.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  int port = 0;
  RETURN_IF_ERROR(AddListener({.listen = options_.listen,
                               .tls_cert_file = options_.tls_cert_file,
                               .tls_key_file = options_.tls_key_file,
                               .client_ca_file = options_.client_ca_file,
                               .max_message_bytes = options_.max_message_bytes,
                               .longest_call = options_.max_batch_deadline},
                              &builder, &port));
  builder.RegisterService(&health_);
  for (const auto& service : services_) builder.RegisterService(service.get());
  StartWorkers();
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    workers_.clear();
    return CannotListen(options_.listen);
  }
  address_ = ListeningAddress(options_.listen, port);
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
