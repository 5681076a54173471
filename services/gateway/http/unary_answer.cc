#include "services/gateway/http/unary_answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/backend/byte_buffer.h"
#include "services/gateway/http/exchange.h"

namespace mainstay::gateway {
namespace {

// The request message of a body that has come whole.
absl::StatusOr<std::string> BuildRequest(Exchange& exchange, std::string_view body) {
  const Transcoder& transcoder = *exchange.collaborators().transcoder;
  if (!exchange.match().binding->raw_request) {
    return transcoder.Request(exchange.match(), exchange.query(), body);
  }
  absl::StatusOr<UploadBuilder> upload =
      transcoder.Upload(exchange.match(), exchange.query(), exchange.content_type());
  if (!upload.ok()) return upload.status();
  return upload->Next(body);
}

absl::StatusOr<Reply> BuildReply(Exchange& exchange, std::string_view message) {
  const Transcoder& transcoder = *exchange.collaborators().transcoder;
  const Binding& binding = *exchange.match().binding;
  Reply reply;
  if (!binding.raw_response) {
    const absl::Status written = transcoder.Response(binding, message, &reply.body);
    if (!written.ok()) return written;
    return reply;
  }
  absl::StatusOr<RawBody> raw = transcoder.RawResponse(binding, message);
  if (!raw.ok()) return raw.status();
  reply.status = raw->status;
  if (!raw->location.empty()) {
    absl::StrAppend(&reply.headers, "Location: ", raw->location, "\r\n");
    reply.content_type.clear();
    return reply;
  }
  reply.content_type = std::move(raw->content_type);
  reply.body = std::move(raw->data);
  if (!raw->filename.empty()) reply.headers = ContentDisposition(raw->filename);
  return reply;
}

}  // namespace

void UnaryAnswer::OnBody(std::string bytes) {
  const size_t limit = exchange_->connection().options().max_body_bytes;
  if (body_.size() + bytes.size() > limit) {
    return exchange_->Refuse(413, absl::StrCat("the body must be at most ", limit, " bytes"));
  }
  if (body_.empty()) {
    body_ = std::move(bytes);
  } else {
    body_.append(bytes);
  }
}

void UnaryAnswer::OnBodyEnd() {
  absl::StatusOr<std::string> request = BuildRequest(*exchange_, body_);
  body_ = std::string();
  if (!request.ok()) return exchange_->Fail(request.status());
  call_ = UnaryCall::Start(*exchange_->backend().stub, exchange_->call_parameters(),
                           *std::move(request), exchange_->connection().executor(), this,
                           exchange_->connection().shared_from_this());
}

void UnaryAnswer::Cancel() {
  if (call_ != nullptr) call_->Cancel();
}

void UnaryAnswer::OnUnaryDone(const grpc::Status& status, const grpc::ByteBuffer& response) {
  call_ = nullptr;
  if (!status.ok()) {
    exchange_->Fail(status);
  } else {
    grpc::Slice slice;
    absl::StatusOr<Reply> reply = BuildReply(*exchange_, FlatBytes(response, &slice));
    if (reply.ok()) {
      exchange_->Send(*std::move(reply));
    } else {
      exchange_->Fail(reply.status());
    }
  }
  exchange_->connection().OnExchangeIdle();
}

}  // namespace mainstay::gateway
