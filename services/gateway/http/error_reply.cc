#include "services/gateway/http/error_reply.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <string>

#include <google/rpc/code.pb.h>
#include <google/rpc/error_details.pb.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/status_conversion.h"
#include "services/gateway/transcode/http_status.h"

namespace mainstay::gateway {
namespace {

constexpr std::string_view kDomain = "gateway.mainstay";

int CodeOf(int http_status) {
  switch (http_status) {
    case 404:
      return google::rpc::NOT_FOUND;
    case 405:
    case 501:
      return google::rpc::UNIMPLEMENTED;
    case 408:
      return google::rpc::DEADLINE_EXCEEDED;
    case 413:
      return google::rpc::RESOURCE_EXHAUSTED;
    default:
      return google::rpc::INVALID_ARGUMENT;
  }
}

Reply ReplyOf(int http_status, const google::rpc::Status& status) {
  Reply reply{.status = http_status, .body = ErrorJson(status)};
  reply.body.push_back('\n');
  if (http_status == 401) reply.headers.append("WWW-Authenticate: Bearer\r\n");
  google::rpc::RetryInfo retry;
  for (const google::protobuf::Any& detail : status.details()) {
    if (!detail.Is<google::rpc::RetryInfo>() || !detail.UnpackTo(&retry)) continue;
    // Whole seconds, rounded up: the header knows no less.
    const int64_t seconds =
        retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0);
    absl::StrAppend(&reply.headers, "Retry-After: ", std::max<int64_t>(1, seconds), "\r\n");
  }
  return reply;
}

std::string_view PlainMessage(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return "the service cannot be reached now; try again";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "the answer took longer than the request's deadline";
    case grpc::StatusCode::CANCELLED:
      return "the request was cancelled";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "the answer or the request is too large";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "the service does not know this method";
    default:
      return "internal error; quote the request id";
  }
}

}  // namespace

Reply ErrorReply(int http_status, std::string_view message) {
  google::rpc::Status status;
  status.set_code(CodeOf(http_status));
  status.set_message(std::string(message));
  return ReplyOf(http_status, status);
}

Reply BadHeaderReply(boost::beast::error_code error, bool target_known,
                     const HttpOptions& options) {
  if (error != boost::beast::http::error::header_limit) {
    return ErrorReply(400, absl::StrCat("not an HTTP/1.1 request: ", error.message()));
  }
  if (target_known) {
    return ErrorReply(
        431, absl::StrCat("the header must be shorter than ", options.max_header_bytes, " bytes"));
  }
  return ErrorReply(
      414, absl::StrCat("the URL must be shorter than ", options.max_target_bytes, " bytes"));
}

Reply ErrorReply(const absl::Status& status) {
  const google::rpc::Status shown = rpc::ToGoogleStatus(status, kDomain);
  return ReplyOf(HttpStatusOf(shown.code()), shown);
}

google::rpc::Status ShownStatus(const grpc::Status& status) {
  if (!status.error_details().empty()) {
    return StatusOf(status.error_code(), status.error_message(), status.error_details());
  }
  return StatusOf(status.error_code(), PlainMessage(status.error_code()), "");
}

Reply ErrorReply(const grpc::Status& status) {
  const google::rpc::Status shown = ShownStatus(status);
  return ReplyOf(HttpStatusOf(shown.code()), shown);
}

}  // namespace mainstay::gateway
