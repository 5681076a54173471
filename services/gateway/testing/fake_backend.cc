#include "services/gateway/testing/fake_backend.h"

#include <thread>
#include <utility>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/gateway/backend/byte_buffer.h"

namespace mainstay::gateway {
namespace {

// Runs the handler on a thread of its own; each operation waits for its callback.
class Reactor final : public grpc::ServerGenericBidiReactor, private FakeCall {
 public:
  Reactor(grpc::GenericCallbackServerContext* context, FakeBackend::Handler handler)
      : context_(context),
        thread_([this, handler = std::move(handler)] { Finish(handler(*this)); }) {}

 private:
  bool Read(std::string* message) override {
    StartRead(&incoming_);
    if (!Await()) return false;
    grpc::Slice slice;
    message->assign(FlatBytes(incoming_, &slice));
    return true;
  }
  bool Write(const std::string& message) override {
    outgoing_ = ToByteBuffer(message);
    StartWrite(&outgoing_);
    return Await();
  }
  bool AwaitCancelled() override {
    return cancelled_.WaitForNotificationWithTimeout(absl::Seconds(60));
  }
  std::string metadata(const std::string& key) const override {
    const auto found = context_->client_metadata().find(key);
    if (found == context_->client_metadata().end()) return "";
    return std::string(found->second.data(), found->second.size());
  }
  absl::Time deadline() const override { return absl::FromChrono(context_->deadline()); }
  void AddTrailer(const std::string& key, const std::string& value) override {
    context_->AddTrailingMetadata(key, value);
  }

  void OnReadDone(bool ok) override { Signal(ok); }
  void OnWriteDone(bool ok) override { Signal(ok); }
  void OnCancel() override { cancelled_.Notify(); }
  void OnDone() override {
    thread_.detach();  // it has called Finish, its last deed
    delete this;
  }
  void Signal(bool ok) {
    absl::MutexLock lock(&mutex_);
    ok_ = ok;
    done_ = true;
  }
  // Until the operation under way is done; whether it went well.
  bool Await() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
    done_ = false;
    return ok_;
  }

  grpc::GenericCallbackServerContext* const context_;
  grpc::ByteBuffer incoming_, outgoing_;
  absl::Mutex mutex_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  bool ok_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Notification cancelled_;
  std::thread thread_;  // last: it starts at once
};

}  // namespace

class FakeBackend::Impl final : public grpc::CallbackGenericService {
 public:
  Impl() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~Impl() override { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  void On(const std::string& path, FakeBackend::Handler handler) {
    absl::MutexLock lock(&mutex_);
    handlers_[path] = std::move(handler);
  }
  const std::string& address() const { return address_; }

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    FakeBackend::Handler handler = [](FakeCall&) {
      return grpc::Status(grpc::UNIMPLEMENTED, "no handler");
    };
    {
      absl::MutexLock lock(&mutex_);
      const auto found = handlers_.find(context->method());
      if (found != handlers_.end()) handler = found->second;
    }
    return new Reactor(context, std::move(handler));
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, FakeBackend::Handler> handlers_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

FakeBackend::FakeBackend() : impl_(std::make_unique<Impl>()) {}
FakeBackend::~FakeBackend() = default;

void FakeBackend::On(const std::string& path, Handler handler) {
  impl_->On(path, std::move(handler));
}

void FakeBackend::OnUnary(
    const std::string& path,
    std::function<grpc::Status(const std::string& request, std::string* response)> f) {
  On(path, [f = std::move(f)](FakeCall& call) {
    std::string request, response;
    if (!call.Read(&request)) return grpc::Status::CANCELLED;
    const grpc::Status status = f(request, &response);
    if (status.ok()) call.Write(response);
    return status;
  });
}

const std::string& FakeBackend::address() const { return impl_->address(); }

}  // namespace mainstay::gateway
