// How each field of a message type is written as JSON, worked out once from its descriptor, so that
// writing a message looks nothing up.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "services/gateway/transcode/wire_reader.h"

namespace mainstay::gateway {

struct JsonPlan;

struct JsonField {
  const google::protobuf::FieldDescriptor* descriptor;
  uint32_t number;
  google::protobuf::FieldDescriptor::Type type;
  WireType wire_type;  // of one value
  bool repeated;       // lists and maps
  bool map;
  bool has_presence;  // written even when it is the default
  int oneof;          // -1 for none
  std::string key;    // ",\"displayName\":"
  // Of messages and maps: the plan of the type, or of the map's entries.
  const JsonPlan* message;
  // Of enums: the JSON of values 0 to size - 1; empty for numbers that have no name. Values beyond
  // are looked up in the descriptor.
  std::vector<std::string> enum_texts;
};

struct JsonPlan {
  const google::protobuf::Descriptor* type;
  google::protobuf::Descriptor::WellKnownType form;
  std::vector<JsonField> fields;  // by number
  std::vector<int> by_number;     // index into fields; -1 for none; only small numbers

  // The field of that number, or null.
  const JsonField* Find(uint32_t number) const {
    if (number < by_number.size()) {
      int index = by_number[number];
      return index < 0 ? nullptr : &fields[index];
    }
    return FindBeyond(number);
  }

  // Plans live for ever; thread-safe. `type` must be of the generated pool.
  static const JsonPlan& Of(const google::protobuf::Descriptor& type);

 private:
  const JsonField* FindBeyond(uint32_t number) const;
};

}  // namespace mainstay::gateway
