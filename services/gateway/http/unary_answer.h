// One message in, one message out: the body is collected (up to the limit), the backend called
// once.
#pragma once

#include <string>

#include "services/gateway/backend/unary_call.h"
#include "services/gateway/http/answer.h"

namespace mainstay::gateway {

class Exchange;

class UnaryAnswer final : public Answer, private UnaryCall::Listener {
 public:
  explicit UnaryAnswer(Exchange* exchange) : exchange_(exchange) {}

  bool WantsBody() const override { return true; }
  void OnBody(std::string bytes) override;
  void OnBodyEnd() override;
  void OnSent() override {}
  void Cancel() override;
  bool idle() const override { return call_ == nullptr; }

 private:
  void OnUnaryDone(const grpc::Status& status, const grpc::ByteBuffer& response) override;

  Exchange* const exchange_;
  std::string body_;
  UnaryCall* call_ = nullptr;  // while under way
};

}  // namespace mainstay::gateway
