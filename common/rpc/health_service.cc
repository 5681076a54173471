#include "common/rpc/health_service.h"

#include <optional>
#include <utility>

#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

namespace mainstay::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

constexpr char kServing = 1, kNotServing = 2, kServiceUnknown = 3;

grpc::Status Malformed() {
  return {grpc::StatusCode::INVALID_ARGUMENT, "not a HealthCheckRequest"};
}

// HealthCheckRequest{service}: field 1, text.
std::optional<std::string> ServiceAskedFor(const ByteBuffer& request) {
  grpc::Slice slice;
  if (!request.DumpToSingleSlice(&slice).ok()) return std::nullopt;
  google::protobuf::UnknownFieldSet fields;
  if (!fields.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) return std::nullopt;
  std::string service;
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::UnknownField& field = fields.field(i);
    if (field.number() != 1) continue;
    if (field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) return std::nullopt;
    service = field.length_delimited();
  }
  return service;
}

// HealthCheckResponse{status}: field 1, varint.
ByteBuffer Response(char status) {
  const char bytes[] = {0x08, status};
  const grpc::Slice slice(bytes, sizeof bytes);
  return {&slice, 1};
}

}  // namespace

// One caller that is told of each change. Locks: the service's before its own.
class HealthService::Watch final : public grpc::ServerWriteReactor<ByteBuffer> {
 public:
  Watch(HealthService* health, std::string service)
      : health_(health), service_(std::move(service)) {}

  const std::string& service() const { return service_; }

  // The newest status is what is sent: one that is overtaken while a write is under way is not.
  void Tell(char status) {
    {
      absl::MutexLock lock(&mutex_);
      status_ = status;
      if (writing_ || ended_ || sent_ == status_) return;
      BeginWrite();
    }
    StartWrite(&bytes_);
  }

  void End() {
    {
      absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true) || writing_) return;
    }
    FinishWatch();
  }

  // In place of any Tell or End.
  void Refuse(const grpc::Status& status) {
    {
      absl::MutexLock lock(&mutex_);
      ended_ = true;
    }
    Finish(status);
  }

 private:
  void BeginWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    writing_ = true;
    sent_ = status_;
    bytes_ = Response(status_);
  }

  void OnWriteDone(bool ok) override {
    bool more = false;
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      ended_ = ended_ || !ok;
      if (!ended_ && sent_ == status_) return;
      more = !ended_;
      if (more) BeginWrite();
    }
    if (more) {
      StartWrite(&bytes_);
    } else {
      FinishWatch();
    }
  }

  void OnCancel() override { End(); }
  void OnDone() override {
    health_->Remove(this);
    delete this;
  }

  // Once: by whoever set ended_ while nothing was being written, or by that write's end.
  void FinishWatch() { Finish({grpc::StatusCode::UNAVAILABLE, "the server is shutting down"}); }

  HealthService* const health_;
  const std::string service_;
  absl::Mutex mutex_;
  ByteBuffer bytes_;  // what is being written
  char status_ ABSL_GUARDED_BY(mutex_) = 0;
  char sent_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

HealthService::HealthService(const std::vector<std::string>& services)
    : services_(services.begin(), services.end()) {
  RegisterCheck();
  RegisterWatch();
}

void HealthService::RegisterCheck() {
  AddMethod(new RpcServiceMethod("/grpc.health.v1.Health/Check", RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      0, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
             [this](CallbackServerContext* context, const ByteBuffer* request, ByteBuffer* answer) {
               grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
               const std::optional<std::string> service = ServiceAskedFor(*request);
               if (!service.has_value()) {
                 reactor->Finish(Malformed());
                 return reactor;
               }
               absl::MutexLock lock(&mutex_);
               const char status = StatusOf(*service);
               if (status == kServiceUnknown) {
                 reactor->Finish({grpc::StatusCode::NOT_FOUND, "no such service"});
                 return reactor;
               }
               *answer = Response(status);
               reactor->Finish(grpc::Status::OK);
               return reactor;
             }));
}

void HealthService::RegisterWatch() {
  AddMethod(
      new RpcServiceMethod("/grpc.health.v1.Health/Watch", RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(1,
                        new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
                            [this](CallbackServerContext*, const ByteBuffer* request) {
                              std::optional<std::string> service = ServiceAskedFor(*request);
                              auto* watch = new Watch(this, service.value_or(""));
                              if (service.has_value()) {
                                Add(watch);
                              } else {
                                watch->Refuse(Malformed());
                              }
                              return watch;
                            }));
}

char HealthService::StatusOf(std::string_view service) const {
  if (!service.empty() && !services_.contains(service)) return kServiceUnknown;
  return serving_ ? kServing : kNotServing;
}

void HealthService::SetServing(bool serving) {
  absl::MutexLock lock(&mutex_);
  serving_ = serving;
  for (Watch* watch : watches_) watch->Tell(StatusOf(watch->service()));
}

void HealthService::EndWatches() {
  absl::MutexLock lock(&mutex_);
  ended_ = true;
  for (Watch* watch : watches_) watch->End();
}

void HealthService::Add(Watch* watch) {
  absl::MutexLock lock(&mutex_);
  watches_.insert(watch);
  watch->Tell(StatusOf(watch->service()));
  if (ended_) watch->End();
}

void HealthService::Remove(Watch* watch) {
  absl::MutexLock lock(&mutex_);
  watches_.erase(watch);
}

}  // namespace mainstay::rpc
