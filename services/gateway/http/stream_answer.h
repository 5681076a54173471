// A call that streams in one direction.
//
// Up (a method that streams its requests, the body being an HttpBody): the body goes to the backend
// in pieces of 64 to 128 KiB as it comes; while the transport has not taken the last piece, at most
// one more is read from the socket.
// Down (a method that streams its responses): each message is a line of JSON, or the bytes of an
// HttpBody; the next one is asked for only when the last one has been written. An error after the
// first piece ends a JSON stream with the line {"error": google.rpc.Status} and cuts a raw one off.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/gateway/backend/stream_call.h"
#include "services/gateway/http/answer.h"
#include "services/gateway/transcode/transcoder.h"

namespace mainstay::gateway {

class Exchange;

class StreamAnswer final : public Answer, private StreamCall::Listener {
 public:
  explicit StreamAnswer(Exchange* exchange) : exchange_(exchange) {}

  bool WantsBody() const override;
  void OnBody(std::string bytes) override;
  void OnBodyEnd() override;
  void OnSent() override;
  void Cancel() override;
  bool idle() const override { return call_ == nullptr; }

 private:
  void OnStreamMessage(const grpc::ByteBuffer& message) override;
  void OnStreamWritten() override;
  void OnStreamDone(const grpc::Status& status) override;

  bool StartCall();
  void SendPieceUp();
  void SendPieceDown(std::string_view message);
  void SendLast(const grpc::Status& status);

  Exchange* const exchange_;
  StreamCall* call_ = nullptr;  // while under way
  std::optional<UploadBuilder> upload_;
  std::string body_;  // not sent up yet
  bool body_ended_ = false;
  bool writing_ = false;       // the transport has not taken the last piece yet
  bool last_written_ = false;  // no piece follows
  bool head_sent_ = false;
  std::string response_;  // the one message of a method that does not stream its responses
};

}  // namespace mainstay::gateway
