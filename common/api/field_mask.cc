#include "common/api/field_mask.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

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

}  // namespace

absl::StatusOr<std::vector<std::string>> FieldsToUpdate(
    const google::protobuf::FieldMask& mask, const google::protobuf::Message& resource,
    const std::vector<std::string>& output_only) {
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
    if (!IsIdentity(name) && !Contains(output_only, name) && !Contains(fields, name)) {
      fields.push_back(name);
    }
  }
  return fields;
}

}  // namespace mainstay::api
