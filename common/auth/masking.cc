#include "common/auth/masking.h"

#include <algorithm>

#include <google/protobuf/field_mask.pb.h>

#include "absl/strings/str_cat.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "mainstay/options/v1/options.pb.h"

namespace mainstay::auth {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// All message types that `root` can contain, itself included.
absl::flat_hash_set<const Descriptor*> Reachable(const Descriptor& root) {
  absl::flat_hash_set<const Descriptor*> seen = {&root};
  std::vector<const Descriptor*> open = {&root};
  while (!open.empty()) {
    const Descriptor* type = open.back();
    open.pop_back();
    for (int i = 0; i < type->field_count(); ++i) {
      const Descriptor* inner = type->field(i)->message_type();
      if (inner != nullptr && seen.insert(inner).second) open.push_back(inner);
    }
  }
  return seen;
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  return field->is_repeated() ? reflection.FieldSize(message, field) > 0
                              : reflection.HasField(message, field);
}

// Calls `visit` with each message in a message field; stops at the first error.
template <class Visit>
absl::Status ForEachMessage(const Message& message, const FieldDescriptor* field, Visit visit) {
  const Reflection& reflection = *message.GetReflection();
  if (!field->is_repeated()) {
    if (!reflection.HasField(message, field)) return absl::OkStatus();
    return visit(reflection.GetMessage(message, field));
  }
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    RETURN_IF_ERROR(visit(reflection.GetRepeatedMessage(message, field, i)));
  }
  return absl::OkStatus();
}

absl::Status Denied(const std::string& path, const std::string& permission) {
  return status::Error(
      absl::StatusCode::kPermissionDenied, "FIELD_PERMISSION_MISSING",
      absl::StrCat(path, " is a protected field: leave it out, or ask for the permission ",
                   permission),
      {{"field", path}, {"permission", permission}});
}

}  // namespace

SensitiveFields::SensitiveFields(const Descriptor& root) {
  const absl::flat_hash_set<const Descriptor*> types = Reachable(root);
  for (const Descriptor* type : types) {
    Plan plan;
    for (int i = 0; i < type->field_count(); ++i) {
      const Field* field = type->field(i);
      if (!field->options().HasExtension(options::v1::sensitivity)) continue;
      const std::string& permission =
          field->options().GetExtension(options::v1::sensitivity).permission();
      plan.sensitive.emplace_back(field, permission);
      if (std::find(permissions_.begin(), permissions_.end(), permission) == permissions_.end()) {
        permissions_.push_back(permission);
      }
    }
    if (!plan.sensitive.empty()) plans_.emplace(type, std::move(plan));
  }
  // Types that hold such a type, until no more are found: messages may be recursive.
  for (bool grown = !plans_.empty(); grown;) {
    grown = false;
    for (const Descriptor* type : types) {
      for (int i = 0; i < type->field_count(); ++i) {
        const Field* field = type->field(i);
        if (field->message_type() == nullptr || !plans_.contains(field->message_type())) continue;
        std::vector<const Field*>& nested = plans_[type].nested;
        if (std::find(nested.begin(), nested.end(), field) != nested.end()) continue;
        nested.push_back(field);
        grown = true;
      }
    }
  }
  for (auto& [type, plan] : plans_) {
    const Field* masked = type->FindFieldByName("masked_fields");
    if (masked != nullptr && masked->is_repeated() && masked->type() == Field::TYPE_STRING) {
      plan.masked_fields = masked;
    }
    const Field* mask = type->FindFieldByName("update_mask");
    if (mask != nullptr && mask->message_type() == google::protobuf::FieldMask::descriptor()) {
      plan.update_mask = mask;
    }
  }
}

const SensitiveFields::Plan* SensitiveFields::Find(const Descriptor* type) const {
  auto it = plans_.find(type);
  return it == plans_.end() ? nullptr : &it->second;
}

void SensitiveFields::Mask(const Principal& principal, Message* message) const {
  const Plan* plan = Find(message->GetDescriptor());
  if (plan == nullptr) return;
  const Reflection& reflection = *message->GetReflection();
  for (const auto& [field, permission] : plan->sensitive) {
    if (Grants(principal, permission)) continue;
    // Named whether set or not: whether there is something to hide is itself hidden.
    reflection.ClearField(message, field);
    if (plan->masked_fields != nullptr) {
      reflection.AddString(message, plan->masked_fields, field->name());
    }
  }
  for (const Field* field : plan->nested) {
    if (!field->is_repeated()) {
      if (reflection.HasField(*message, field)) {
        Mask(principal, reflection.MutableMessage(message, field));
      }
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
      Mask(principal, reflection.MutableRepeatedMessage(message, field, i));
    }
  }
}

absl::Status SensitiveFields::Check(const Principal& principal, const Message& message) const {
  return CheckUnder(principal, message, "");
}

absl::Status SensitiveFields::CheckUnder(const Principal& principal, const Message& message,
                                         const std::string& path) const {
  const Plan* plan = Find(message.GetDescriptor());
  if (plan == nullptr) return absl::OkStatus();
  for (const auto& [field, permission] : plan->sensitive) {
    if (IsSet(message, field) && !Grants(principal, permission)) {
      return Denied(absl::StrCat(path, field->name()), permission);
    }
  }
  if (plan->update_mask != nullptr) RETURN_IF_ERROR(CheckUpdateMask(principal, *plan, message));
  for (const Field* field : plan->nested) {
    RETURN_IF_ERROR(ForEachMessage(message, field, [&](const Message& inner) {
      return CheckUnder(principal, inner, absl::StrCat(path, field->name(), "."));
    }));
  }
  return absl::OkStatus();
}

// A mask can empty a field that the message leaves unset, so its paths count as well.
absl::Status SensitiveFields::CheckUpdateMask(const Principal& principal, const Plan& plan,
                                              const Message& message) const {
  const auto& mask = static_cast<const google::protobuf::FieldMask&>(
      message.GetReflection()->GetMessage(message, plan.update_mask));
  for (const Field* resource : plan.nested) {
    const Plan* inner = Find(resource->message_type());
    for (const std::string& path : mask.paths()) {
      absl::flat_hash_set<const Plan*> emptied;
      RETURN_IF_ERROR(CheckMaskPath(principal, *inner, resource->name(), path, emptied));
    }
  }
  return absl::OkStatus();
}

absl::Status SensitiveFields::CheckMaskPath(const Principal& principal, const Plan& resource,
                                            const std::string& shown, std::string_view path,
                                            absl::flat_hash_set<const Plan*>& emptied) const {
  const size_t dot = path.find('.');
  const std::string_view head = path.substr(0, dot);
  const bool all = path == "*" || path.empty();
  if (all && !emptied.insert(&resource).second) return absl::OkStatus();  // a recursive type
  for (const auto& [field, permission] : resource.sensitive) {
    if ((all || head == field->name()) && !Grants(principal, permission)) {
      return Denied(absl::StrCat(shown, ".", field->name()), permission);
    }
  }
  for (const Field* field : resource.nested) {
    if (!all && head != field->name()) continue;
    // A mask replaces or empties repeated and map fields whole.
    std::string_view rest = "*";
    if (!all && dot != std::string_view::npos && !field->is_repeated()) rest = path.substr(dot + 1);
    RETURN_IF_ERROR(CheckMaskPath(principal, *Find(field->message_type()),
                                  absl::StrCat(shown, ".", field->name()), rest, emptied));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::auth
