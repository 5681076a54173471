// Wire format → JSON text by a JsonPlan. response_writer.h is the way in.
#pragma once

#include <string>
#include <string_view>

#include "services/gateway/transcode/json_plan.h"
#include "services/gateway/transcode/wire_reader.h"

namespace mainstay::gateway {

enum class WireResult {
  kWritten,
  kReordered,  // a message, but not as a serializer writes it: Reorder() helps
  kMalformed,  // not a message
  kNoForm,     // no JSON form
};

// Appends to a string; unless the result is kWritten, something half-written is left at its end.
// One thread, one message.
class WireWriter {
 public:
  explicit WireWriter(std::string* out) : out_(*out) {}

  WireResult WriteMessage(const JsonPlan& plan, std::string_view bytes);
  // The value of one of the message's fields alone.
  WireResult WriteFieldOf(const JsonField& field, std::string_view bytes);

 private:
  WireResult WriteByForm(const JsonPlan& plan, std::string_view bytes);
  WireResult WriteMembers(const JsonPlan& plan, std::string_view bytes, bool* first);
  WireResult WriteValue(const JsonField& field, WireType type, WireReader& reader);
  WireResult WriteOne(const JsonField& field, WireType type, WireReader& reader);
  WireResult WriteList(const JsonField& field, WireType type, WireReader& reader);
  WireResult WritePacked(const JsonField& field, std::string_view packed);
  WireResult WriteMap(const JsonField& field, WireReader& reader);

  // wire_writer_well_known.cc
  template <class Append>
  WireResult WriteTime(std::string_view bytes, Append append);
  WireResult WriteTimestamp(std::string_view bytes);
  WireResult WriteDuration(std::string_view bytes);
  WireResult WriteFieldMask(std::string_view bytes);
  WireResult WriteStructValue(const JsonPlan& plan, std::string_view bytes);
  WireResult WriteAny(std::string_view bytes);
  WireResult WriteAnyMembers(std::string_view url, std::string_view value);
  WireResult WriteAnyMembers(const JsonPlan& plan, std::string_view value);

  std::string& out_;
  int depth_ = 0;
};

// The same message as protobuf serializes it; false when the bytes are not one.
bool Reorder(const google::protobuf::Descriptor& type, std::string_view bytes,
             std::string* ordered);

}  // namespace mainstay::gateway

// Leaves the function unless `expr` is kWritten.
#define RETURN_UNLESS_WRITTEN(expr)                                                   \
  do {                                                                                \
    if (WireResult _result = (expr); _result != WireResult::kWritten) return _result; \
  } while (false)
