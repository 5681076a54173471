#include "common/rpc/channel.h"

#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/sync_stream.h>
#include <grpcpp/support/validate_service_config.h>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/rpc/files.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

using google::protobuf::Message;

// A list of 1,000 full records must fit; requests are limited by the servers.
constexpr int kMaxResponseBytes = 32 << 20;

constexpr int kAttempts = 3;

// The read methods of all linked services of ours, as service config names. A write is not among
// them: whether it may be sent twice depends on its request_id, which a service config cannot see.
std::vector<std::string> ReadMethodNames() {
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  std::vector<std::string> files, names;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  for (const std::string& file_name : files) {
    if (file_name.rfind("mainstay/", 0) != 0) continue;
    const google::protobuf::FileDescriptor* file = pool.FindFileByName(file_name);
    for (int s = 0; s < file->service_count(); ++s) {
      const google::protobuf::ServiceDescriptor& service = *file->service(s);
      for (int m = 0; m < service.method_count(); ++m) {
        const google::protobuf::MethodDescriptor& method = *service.method(m);
        if (method.options().GetExtension(google::api::http).get().empty()) continue;
        names.push_back(absl::StrCat(R"({"service":")", service.full_name(), R"(","method":")",
                                     method.name(), R"("})"));
      }
    }
  }
  return names;
}

// Never a "timeout" here: gRPC 1.51 fires it about a second early.
std::string ServiceConfig(bool retries) {
  const std::vector<std::string> reads = retries ? ReadMethodNames() : std::vector<std::string>();
  if (reads.empty()) return R"({"loadBalancingConfig":[{"round_robin":{}}]})";
  return absl::StrCat(R"({"loadBalancingConfig":[{"round_robin":{}}],)",
                      R"("retryThrottling":{"maxTokens":100,"tokenRatio":0.1},)",
                      R"("methodConfig":[{"name":[)", absl::StrJoin(reads, ","),
                      R"(],"retryPolicy":{"maxAttempts":)", kAttempts,
                      R"(,"initialBackoff":"0.05s","maxBackoff":"1s",)",
                      R"("backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE"]}}]})");
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const ChannelOptions& options) {
  if (options.ca_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(options.ca_file));
  if (!options.cert_file.empty()) {
    ASSIGN_OR_RETURN(ssl.pem_cert_chain, ReadFile(options.cert_file));
    ASSIGN_OR_RETURN(ssl.pem_private_key, ReadFile(options.key_file));
  }
  return grpc::SslCredentials(ssl);
}

void Prepare(const CallOptions& options, grpc::ClientContext* context) {
  if (!options.token.empty()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", options.token));
  }
  if (!options.traceparent.empty()) context->AddMetadata("traceparent", options.traceparent);
  context->set_deadline(absl::ToChronoTime(options.deadline));
}

// A write may be sent twice only when its request_id makes the second time harmless.
bool IsRepeatableWrite(const Message& request) {
  const google::protobuf::FieldDescriptor* field =
      request.GetDescriptor()->FindFieldByName("request_id");
  return field != nullptr && !field->is_repeated() &&
         field->type() == google::protobuf::FieldDescriptor::TYPE_STRING &&
         !request.GetReflection()->GetString(request, field).empty();
}

// Half to all of 50 ms, doubled with each attempt.
absl::Duration Backoff(int attempt) {
  thread_local absl::BitGen random;
  return absl::Milliseconds(absl::Uniform(random, 25, 50) << (attempt - 1));
}

std::string Path(std::string_view method) { return absl::StrCat("/", method); }

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> NewChannel(const ChannelOptions& options) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::ChannelCredentials> credentials, Credentials(options));
  const std::string service_config = ServiceConfig(options.retries);
  // An invalid one would fail every call as INVALID_ARGUMENT.
  if (std::string problem = grpc::experimental::ValidateServiceConfigJSON(service_config);
      !problem.empty()) {
    return absl::InternalError(absl::StrCat("the channel's service config is wrong: ", problem));
  }
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(service_config);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_PER_MESSAGE_COMPRESSION, 0);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  return grpc::CreateCustomChannel(options.target, credentials, arguments);
}

absl::Status Call(grpc::Channel& channel, std::string_view method, const CallOptions& options,
                  const Message& request, Message* response) {
  const std::string path = Path(method);
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  for (int attempt = 1;; ++attempt) {
    grpc::ClientContext context;
    Prepare(options, &context);
    absl::Status status = FromGrpcStatus(grpc::internal::BlockingUnaryCall<Message, Message>(
        &channel, rpc, &context, request, response));
    const absl::Duration pause = Backoff(attempt);
    if (!absl::IsUnavailable(status) || attempt == kAttempts || !IsRepeatableWrite(request) ||
        absl::Now() + pause >= options.deadline) {
      return status;
    }
    absl::SleepFor(pause);
  }
}

absl::Status CallClientStream(grpc::Channel& channel, std::string_view method,
                              const CallOptions& options, const std::function<bool(Message*)>& next,
                              Message* message, Message* response) {
  const std::string path = Path(method);
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::CLIENT_STREAMING);
  grpc::ClientContext context;
  Prepare(options, &context);
  std::unique_ptr<grpc::ClientWriter<Message>> writer(
      grpc::internal::ClientWriterFactory<Message>::Create(&channel, rpc, &context, response));
  bool open = true;
  while (open && next(message)) open = writer->Write(*message);
  if (open) writer->WritesDone();
  return FromGrpcStatus(writer->Finish());
}

absl::Status CallServerStream(grpc::Channel& channel, std::string_view method,
                              const CallOptions& options, const Message& request, Message* message,
                              const std::function<bool()>& sink) {
  const std::string path = Path(method);
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING);
  grpc::ClientContext context;
  Prepare(options, &context);
  std::unique_ptr<grpc::ClientReader<Message>> reader(
      grpc::internal::ClientReaderFactory<Message>::Create(&channel, rpc, &context, request));
  while (reader->Read(message)) {
    if (sink()) continue;
    context.TryCancel();
    break;
  }
  return FromGrpcStatus(reader->Finish());
}

}  // namespace mainstay::rpc
