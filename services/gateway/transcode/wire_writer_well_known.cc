#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>

#include "services/gateway/transcode/json_text.h"
#include "services/gateway/transcode/well_known_text.h"
#include "services/gateway/transcode/wire_writer.h"

namespace mainstay::gateway {

using google::protobuf::Descriptor;

// Timestamp and Duration have the same fields: 1 seconds, 2 nanoseconds.
template <class Append>
WireResult WireWriter::WriteTime(std::string_view bytes, Append append) {
  WireReader reader(bytes);
  uint64_t parts[2] = {0, 0};
  uint32_t number, last = 0;
  WireType type;
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    if (number > 2 || type != WireType::kVarint) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (number <= last) return WireResult::kReordered;
    last = number;
    if (!reader.ReadVarint(&parts[number - 1])) return WireResult::kMalformed;
  }
  out_ += '"';
  bool good = append(static_cast<int64_t>(parts[0]), static_cast<int32_t>(parts[1]), &out_);
  out_ += '"';
  return good ? WireResult::kWritten : WireResult::kNoForm;
}

WireResult WireWriter::WriteTimestamp(std::string_view bytes) {
  return WriteTime(bytes, AppendTimestamp);
}

WireResult WireWriter::WriteDuration(std::string_view bytes) {
  return WriteTime(bytes, AppendDuration);
}

WireResult WireWriter::WriteFieldMask(std::string_view bytes) {
  WireReader reader(bytes);
  std::string joined;
  uint32_t number;
  WireType type;
  for (bool first = true; !reader.done();) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    std::string_view path;
    if (number != 1 || type != WireType::kLength) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (!reader.ReadBytes(&path)) return WireResult::kMalformed;
    if (!first) joined += ',';
    first = false;
    AppendMaskPath(path, &joined);
  }
  AppendJsonString(joined, &out_);
  return WireResult::kWritten;
}

// google.protobuf.Value: an object of which only its one member's value is written.
WireResult WireWriter::WriteStructValue(const JsonPlan& plan, std::string_view bytes) {
  WireReader reader(bytes);
  uint32_t number;
  WireType type;
  bool found = false;
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    const JsonField* field = plan.Find(number);
    if (field == nullptr || type != field->wire_type) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (found) return WireResult::kReordered;
    found = true;
    RETURN_UNLESS_WRITTEN(WriteOne(*field, type, reader));
  }
  if (!found) out_ += "null";
  return WireResult::kWritten;
}

WireResult WireWriter::WriteAny(std::string_view bytes) {
  WireReader reader(bytes);
  std::string_view url, value;
  uint32_t number, last = 0;
  WireType type;
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    if (number > 2 || type != WireType::kLength) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (number <= last) return WireResult::kReordered;
    last = number;
    if (!reader.ReadBytes(number == 1 ? &url : &value)) return WireResult::kMalformed;
  }
  if (url.empty() && value.empty()) {
    out_ += "{}";
    return WireResult::kWritten;
  }
  out_ += "{\"@type\":";
  AppendJsonString(url, &out_);
  RETURN_UNLESS_WRITTEN(WriteAnyMembers(url, value));
  out_ += '}';
  return WireResult::kWritten;
}

WireResult WireWriter::WriteAnyMembers(std::string_view url, std::string_view value) {
  std::string name(url.substr(url.rfind('/') + 1));
  const Descriptor* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (type != nullptr) {
    const JsonPlan& plan = JsonPlan::Of(*type);
    const size_t before = out_.size();
    WireResult result = WriteAnyMembers(plan, value);
    if (std::string ordered; result == WireResult::kReordered) {
      out_.resize(before);
      result =
          Reorder(*type, value, &ordered) ? WriteAnyMembers(plan, ordered) : WireResult::kMalformed;
    }
    if (result != WireResult::kMalformed) return result;
    out_.resize(before);
  }
  out_ += ",\"value\":";
  AppendJsonBytes(value, &out_);
  return WireResult::kWritten;
}

WireResult WireWriter::WriteAnyMembers(const JsonPlan& plan, std::string_view value) {
  if (plan.form != Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
    out_ += ",\"value\":";
    return WriteMessage(plan, value);
  }
  // Behind the type, so never the first member.
  bool first = false;
  return WriteMembers(plan, value, &first);
}

bool Reorder(const Descriptor& type, std::string_view bytes, std::string* ordered) {
  google::protobuf::Arena arena;
  google::protobuf::Message* message =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New(&arena);
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
         message->SerializeToString(ordered);
}

}  // namespace mainstay::gateway
