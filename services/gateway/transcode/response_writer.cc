#include "services/gateway/transcode/response_writer.h"

#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/json_plan.h"
#include "services/gateway/transcode/wire_writer.h"

namespace mainstay::gateway {
namespace {

// Runs `write` on the message, and on its reordered bytes if that is what it takes.
template <class Write>
absl::Status WriteOrReorder(const google::protobuf::Descriptor& type, std::string_view message,
                            std::string* json, Write write) {
  const size_t before = json->size();
  WireResult result = write(message);
  if (std::string ordered; result == WireResult::kReordered) {
    json->resize(before);
    result = Reorder(type, message, &ordered) ? write(ordered) : WireResult::kMalformed;
  }
  if (result == WireResult::kWritten) return absl::OkStatus();
  json->resize(before);
  return absl::InternalError(
      absl::StrCat(result == WireResult::kNoForm ? "no JSON form for a " : "bytes that are not a ",
                   type.full_name()));
}

}  // namespace

absl::Status WriteJson(const google::protobuf::Descriptor& type, std::string_view message,
                       std::string* json) {
  const JsonPlan& plan = JsonPlan::Of(type);
  // JSON of strings and names is two to three times its wire format.
  json->reserve(json->size() + 3 * message.size());
  return WriteOrReorder(type, message, json, [&](std::string_view bytes) {
    return WireWriter(json).WriteMessage(plan, bytes);
  });
}

absl::Status WriteJson(const google::protobuf::Message& message, std::string* json) {
  return WriteJson(*message.GetDescriptor(), message.SerializeAsString(), json);
}

absl::Status WriteJsonField(const google::protobuf::FieldDescriptor& field,
                            std::string_view message, std::string* json) {
  const google::protobuf::Descriptor& type = *field.containing_type();
  const JsonField& plan = *JsonPlan::Of(type).Find(static_cast<uint32_t>(field.number()));
  return WriteOrReorder(type, message, json, [&](std::string_view bytes) {
    return WireWriter(json).WriteFieldOf(plan, bytes);
  });
}

}  // namespace mainstay::gateway
