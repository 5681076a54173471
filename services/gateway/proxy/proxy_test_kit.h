// The gRPC pass-through before a fake backend.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/testing/tokens.h"
#include "services/gateway/backend/byte_buffer.h"
#include "services/gateway/backend/stream_call.h"
#include "services/gateway/proxy/proxy_server.h"
#include "services/gateway/testing/fake_backend.h"

namespace mainstay::gateway {

inline constexpr char kUnary[] = "/mainstay.accounts.v1.AccountService/GetAccount";

// A blocking bidirectional call.
class Caller final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // Neither reads nor writes until told to.
  void Begin(grpc::GenericStub& stub, const std::string& path) {
    stub.PrepareBidiStreamingCall(&context, path, {}, this);
    AddHold();
    StartCall();
  }
  bool Write(const std::string& message) {
    outgoing_ = ToByteBuffer(message);
    return Await([&] { StartWrite(&outgoing_); }, &wrote_);
  }
  void WritesDone() { StartWritesDone(); }
  bool Read(std::string* message) {
    const bool ok = Await([&] { StartRead(&incoming_); }, &read_);
    grpc::Slice slice;
    if (ok) message->assign(FlatBytes(incoming_, &slice));
    return ok;
  }
  grpc::Status End() {
    RemoveHold();
    done_.WaitForNotification();
    return status_;
  }

  grpc::ClientContext context;

 private:
  struct Event {
    absl::Notification happened;
    bool ok;
  };
  template <class F>
  static bool Await(F start, std::unique_ptr<Event>* event) {
    *event = std::make_unique<Event>();
    start();
    (*event)->happened.WaitForNotification();
    return (*event)->ok;
  }
  static void Signal(Event& event, bool ok) {
    event.ok = ok;
    event.happened.Notify();
  }
  void OnReadDone(bool ok) override { Signal(*read_, ok); }
  void OnWriteDone(bool ok) override { Signal(*wrote_, ok); }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

  grpc::ByteBuffer incoming_, outgoing_;
  std::unique_ptr<Event> read_, wrote_;
  absl::Notification done_;
  grpc::Status status_;
};

class ProxyTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start(RateLimiter* limiter = nullptr, const TrustedProxies* proxies = nullptr) {
    backends_ = *Backends::Create(
        {.targets = absl::StrCat("accounts=", backend_.address(), ",survey=", backend_.address())});
    verifier_ = *auth::Verifier::Create(issuer_.options());
    auto proxy = ProxyServer::Start({.backends = backends_.get(),
                                     .verifier = verifier_.get(),
                                     .limiter = limiter,
                                     .proxies = proxies});
    ASSERT_TRUE(proxy.ok()) << proxy.status();
    proxy_ = *std::move(proxy);
    channel_ = grpc::CreateChannel(proxy_->address(), grpc::InsecureChannelCredentials());
    stub_ = std::make_unique<grpc::GenericStub>(channel_);
  }

  void Authorize(grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + issuer_.Token("ada", {"admin"}));
  }

  grpc::Status Unary(grpc::ClientContext& context, const std::string& request,
                     std::string* response, const std::string& path = kUnary) {
    const grpc::ByteBuffer in = ToByteBuffer(request);
    grpc::ByteBuffer out;
    absl::Notification done;
    grpc::Status status;
    stub_->UnaryCall(&context, path, {}, &in, &out, [&](grpc::Status s) {
      status = std::move(s);
      done.Notify();
    });
    done.WaitForNotification();
    grpc::Slice slice;
    if (status.ok()) response->assign(FlatBytes(out, &slice));
    return status;
  }

  FakeBackend backend_;
  mainstay::testing::TestIssuer issuer_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<ProxyServer> proxy_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace mainstay::gateway
