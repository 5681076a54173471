#include "common/rpc/router.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "common/auth/policy.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// "mainstay.accounts.v1.AccountService/GetAccount"
std::string NameOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

absl::Status CheckKind(const google::protobuf::MethodDescriptor& method,
                       const MethodHandler& handler) {
  const bool wants_client_stream = method.client_streaming();
  const bool wants_server_stream = method.server_streaming();
  const bool fits =
      (wants_client_stream && !wants_server_stream && handler.client_stream) ||
      (!wants_client_stream && wants_server_stream && (handler.server_stream || handler.watch)) ||
      (!wants_client_stream && !wants_server_stream && (handler.unary || handler.batched));
  if (fits) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(NameOf(method),
                   ": its handler is not of the method's streaming kind (both ways at once is "
                   "not supported)"));
}

absl::Status CheckMessages(const google::protobuf::MethodDescriptor& method,
                           const MethodHandler& handler) {
  if (handler.new_request()->GetDescriptor() == method.input_type() &&
      handler.new_response()->GetDescriptor() == method.output_type()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat(NameOf(method), ": its handler takes or gives another message type"));
}

}  // namespace

void Router::Add(std::string_view method, MethodHandler handler) {
  if (!handlers_.emplace(std::string(method), std::move(handler)).second) {
    log::Error("a method was given two handlers", {{"method", method}});
    log::Flush();
    std::abort();
  }
}

const MethodHandler* Router::Find(std::string_view method) const {
  auto it = handlers_.find(method);
  return it == handlers_.end() ? nullptr : &it->second;
}

absl::Status Router::Check(const std::vector<std::string>& services) const {
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  size_t answered = 0;
  for (const std::string& name : services) {
    const google::protobuf::ServiceDescriptor* service = pool.FindServiceByName(name);
    if (service == nullptr) {
      return absl::FailedPreconditionError(absl::StrCat(name, ": no such service is linked in"));
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      const MethodHandler* handler = Find(NameOf(method));
      if (handler == nullptr) {
        return absl::FailedPreconditionError(absl::StrCat(NameOf(method), ": has no handler"));
      }
      RETURN_IF_ERROR(auth::PolicyOf(method).status());
      RETURN_IF_ERROR(CheckKind(method, *handler));
      RETURN_IF_ERROR(CheckMessages(method, *handler));
      ++answered;
    }
  }
  if (answered == handlers_.size()) return absl::OkStatus();
  for (const auto& [name, handler] : handlers_) {
    const std::string service = name.substr(0, name.find('/'));
    const google::protobuf::ServiceDescriptor* known = pool.FindServiceByName(service);
    const bool listed = std::find(services.begin(), services.end(), service) != services.end();
    if (!listed || known == nullptr ||
        known->FindMethodByName(name.substr(name.find('/') + 1)) == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat(name, ": has a handler but is no method of the services served here"));
    }
  }
  return absl::OkStatus();
}

}  // namespace mainstay::rpc
