// One way to call an RPC over HTTP: a google.api.http rule, resolved against its method.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "absl/status/statusor.h"
#include "services/gateway/transcode/http_template.h"

namespace mainstay::gateway {

// A field reached from a message through singular message fields; never empty.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

struct Binding {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string rpc_path;     // "/mainstay.accounts.v1.AccountService/GetAccount"
  std::string area;         // "accounts": which backend
  std::string http_method;  // "GET", …; "*" for any
  HttpTemplate path;
  std::vector<FieldPath> variables;  // the fields of path.variables, in order

  bool whole_body = false;  // body: "*"
  // The top-level field that the body is, or none.
  const google::protobuf::FieldDescriptor* body_field = nullptr;
  // The top-level field that the answer is, or none for the whole response.
  const google::protobuf::FieldDescriptor* response_field = nullptr;
  // The body goes raw into an HttpBody (UploadBuilder), not as JSON (BuildRequest).
  bool raw_request = false;
  // The answer is an HttpBody: its bytes are the HTTP body (ParseRawBody), not JSON.
  bool raw_response = false;
  // For PATCH with a body field: the request's update_mask, filled from the body's keys when the
  // caller gave none.
  const google::protobuf::FieldDescriptor* update_mask = nullptr;
  // The request's string field `accept_language`: the header Accept-Language, when neither body nor
  // query gave one.
  const google::protobuf::FieldDescriptor* accept_language = nullptr;

  bool takes_body() const { return whole_body || body_field != nullptr; }
};

// All bindings of a method: its rule and the additional ones; empty without a google.api.http
// option. INVALID_ARGUMENT naming the method when a rule does not fit it.
absl::StatusOr<std::vector<Binding>> BindingsOf(const google::protobuf::MethodDescriptor& method);

// The services "mainstay.*.v1.*Service" linked into this binary, by full name.
std::vector<const google::protobuf::ServiceDescriptor*> LinkedServices();

// The field whose JSON name is `name`, or null.
const google::protobuf::FieldDescriptor* FindFieldByJsonName(
    const google::protobuf::Descriptor& message, std::string_view name);

// A path such as "account.credit_limit.units", in proto or JSON names. INVALID_ARGUMENT when a part
// is unknown or a part before the last is not a singular message.
absl::StatusOr<FieldPath> ResolveFieldPath(const google::protobuf::Descriptor& message,
                                           std::string_view path);

}  // namespace mainstay::gateway
