#include "services/gateway/transcode/json_plan.h"

#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr uint32_t kSmallNumber = 256;
constexpr int kSmallEnum = 64;

WireType WireTypeOf(FieldDescriptor::Type type) {
  switch (type) {
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_SFIXED64:
      return WireType::kFixed64;
    case FieldDescriptor::TYPE_FLOAT:
    case FieldDescriptor::TYPE_FIXED32:
    case FieldDescriptor::TYPE_SFIXED32:
      return WireType::kFixed32;
    case FieldDescriptor::TYPE_STRING:
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return WireType::kLength;
    default:
      return WireType::kVarint;
  }
}

std::vector<std::string> EnumTexts(const EnumDescriptor& type) {
  std::vector<std::string> texts;
  for (int number = 0; number < kSmallEnum; ++number) {
    const auto* value = type.FindValueByNumber(number);
    texts.push_back(value == nullptr ? "" : absl::StrCat("\"", value->name(), "\""));
  }
  while (!texts.empty() && texts.back().empty()) texts.pop_back();
  if (type.full_name() == "google.protobuf.NullValue") texts = {"null"};
  return texts;
}

// All plans made so far. Guarded by a mutex, which only the first look at a type and Any need.
class Registry {
 public:
  const JsonPlan& Find(const Descriptor& type) {
    absl::MutexLock lock(&mutex_);
    return Make(type);
  }

 private:
  const JsonPlan& Make(const Descriptor& type) {
    std::unique_ptr<JsonPlan>& slot = plans_[&type];
    if (slot != nullptr) return *slot;
    slot = std::make_unique<JsonPlan>();
    JsonPlan& plan = *slot;  // stays where it is while the map grows
    plan.type = &type;
    plan.form = type.well_known_type();
    for (int i = 0; i < type.field_count(); ++i) plan.fields.push_back(FieldOf(*type.field(i)));
    std::sort(plan.fields.begin(), plan.fields.end(),
              [](const JsonField& a, const JsonField& b) { return a.number < b.number; });
    for (size_t i = 0; i < plan.fields.size() && plan.fields[i].number < kSmallNumber; ++i) {
      plan.by_number.resize(plan.fields[i].number + 1, -1);
      plan.by_number.back() = static_cast<int>(i);
    }
    return plan;
  }

  JsonField FieldOf(const FieldDescriptor& field) {
    const auto* oneof = field.real_containing_oneof();
    return {.descriptor = &field,
            .number = static_cast<uint32_t>(field.number()),
            .type = field.type(),
            .wire_type = WireTypeOf(field.type()),
            .repeated = field.is_repeated(),
            .map = field.is_map(),
            .has_presence = field.has_presence(),
            .oneof = oneof == nullptr ? -1 : oneof->index(),
            .key = absl::StrCat(",\"", field.json_name(), "\":"),
            .message = field.message_type() == nullptr ? nullptr : &Make(*field.message_type()),
            .enum_texts = field.enum_type() == nullptr ? std::vector<std::string>()
                                                       : EnumTexts(*field.enum_type())};
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<JsonPlan>> plans_;
};

}  // namespace

const JsonPlan& JsonPlan::Of(const Descriptor& type) {
  static auto* registry = new Registry;
  return registry->Find(type);
}

const JsonField* JsonPlan::FindBeyond(uint32_t number) const {
  auto field = std::lower_bound(fields.begin(), fields.end(), number,
                                [](const JsonField& f, uint32_t n) { return f.number < n; });
  return field != fields.end() && field->number == number ? &*field : nullptr;
}

}  // namespace mainstay::gateway
