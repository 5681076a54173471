#include "services/gateway/http/stream_answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/backend/byte_buffer.h"
#include "services/gateway/http/error_reply.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/transcode/http_status.h"

namespace mainstay::gateway {
namespace {

constexpr size_t kPiece = 64 << 10;

}  // namespace

bool StreamAnswer::WantsBody() const {
  return !exchange_->uploads() || (!last_written_ && body_.size() < kPiece);
}

// Up.

void StreamAnswer::OnBody(std::string bytes) {
  if (body_.empty()) {
    body_ = std::move(bytes);
  } else {
    body_.append(bytes);
  }
  const size_t limit = exchange_->connection().options().max_body_bytes;
  if (!exchange_->uploads()) {
    if (body_.size() > limit) {
      exchange_->Refuse(413, absl::StrCat("the body must be at most ", limit, " bytes"));
    }
  } else if (body_.size() >= kPiece && !writing_) {
    SendPieceUp();
  }
}

void StreamAnswer::OnBodyEnd() {
  body_ended_ = true;
  if (!writing_) SendPieceUp();
}

bool StreamAnswer::StartCall() {
  const Transcoder& transcoder = *exchange_->collaborators().transcoder;
  if (exchange_->uploads()) {
    absl::StatusOr<UploadBuilder> upload =
        transcoder.Upload(exchange_->match(), exchange_->query(), exchange_->content_type());
    if (!upload.ok()) return exchange_->Fail(upload.status()), false;
    upload_ = *std::move(upload);
  }
  call_ = StreamCall::Start(*exchange_->backend().stub, exchange_->call_parameters(),
                            exchange_->connection().executor(), this,
                            exchange_->connection().shared_from_this());
  return true;
}

void StreamAnswer::SendPieceUp() {
  const Binding& binding = *exchange_->match().binding;
  std::string message;
  if (exchange_->uploads()) {
    if (!upload_.has_value() && !StartCall()) return;
    message = upload_->Next(body_);
    body_.clear();
  } else {
    absl::StatusOr<std::string> request = exchange_->collaborators().transcoder->Request(
        exchange_->match(), exchange_->query(), body_);
    body_ = std::string();
    if (!request.ok()) return exchange_->Fail(request.status());
    if (!StartCall()) return;
    message = *std::move(request);
  }
  writing_ = true;
  last_written_ = body_ended_ || !binding.method->client_streaming();
  if (call_ != nullptr) call_->Write(std::move(message), last_written_);
}

void StreamAnswer::OnStreamWritten() {
  writing_ = false;
  if (last_written_) return;
  if (body_.size() >= kPiece || body_ended_) SendPieceUp();
  exchange_->connection().ResumeBody();
}

// Down.

void StreamAnswer::OnStreamMessage(const grpc::ByteBuffer& message) {
  grpc::Slice slice;
  const std::string_view bytes = FlatBytes(message, &slice);
  if (exchange_->match().binding->method->server_streaming()) return SendPieceDown(bytes);
  response_ = std::string(bytes);
  call_->Resume();  // for the end
}

void StreamAnswer::SendPieceDown(std::string_view message) {
  const Transcoder& transcoder = *exchange_->collaborators().transcoder;
  const Binding& binding = *exchange_->match().binding;
  Reply head{.content_type = "application/x-ndjson"};
  std::string piece;
  if (binding.raw_response) {
    absl::StatusOr<RawBody> raw = transcoder.RawResponse(binding, message);
    if (!raw.ok()) return call_->Cancel();
    head.content_type = std::move(raw->content_type);
    if (!raw->filename.empty()) head.headers = ContentDisposition(raw->filename);
    piece = std::move(raw->data);
  } else {
    if (!transcoder.Response(binding, message, &piece).ok()) return call_->Cancel();
    piece.push_back('\n');
  }
  if (!std::exchange(head_sent_, true)) exchange_->SendHead(std::move(head));
  if (exchange_->head_only()) {
    exchange_->connection().Finish();
    return call_->Cancel();
  }
  if (piece.empty()) return call_->Resume();  // an empty chunk would end the answer
  exchange_->connection().SendPiece(std::move(piece));
}

void StreamAnswer::OnSent() {
  if (call_ != nullptr) {
    call_->Resume();
  } else {
    exchange_->connection().Finish();  // it was the line that tells of an error
  }
}

void StreamAnswer::Cancel() {
  if (call_ != nullptr) call_->Cancel();
}

void StreamAnswer::OnStreamDone(const grpc::Status& status) {
  call_ = nullptr;
  if (!status.ok()) exchange_->CountUpstreamError(status);
  SendLast(status);
  exchange_->connection().OnExchangeIdle();
}

void StreamAnswer::SendLast(const grpc::Status& status) {
  const Binding& binding = *exchange_->match().binding;
  if (!head_sent_) {
    if (!status.ok()) return exchange_->Send(ErrorReply(status));
    if (binding.method->server_streaming()) {
      return exchange_->Send({.content_type = binding.raw_response ? "application/octet-stream"
                                                                   : "application/x-ndjson"});
    }
    Reply reply;
    const absl::Status written =
        exchange_->collaborators().transcoder->Response(binding, response_, &reply.body);
    return written.ok() ? exchange_->Send(std::move(reply)) : exchange_->Fail(written);
  }
  if (exchange_->head_only()) return;
  if (status.ok()) return exchange_->connection().Finish();
  if (binding.raw_response) return exchange_->connection().Abort();
  exchange_->connection().SendPiece(
      absl::StrCat("{\"error\":", ErrorJson(ShownStatus(status)), "}\n"));
}

}  // namespace mainstay::gateway
