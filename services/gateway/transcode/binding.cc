#include "services/gateway/transcode/binding.h"

#include <algorithm>

#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor_database.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// A recursive message would let a query nest as deep as its URL is long.
constexpr size_t kMaxPathFields = 32;

constexpr std::string_view kRawBodyType = "mainstay.type.v1.HttpBody";

absl::Status Mistake(const MethodDescriptor& method, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("google.api.http of ", method.full_name(), ": ", what));
}

bool IsRawBody(const Descriptor* type) {
  return type != nullptr && type->full_name() == kRawBodyType;
}

// The HTTP method and the template of a rule; both empty when it has none.
std::pair<std::string, std::string> MethodAndPath(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"GET", rule.get()};
    case google::api::HttpRule::kPut:
      return {"PUT", rule.put()};
    case google::api::HttpRule::kPost:
      return {"POST", rule.post()};
    case google::api::HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case google::api::HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case google::api::HttpRule::kCustom:
      return {rule.custom().kind(), rule.custom().path()};
    case google::api::HttpRule::PATTERN_NOT_SET:
      return {};
  }
  return {};
}

// Fills what the template's variables stand for.
absl::Status BindVariables(Binding& binding) {
  for (const HttpTemplate::Variable& variable : binding.path.variables) {
    absl::StatusOr<FieldPath> resolved =
        ResolveFieldPath(*binding.method->input_type(), variable.field_path);
    if (!resolved.ok()) return Mistake(*binding.method, resolved.status().message());
    FieldPath field = *std::move(resolved);
    if (field.back()->is_repeated() ||
        field.back()->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return Mistake(*binding.method,
                     absl::StrCat("path variable ", variable.field_path, " is not a single value"));
    }
    if (variable.multi_segment && field.back()->type() != FieldDescriptor::TYPE_STRING) {
      return Mistake(*binding.method,
                     absl::StrCat("path variable ", variable.field_path, " is not a string"));
    }
    binding.variables.push_back(std::move(field));
  }
  return absl::OkStatus();
}

absl::Status BindBodies(const google::api::HttpRule& rule, Binding& binding) {
  const MethodDescriptor& method = *binding.method;
  if (rule.body() == "*") {
    binding.whole_body = true;
  } else if (!rule.body().empty()) {
    binding.body_field = method.input_type()->FindFieldByName(rule.body());
    if (binding.body_field == nullptr) {
      return Mistake(method, absl::StrCat("the request has no field ", rule.body()));
    }
    binding.raw_request =
        !binding.body_field->is_repeated() && IsRawBody(binding.body_field->message_type());
  }
  if (!rule.response_body().empty()) {
    binding.response_field = method.output_type()->FindFieldByName(rule.response_body());
    if (binding.response_field == nullptr) {
      return Mistake(method, absl::StrCat("the response has no field ", rule.response_body()));
    }
  }
  binding.raw_response = binding.response_field == nullptr
                             ? IsRawBody(method.output_type())
                             : !binding.response_field->is_repeated() &&
                                   IsRawBody(binding.response_field->message_type());
  if (method.client_streaming() && !binding.raw_request) {
    return Mistake(method, "a method whose client streams needs a body field of type HttpBody");
  }
  return absl::OkStatus();
}

// The field mask that stands for "the fields present" when it is absent, or null.
const FieldDescriptor* UpdateMaskOf(const Binding& binding) {
  if (binding.http_method != "PATCH" || binding.body_field == nullptr ||
      binding.body_field->is_repeated() || binding.body_field->message_type() == nullptr) {
    return nullptr;
  }
  const FieldDescriptor* mask = binding.method->input_type()->FindFieldByName("update_mask");
  if (mask == nullptr || mask->is_repeated() || mask->message_type() == nullptr) return nullptr;
  return mask->message_type()->full_name() == "google.protobuf.FieldMask" ? mask : nullptr;
}

// The field for the header Accept-Language, or null.
const FieldDescriptor* AcceptLanguageOf(const MethodDescriptor& method) {
  const FieldDescriptor* field = method.input_type()->FindFieldByName("accept_language");
  if (field == nullptr || field->is_repeated()) return nullptr;
  return field->type() == FieldDescriptor::TYPE_STRING ? field : nullptr;
}

absl::StatusOr<Binding> BindingOf(const MethodDescriptor& method,
                                  const google::api::HttpRule& rule) {
  Binding binding;
  binding.method = &method;
  binding.rpc_path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  std::vector<std::string> package = absl::StrSplit(method.file()->package(), '.');
  binding.area = package.size() > 1 ? package[1] : package[0];
  auto [http_method, path] = MethodAndPath(rule);
  if (http_method.empty()) return Mistake(method, "has no HTTP method");
  binding.http_method = std::move(http_method);
  absl::StatusOr<HttpTemplate> parsed = HttpTemplate::Parse(path);
  if (!parsed.ok()) return Mistake(method, parsed.status().message());
  binding.path = *std::move(parsed);
  RETURN_IF_ERROR(BindVariables(binding));
  RETURN_IF_ERROR(BindBodies(rule, binding));
  binding.update_mask = UpdateMaskOf(binding);
  binding.accept_language = AcceptLanguageOf(method);
  return binding;
}

}  // namespace

absl::StatusOr<std::vector<Binding>> BindingsOf(const MethodDescriptor& method) {
  std::vector<Binding> bindings;
  if (!method.options().HasExtension(google::api::http)) return bindings;
  const google::api::HttpRule& rule = method.options().GetExtension(google::api::http);
  ASSIGN_OR_RETURN(Binding first, BindingOf(method, rule));
  bindings.push_back(std::move(first));
  for (const google::api::HttpRule& additional : rule.additional_bindings()) {
    if (additional.additional_bindings_size() > 0) {
      return Mistake(method, "an additional binding has additional bindings");
    }
    ASSIGN_OR_RETURN(Binding next, BindingOf(method, additional));
    bindings.push_back(std::move(next));
  }
  return bindings;
}

std::vector<const google::protobuf::ServiceDescriptor*> LinkedServices() {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<std::string> files;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string& name : files) {
    if (!absl::StartsWith(name, "mainstay/")) continue;
    const google::protobuf::FileDescriptor* file = pool->FindFileByName(name);
    std::vector<std::string> package = absl::StrSplit(file->package(), '.');
    if (package.size() != 3 || package[0] != "mainstay" || package[2] != "v1") continue;
    for (int i = 0; i < file->service_count(); ++i) {
      if (absl::EndsWith(file->service(i)->name(), "Service")) services.push_back(file->service(i));
    }
  }
  std::sort(services.begin(), services.end(),
            [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
  return services;
}

absl::StatusOr<FieldPath> ResolveFieldPath(const Descriptor& message, std::string_view path) {
  FieldPath fields;
  const Descriptor* parent = &message;
  for (absl::string_view part : absl::StrSplit(absl::string_view(path), '.')) {
    if (parent == nullptr || fields.size() == kMaxPathFields) {
      return absl::InvalidArgumentError(absl::StrCat(path, " goes deeper than messages do"));
    }
    const FieldDescriptor* field = parent->FindFieldByName(std::string(part));
    if (field == nullptr) field = FindFieldByJsonName(*parent, part);
    if (field == nullptr) return absl::InvalidArgumentError(absl::StrCat("unknown field ", path));
    fields.push_back(field);
    parent = field->is_repeated() ? nullptr : field->message_type();
  }
  return fields;
}

const FieldDescriptor* FindFieldByJsonName(const Descriptor& message, std::string_view name) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->json_name() == name) return message.field(i);
  }
  return nullptr;
}

}  // namespace mainstay::gateway
