#include "services/gateway/transcode/wire_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/gateway/transcode/json_text.h"
#include "services/gateway/transcode/wire_scalar.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int kMaxDepth = 100;  // protobuf's own limit for parsing

bool IsMessage(const JsonField& field) { return field.message != nullptr; }

// Whether a value of that wire type is one of the field: a list's numbers come packed or not.
bool Fits(const JsonField& field, WireType type) {
  return type == field.wire_type || (field.repeated && type == WireType::kLength);
}

bool ReadEntry(const JsonField& key, const JsonField& value, std::string_view bytes,
               WireValue* key_value, WireValue* value_value) {
  WireReader reader(bytes);
  uint32_t number;
  WireType type;
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return false;
    WireValue* into = number == 1 && type == key.wire_type     ? key_value
                      : number == 2 && type == value.wire_type ? value_value
                                                               : nullptr;
    if (!(into == nullptr ? reader.Skip(type) : ReadValue(reader, type, into))) return false;
  }
  return true;
}

}  // namespace

WireResult WireWriter::WriteMessage(const JsonPlan& plan, std::string_view bytes) {
  if (depth_ == kMaxDepth) return WireResult::kNoForm;
  ++depth_;
  WireResult result = WriteByForm(plan, bytes);
  --depth_;
  return result;
}

WireResult WireWriter::WriteByForm(const JsonPlan& plan, std::string_view bytes) {
  bool first = true;
  switch (plan.form) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
      out_ += '{';
      RETURN_UNLESS_WRITTEN(WriteMembers(plan, bytes, &first));
      out_ += '}';
      return WireResult::kWritten;
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return WriteTimestamp(bytes);
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return WriteDuration(bytes);
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return WriteFieldMask(bytes);
    case Descriptor::WELLKNOWNTYPE_ANY:
      return WriteAny(bytes);
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return WriteStructValue(plan, bytes);
    default:  // Struct, ListValue and the wrappers: their only field, without its name
      return WriteFieldOf(plan.fields[0], bytes);
  }
}

WireResult WireWriter::WriteFieldOf(const JsonField& field, std::string_view bytes) {
  WireReader reader(bytes);
  uint32_t number;
  WireType type;
  bool found = false;
  const size_t before = out_.size();
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    if (number != field.number || !Fits(field, type)) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (found) return WireResult::kReordered;
    found = true;
    RETURN_UNLESS_WRITTEN(WriteValue(field, type, reader));
  }
  if (out_.size() > before) return WireResult::kWritten;
  if (field.repeated) {
    out_ += field.map ? "{}" : "[]";
  } else if (IsMessage(field)) {
    out_ += "null";
  } else {
    AppendScalar(field, WireValue(), &out_);
  }
  return WireResult::kWritten;
}

// The members of an object, without its braces.
WireResult WireWriter::WriteMembers(const JsonPlan& plan, std::string_view bytes, bool* first) {
  WireReader reader(bytes);
  uint32_t number, last = 0;
  WireType type;
  uint64_t oneofs = 0;  // those of which a member was seen; more than 64 share bits
  while (!reader.done()) {
    if (!reader.ReadTag(&number, &type)) return WireResult::kMalformed;
    const JsonField* field = plan.Find(number);
    if (field == nullptr || !Fits(*field, type)) {
      if (!reader.Skip(type)) return WireResult::kMalformed;
      continue;
    }
    if (number <= last) return WireResult::kReordered;
    last = number;
    if (field->oneof >= 0) {
      uint64_t bit = uint64_t{1} << (field->oneof % 64);
      if (oneofs & bit) return WireResult::kReordered;
      oneofs |= bit;
    }
    const size_t before_key = out_.size();
    const size_t comma = *first ? 1 : 0;  // the first has none before it
    out_.append(field->key.data() + comma, field->key.size() - comma);
    const size_t after_key = out_.size();
    RETURN_UNLESS_WRITTEN(WriteValue(*field, type, reader));
    if (out_.size() == after_key) {
      out_.resize(before_key);  // a default, which is left out
    } else {
      *first = false;
    }
  }
  return WireResult::kWritten;
}

// A field's whole value, its tag being read; nothing for a default without presence.
WireResult WireWriter::WriteValue(const JsonField& field, WireType type, WireReader& reader) {
  if (field.map) return WriteMap(field, reader);
  if (field.repeated) return WriteList(field, type, reader);
  return WriteOne(field, type, reader);
}

WireResult WireWriter::WriteOne(const JsonField& field, WireType type, WireReader& reader) {
  WireValue value;
  if (!ReadValue(reader, type, &value)) return WireResult::kMalformed;
  if (IsMessage(field)) return WriteMessage(*field.message, value.bytes);
  if (field.has_presence || field.repeated || !value.is_default()) {
    AppendScalar(field, value, &out_);
  }
  return WireResult::kWritten;
}

WireResult WireWriter::WriteList(const JsonField& field, WireType type, WireReader& reader) {
  const size_t before = out_.size();
  out_ += '[';
  do {
    if (type == field.wire_type) {
      RETURN_UNLESS_WRITTEN(WriteOne(field, type, reader));
      out_ += ',';
    } else {
      std::string_view packed;
      if (!reader.ReadBytes(&packed)) return WireResult::kMalformed;
      RETURN_UNLESS_WRITTEN(WritePacked(field, packed));
    }
  } while (reader.TakeTag(field.number, type));
  if (out_.size() == before + 1) {
    out_.resize(before);
  } else {
    out_.back() = ']';
  }
  return WireResult::kWritten;
}

WireResult WireWriter::WritePacked(const JsonField& field, std::string_view packed) {
  WireReader reader(packed);
  while (!reader.done()) {
    RETURN_UNLESS_WRITTEN(WriteOne(field, field.wire_type, reader));
    out_ += ',';
  }
  return WireResult::kWritten;
}

WireResult WireWriter::WriteMap(const JsonField& field, WireReader& reader) {
  const JsonField& key = field.message->fields[0];
  const JsonField& value = field.message->fields[1];
  std::vector<std::pair<std::string, WireValue>> entries;
  do {
    std::string_view bytes;
    WireValue entry_key, entry_value;
    if (!reader.ReadBytes(&bytes) || !ReadEntry(key, value, bytes, &entry_key, &entry_value)) {
      return WireResult::kMalformed;
    }
    entries.emplace_back(MapKeyText(key, entry_key), entry_value);
  } while (reader.TakeTag(field.number, WireType::kLength));
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  out_ += '{';
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i > 0 && entries[i].first == entries[i - 1].first) return WireResult::kReordered;
    if (i > 0) out_ += ',';
    AppendJsonString(entries[i].first, &out_);
    out_ += ':';
    if (IsMessage(value)) {
      RETURN_UNLESS_WRITTEN(WriteMessage(*value.message, entries[i].second.bytes));
    } else {
      AppendScalar(value, entries[i].second, &out_);
    }
  }
  out_ += '}';
  return WireResult::kWritten;
}

}  // namespace mainstay::gateway
