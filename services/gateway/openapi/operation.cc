#include "services/gateway/openapi/operation.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "mainstay/options/v1/options.pb.h"
#include "services/gateway/openapi/comment.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// How deep a query parameter may reach into messages: "columns.accountName" is two.
constexpr int kMaxQueryDepth = 3;

// A wildcard of a path: its name in the document and the variable that it is part of.
struct PathParameter {
  std::string name;
  int variable;   // index into Binding::variables; -1 for none
  bool open_end;  // "**"
};

// "accounts" → "account", "companies" → "company", "analyses" → "analysis"
std::string Singular(absl::string_view collection) {
  if (absl::ConsumeSuffix(&collection, "ies")) return absl::StrCat(collection, "y");
  if (absl::ConsumeSuffix(&collection, "yses")) return absl::StrCat(collection, "ysis");
  absl::ConsumeSuffix(&collection, "s");
  return std::string(collection);
}

std::string NameOf(const Binding& binding, size_t segment, int variable) {
  const auto& segments = binding.path.segments;
  bool collection = segment > 0 &&
                    segments[segment - 1].kind == HttpTemplate::Segment::Kind::kLiteral &&
                    variable >= 0 && binding.path.variables[variable].begin < segment;
  if (collection) return Singular(segments[segment - 1].literal);
  if (variable < 0) return absl::StrCat("segment", segment);
  return binding.variables[variable].back()->json_name();
}

std::vector<PathParameter> PathParameters(const Binding& binding) {
  std::vector<PathParameter> parameters;
  for (size_t i = 0; i < binding.path.segments.size(); ++i) {
    auto kind = binding.path.segments[i].kind;
    if (kind == HttpTemplate::Segment::Kind::kLiteral) continue;
    int variable = -1;
    for (size_t v = 0; v < binding.path.variables.size(); ++v) {
      const auto& range = binding.path.variables[v];
      if (range.begin <= i && i < range.end) variable = static_cast<int>(v);
    }
    parameters.push_back(
        {NameOf(binding, i, variable), variable, kind == HttpTemplate::Segment::Kind::kDoubleStar});
  }
  return parameters;
}

Json PathParameterObject(const Binding& binding, const PathParameter& parameter, Schemas& schemas) {
  Json schema = {{"type", "string"}};
  std::string description = absl::StrCat("The ", parameter.name, "'s id.");
  if (parameter.variable >= 0) {
    const FieldDescriptor& field = *binding.variables[parameter.variable].back();
    if (!binding.path.variables[parameter.variable].multi_segment) schema = schemas.OfField(field);
    absl::StrAppend(&description, " Part of `", field.json_name(), "`: ", CommentOf(field));
  }
  if (parameter.open_end) absl::StrAppend(&description, " May contain slashes.");
  return {{"name", parameter.name},
          {"in", "path"},
          {"required", true},
          {"description", description},
          {"schema", schema}};
}

bool GivenElsewhere(const Binding& binding, const FieldPath& path) {
  if (path.front() == binding.body_field) return true;
  for (const FieldPath& variable : binding.variables) {
    if (variable == path) return true;
  }
  return false;
}

// Whether a URL can carry the field's value: SetFieldFromText takes it.
bool HasTextForm(const FieldDescriptor& field) {
  if (field.is_map()) return false;
  if (field.message_type() == nullptr) return true;
  switch (field.message_type()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return false;
    default:
      return true;
  }
}

// Appends the parameters of `type`'s fields, and of the messages in them.
void AddQueryParameters(const Binding& binding, const Descriptor& type, FieldPath& path,
                        const std::string& prefix, Schemas& schemas, Json& parameters) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    path.push_back(&field);
    std::string name = absl::StrCat(prefix, field.json_name());
    if (!GivenElsewhere(binding, path)) {
      if (HasTextForm(field)) {
        Json parameter = {{"name", name}, {"in", "query"}, {"schema", schemas.OfField(field)}};
        if (std::string text = CommentOf(field); !text.empty()) parameter["description"] = text;
        parameters.push_back(std::move(parameter));
      } else if (!field.is_repeated() && path.size() < kMaxQueryDepth &&
                 field.message_type()->well_known_type() == Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
        AddQueryParameters(binding, *field.message_type(), path, absl::StrCat(name, "."), schemas,
                           parameters);
      }
    }
    path.pop_back();
  }
}

