#include "common/api/field_mask.h"

#include <google/protobuf/util/message_differencer.h>
#include <mainstay/options/v1/options.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What identifies the resource or its version: sent along, never changed.
bool IsIdentity(const std::string& name) { return name == "name" || name == "etag"; }

// True when `path` leads through messages (and at most one map, to any key) to a field.
bool Exists(const Descriptor* type, const std::vector<std::string>& path) {
  for (size_t i = 0; i < path.size(); ++i) {
    if (type == nullptr) return false;
    const FieldDescriptor* field = type->FindFieldByName(path[i]);
    if (field == nullptr) return false;
    const size_t rest = path.size() - i - 1;
    if (field->is_map()) return rest <= 1 && (rest == 0 || !path[i + 1].empty());
    if (field->is_repeated()) return rest == 0;
    type = field->message_type();
  }
  return true;
}

bool SameValue(const FieldDescriptor* field, const Message& a, const Message& b) {
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {field}, {field});
}

// Whether a path of the mask names the field itself or something in it.
bool NamedByPath(const FieldMask& mask, const std::string& field) {
  return std::any_of(mask.paths().begin(), mask.paths().end(), [&](const std::string& path) {
    return path.substr(0, path.find('.')) == field;
  });
}

// Whether the resource as a whole is given, so that what is present counts.
bool Whole(const FieldMask& mask) { return mask.paths_size() == 0 || NamedByPath(mask, "*"); }

bool Present(const Message& message, const FieldDescriptor* field) {
  const google::protobuf::Reflection& r = *message.GetReflection();
  return field->is_repeated() ? r.FieldSize(message, field) > 0 : r.HasField(message, field);
}

}  // namespace

std::string SetBy(const FieldDescriptor& field) {
  return field.options().GetExtension(options::v1::set_by);
}

std::string OutputOnlyRefusal(std::string_view set_by) {
  return absl::StrCat("is set by ", set_by, "; it cannot be written");
}

absl::Status CheckOutputOnly(const FieldMask& mask, const Message& resource,
                             const Message& stored) {
  std::vector<status::FieldViolation> violations;
  const Descriptor& type = *resource.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const std::string set_by = SetBy(*field);
    if (set_by.empty()) continue;
    const bool carried_along = field->name() == "update_time" || field->name() == "masked_fields";
    const bool present = Whole(mask) && !carried_along && Present(resource, field);
    if ((present || NamedByPath(mask, field->name())) && !SameValue(field, resource, stored)) {
      violations.push_back({field->name(), OutputOnlyRefusal(set_by)});
    }
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<std::vector<std::string>> FieldsToUpdate(const FieldMask& mask,
                                                        const Message& resource) {
  const Descriptor* type = resource.GetDescriptor();
  std::vector<std::string> named;
  if (mask.paths_size() == 0) {
    std::vector<const FieldDescriptor*> present;
    resource.GetReflection()->ListFields(resource, &present);
    for (const FieldDescriptor* field : present) named.push_back(field->name());
  }
  for (const std::string& path : mask.paths()) {
    if (path == "*") {
      for (int i = 0; i < type->field_count(); ++i) named.push_back(type->field(i)->name());
      continue;
    }
    const std::vector<std::string> segments = absl::StrSplit(path, '.');
    if (!Exists(type, segments)) {
      return status::BadField("update_mask",
                              absl::StrCat("has no field \"", path.substr(0, 100),
                                           "\"; use the resource's field names in snake_case"));
    }
    named.push_back(segments[0]);
  }
  std::vector<std::string> fields;
  for (const std::string& name : named) {
    const bool output_only = !SetBy(*type->FindFieldByName(name)).empty();
    if (!IsIdentity(name) && !output_only && !Contains(fields, name)) {
      fields.push_back(name);
    }
  }
  return fields;
}

}  // namespace mainstay::api
