#include "services/gateway/transcode/transcoder.h"

#include <algorithm>
#include <utility>

#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/status/status.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/transcode/response_writer.h"

namespace mainstay::gateway {
namespace {

google::protobuf::Message* New(const google::protobuf::Descriptor& type,
                               google::protobuf::Arena* arena) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New(arena);
}

// A reference to this very page or to a path of this host, in the characters of a URL: nothing that
// would lead elsewhere or end the header's line.
bool IsOwnLocation(std::string_view location) {
  const bool own = absl::StartsWith(location, "?") ||
                   (absl::StartsWith(location, "/") && !absl::StartsWith(location, "//"));
  return own && std::all_of(location.begin(), location.end(),
                            [](char c) { return absl::ascii_isgraph(c) && c != '\\'; });
}

// Answers with a body of their own; 304 has none, and 1xx are none.
bool HasBody(int status) {
  return status >= 200 && status <= 599 && status != 204 && status != 304;
}

absl::Status Unreadable(const Binding& binding) {
  return absl::InternalError(absl::StrCat("the answer of ", binding.rpc_path, " is not a ",
                                          binding.method->output_type()->full_name()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Transcoder>> Transcoder::Create(
    absl::Span<const google::protobuf::ServiceDescriptor* const> services) {
  std::unique_ptr<Transcoder> transcoder(new Transcoder);
  for (const google::protobuf::ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      ASSIGN_OR_RETURN(std::vector<Binding> bindings, BindingsOf(*service->method(i)));
      for (Binding& binding : bindings) {
        transcoder->bindings_.push_back(std::make_unique<const Binding>(std::move(binding)));
        RETURN_IF_ERROR(transcoder->matcher_.Add(transcoder->bindings_.back().get()));
      }
    }
  }
  return transcoder;
}

absl::StatusOr<std::string> Transcoder::Request(const RouteMatch& match, std::string_view query,
                                                std::string_view body) const {
  google::protobuf::Arena arena;
  google::protobuf::Message* request = New(*match.binding->method->input_type(), &arena);
  RETURN_IF_ERROR(BuildRequest(*match.binding, match.values, query, body, request));
  SetAcceptLanguage(*match.binding, match.accept_language, request);
  return request->SerializeAsString();
}

absl::Status Transcoder::Response(const Binding& binding, std::string_view message,
                                  std::string* json) const {
  return binding.response_field == nullptr
             ? WriteJson(*binding.method->output_type(), message, json)
             : WriteJsonField(*binding.response_field, message, json);
}

absl::StatusOr<RawBody> Transcoder::RawResponse(const Binding& binding,
                                                std::string_view message) const {
  google::protobuf::Arena arena;
  google::protobuf::Message* response = New(*binding.method->output_type(), &arena);
  if (!response->ParseFromArray(message.data(), static_cast<int>(message.size()))) {
    return Unreadable(binding);
  }
  google::protobuf::Message* body = response;
  if (binding.response_field != nullptr) {
    body = response->GetReflection()->MutableMessage(response, binding.response_field);
  }
  auto* raw = static_cast<type::v1::HttpBody*>(body);
  const int status = !raw->location().empty() ? 303 : raw->status() == 0 ? 200 : raw->status();
  if (!HasBody(status) || (!raw->location().empty() && !IsOwnLocation(raw->location()))) {
    return Unreadable(binding);
  }
  return RawBody{.content_type = std::move(*raw->mutable_content_type()),
                 .data = std::move(*raw->mutable_data()),
                 .filename = std::move(*raw->mutable_filename()),
                 .status = status,
                 .location = std::move(*raw->mutable_location())};
}

}  // namespace mainstay::gateway
