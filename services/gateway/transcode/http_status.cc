#include "services/gateway/transcode/http_status.h"

#include <google/rpc/code.pb.h>

#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/json_text.h"
#include "services/gateway/transcode/response_writer.h"

namespace mainstay::gateway {

int HttpStatusOf(int grpc_code) {
  switch (grpc_code) {
    case google::rpc::OK:
      return 200;
    case google::rpc::INVALID_ARGUMENT:
    case google::rpc::FAILED_PRECONDITION:
    case google::rpc::OUT_OF_RANGE:
      return 400;
    case google::rpc::UNAUTHENTICATED:
      return 401;
    case google::rpc::PERMISSION_DENIED:
      return 403;
    case google::rpc::NOT_FOUND:
      return 404;
    case google::rpc::ALREADY_EXISTS:
    case google::rpc::ABORTED:
      return 409;
    case google::rpc::RESOURCE_EXHAUSTED:
      return 429;
    case google::rpc::CANCELLED:
      return 499;
    case google::rpc::UNIMPLEMENTED:
      return 501;
    case google::rpc::UNAVAILABLE:
      return 503;
    case google::rpc::DEADLINE_EXCEEDED:
      return 504;
    default:
      return 500;
  }
}

google::rpc::Status StatusOf(int grpc_code, std::string_view message,
                             std::string_view details_bin) {
  google::rpc::Status status;
  if (details_bin.empty() || !status.ParseFromArray(details_bin.data(), details_bin.size())) {
    status.Clear();
  }
  status.set_code(grpc_code);
  status.set_message(std::string(message));
  return status;
}

std::string ErrorJson(const google::rpc::Status& status) {
  std::string json;
  if (WriteJson(status, &json).ok()) return json;
  // A detail without a JSON form: the code and the message are what the caller needs most.
  json = absl::StrCat("{\"code\":", status.code(), ",\"message\":");
  AppendJsonString(status.message(), &json);
  json += '}';
  return json;
}

}  // namespace mainstay::gateway
