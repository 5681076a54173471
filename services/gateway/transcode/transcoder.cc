#include "services/gateway/transcode/transcoder.h"

#include <utility>

#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>

#include "common/status/status.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/transcode/response_writer.h"

namespace mainstay::gateway {
namespace {

google::protobuf::Message* New(const google::protobuf::Descriptor& type,
                               google::protobuf::Arena* arena) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New(arena);
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
  return RawBody{std::move(*raw->mutable_content_type()), std::move(*raw->mutable_data()),
                 std::move(*raw->mutable_filename())};
}

}  // namespace mainstay::gateway
