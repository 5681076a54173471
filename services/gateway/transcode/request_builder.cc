#include "services/gateway/transcode/request_builder.h"

#include <algorithm>
#include <set>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/util/message_differencer.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/transcode/json_message.h"
#include "services/gateway/transcode/query.h"
#include "services/gateway/transcode/scalar_text.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The message that holds the path's last field, made where it is missing.
Message* ParentOf(const FieldPath& path, Message* message) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path[i]);
  }
  return message;
}

// "account.display_name"
std::string PathText(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) {
    absl::StrAppend(&text, text.empty() ? "" : ".", field->name());
  }
  return text;
}

absl::Status SetPathValues(const Binding& binding, const std::vector<std::string>& values,
                           Message* request) {
  for (size_t i = 0; i < binding.variables.size(); ++i) {
    const FieldDescriptor* field = binding.variables[i].back();
    Message* parent = ParentOf(binding.variables[i], request);
    std::string path = binding.path.variables[i].field_path;
    bool from_body = parent->GetReflection()->HasField(*parent, field);
    std::unique_ptr<Message> body_value;
    if (from_body) {
      body_value.reset(parent->New());
      body_value->CopyFrom(*parent);
    }
    RETURN_IF_ERROR(SetFieldFromText(values[i], path, field, parent));
    google::protobuf::util::MessageDifferencer differencer;
    if (from_body && !differencer.CompareWithFields(*body_value, *parent, {field}, {field})) {
      return status::BadField(path,
                              "must be the same in the body as in the URL's path, or left out");
    }
  }
  return absl::OkStatus();
}

// Whether one of the paths leads to the other, or to the same field.
bool Overlap(const FieldPath& a, const FieldPath& b) {
  size_t shorter = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + shorter, b.begin());
}

absl::Status CheckParameter(const Binding& binding, const FieldPath& path, std::string_view name) {
  if (binding.whole_body) {
    return status::BadField(name, "must be sent in the body, not in the query");
  }
  if (path.front() == binding.body_field) {
    return status::BadField(name, "is part of the body and must be sent there");
  }
  for (const FieldPath& variable : binding.variables) {
    if (Overlap(path, variable)) {
      return status::BadField(name, "is given by the URL's path already");
    }
  }
  const FieldDescriptor* field = path.back();
  if (field->is_map()) return status::BadField(name, "cannot be sent in a query");
  if (field->message_type() != nullptr &&
      field->message_type()->well_known_type() ==
          google::protobuf::Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
    return status::BadField(name,
                            field->is_repeated()
                                ? "cannot be sent in a query"
                                : absl::StrCat("must be sent field by field, as in ", name, ".",
                                               field->message_type()->field_count() == 0
                                                   ? "field"
                                                   : field->message_type()->field(0)->json_name()));
  }
  return absl::OkStatus();
}

// Whether another member of a oneof on the path is set already.
bool OneofTaken(const FieldPath& path, const Message& request) {
  const Message* message = &request;
  for (const FieldDescriptor* field : path) {
    const google::protobuf::Reflection* reflection = message->GetReflection();
    if (field->real_containing_oneof() != nullptr &&
        reflection->HasOneof(*message, field->real_containing_oneof()) &&
        !reflection->HasField(*message, field)) {
      return true;
    }
    if (field == path.back()) return false;
    message = &reflection->GetMessage(*message, field);
  }
  return false;
}

absl::Status SetQuery(const Binding& binding, std::string_view query, Message* request) {
  ASSIGN_OR_RETURN(std::vector<QueryParameter> parameters, ParseQuery(query));
  std::set<FieldPath> seen;
  for (const QueryParameter& parameter : parameters) {
    absl::StatusOr<FieldPath> path = ResolveFieldPath(*request->GetDescriptor(), parameter.name);
    if (!path.ok()) {
      return status::BadField(parameter.name, "is not a known query parameter");
    }
    RETURN_IF_ERROR(CheckParameter(binding, *path, parameter.name));
    if (!path->back()->is_repeated() && !seen.insert(*path).second) {
      return status::BadField(parameter.name, "is given twice");
    }
    if (OneofTaken(*path, *request)) {
      return status::BadField(parameter.name,
                              "is one of several fields of which only one may be given");
    }
    RETURN_IF_ERROR(
        SetFieldFromText(parameter.value, PathText(*path), path->back(), ParentOf(*path, request)));
  }
  return absl::OkStatus();
}

// "The fields present" as a mask: the body's top-level keys but those that identify the resource.
void FillUpdateMask(const Binding& binding, const JsonKeys& keys, Message* request) {
  const google::protobuf::Reflection* reflection = request->GetReflection();
  if (reflection->HasField(*request, binding.update_mask) || keys.fields.empty()) return;
  auto* mask = static_cast<google::protobuf::FieldMask*>(
      reflection->MutableMessage(request, binding.update_mask));
  for (const std::string& field : keys.fields) {
    if (field != "name" && field != "etag") mask->add_paths(field);
  }
}

absl::Status ReadBody(const Binding& binding, std::string_view body, Message* request,
                      JsonKeys* keys) {
  if (absl::StripAsciiWhitespace(body).empty()) return absl::OkStatus();
  if (binding.whole_body) return ReadJson(body, "", request, keys);
  if (binding.body_field != nullptr) {
    return ReadJsonField(body, binding.body_field, request, keys);
  }
  return status::BadField("body", "must be empty: this method takes none");
}

}  // namespace

absl::Status BuildRequest(const Binding& binding, const std::vector<std::string>& path_values,
                          std::string_view query, std::string_view body, Message* request) {
  JsonKeys keys;
  RETURN_IF_ERROR(ReadBody(binding, body, request, &keys));
  RETURN_IF_ERROR(SetPathValues(binding, path_values, request));
  RETURN_IF_ERROR(SetQuery(binding, query, request));
  if (binding.update_mask != nullptr) FillUpdateMask(binding, keys, request);
  return absl::OkStatus();
}

void SetAcceptLanguage(const Binding& binding, std::string_view header, Message* request) {
  constexpr size_t kLongest = 1000;
  const google::protobuf::Reflection* reflection = request->GetReflection();
  if (binding.accept_language == nullptr || header.size() > kLongest) return;
  if (reflection->HasField(*request, binding.accept_language)) return;
  if (!std::all_of(header.begin(), header.end(), absl::ascii_isprint)) return;
  reflection->SetString(request, binding.accept_language, std::string(header));
}

absl::StatusOr<UploadBuilder> UploadBuilder::Start(const Binding& binding,
                                                   const std::vector<std::string>& path_values,
                                                   std::string_view query,
                                                   std::string_view content_type,
                                                   std::string_view accept_language) {
  UploadBuilder builder;
  builder.binding_ = &binding;
  builder.message_.reset(google::protobuf::MessageFactory::generated_factory()
                             ->GetPrototype(binding.method->input_type())
                             ->New());
  RETURN_IF_ERROR(SetPathValues(binding, path_values, builder.message_.get()));
  RETURN_IF_ERROR(SetQuery(binding, query, builder.message_.get()));
  SetAcceptLanguage(binding, accept_language, builder.message_.get());
  builder.body()->set_content_type(std::string(content_type));
  return builder;
}

type::v1::HttpBody* UploadBuilder::body() {
  return static_cast<type::v1::HttpBody*>(
      message_->GetReflection()->MutableMessage(message_.get(), binding_->body_field));
}

std::string UploadBuilder::Next(std::string_view bytes) {
  body()->set_data(bytes.data(), bytes.size());
  std::string serialized = message_->SerializeAsString();
  message_->Clear();
  return serialized;
}

}  // namespace mainstay::gateway