Json Parameters(const Binding& binding, Schemas& schemas) {
  Json parameters = Json::array();
  for (const PathParameter& parameter : PathParameters(binding)) {
    parameters.push_back(PathParameterObject(binding, parameter, schemas));
  }
  FieldPath path;
  if (!binding.whole_body) {
    AddQueryParameters(binding, *binding.method->input_type(), path, "", schemas, parameters);
  }
  return parameters;
}

Json RawContent() {
  return {{"application/octet-stream", {{"schema", {{"type", "string"}, {"format", "binary"}}}}}};
}

Json RequestBody(const Binding& binding, Schemas& schemas) {
  if (binding.raw_request) {
    return {{"description", CommentOf(*binding.body_field)},
            {"required", true},
            {"content", RawContent()}};
  }
  Json schema;
  if (binding.whole_body) {
    std::set<std::string> in_path;
    for (const FieldPath& variable : binding.variables) in_path.insert(variable.front()->name());
    schema = schemas.InlineObject(*binding.method->input_type(), in_path);
  } else {
    schema = schemas.OfField(*binding.body_field);
  }
  return {{"required", true}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json Responses(const Binding& binding, bool is_public, Schemas& schemas) {
  Json good = {{"description", "Success."}};
  if (binding.raw_response) {
    good["content"] = RawContent();
  } else {
    Json schema = binding.response_field == nullptr
                      ? schemas.OfMessage(*binding.method->output_type())
                      : schemas.OfField(*binding.response_field);
    bool stream = binding.method->server_streaming();
    if (stream) good["description"] = "Success: one JSON object a line, as they come.";
    good["content"] = {
        {stream ? "application/x-ndjson" : "application/json", {{"schema", schema}}}};
  }
  Json responses = {{"200", good}, {"400", {{"$ref", "#/components/responses/BadRequest"}}}};
  if (!is_public) {
    responses["401"] = {{"$ref", "#/components/responses/Unauthenticated"}};
    responses["403"] = {{"$ref", "#/components/responses/PermissionDenied"}};
  }
  if (!binding.variables.empty()) {
    responses["404"] = {{"$ref", "#/components/responses/NotFound"}};
  }
  responses["429"] = {{"$ref", "#/components/responses/TooManyRequests"}};
  responses["default"] = {{"$ref", "#/components/responses/Error"}};
  return responses;
}

}  // namespace

std::string OpenApiPath(const Binding& binding) {
  std::vector<PathParameter> parameters = PathParameters(binding);
  std::string path;
  size_t next = 0;
  for (const HttpTemplate::Segment& segment : binding.path.segments) {
    if (segment.kind == HttpTemplate::Segment::Kind::kLiteral) {
      absl::StrAppend(&path, "/", segment.literal);
    } else {
      absl::StrAppend(&path, "/{", parameters[next++].name, "}");
    }
  }
  if (!binding.path.verb.empty()) absl::StrAppend(&path, ":", binding.path.verb);
  return path;
}

Json OperationOf(const Binding& binding, int number, Schemas& schemas) {
  const google::protobuf::MethodDescriptor& method = *binding.method;
  const auto& policy = method.options().GetExtension(options::v1::policy);
  bool is_public = policy.scope() == options::v1::SCOPE_PUBLIC;
  std::string comment = CommentOf(method);
  // "mainstay.accounts.v1": several areas have a service of the same name, EventAdminService.
  const std::vector<std::string> package = absl::StrSplit(method.file()->package(), '.');
  Json operation = {{"operationId", absl::StrCat(package.size() > 1 ? package[1] : package[0], "_",
                                                 method.service()->name(), "_", method.name(),
                                                 number == 1 ? "" : absl::StrCat("_", number))},
                    {"tags", {method.service()->name()}},
                    {"summary", FirstSentence(comment)},
                    {"description", comment}};
  if (!policy.permission().empty()) operation["x-permission"] = policy.permission();
  if (is_public) operation["security"] = Json::array();
  if (Json parameters = Parameters(binding, schemas); !parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (binding.takes_body()) operation["requestBody"] = RequestBody(binding, schemas);
  operation["responses"] = Responses(binding, is_public, schemas);
  return operation;
}

}  // namespace mainstay::gateway
