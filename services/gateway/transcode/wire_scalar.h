// Single values between the wire and JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/gateway/transcode/json_plan.h"
#include "services/gateway/transcode/wire_reader.h"

namespace mainstay::gateway {

// A value as it stands on the wire; the default when nothing was read.
struct WireValue {
  uint64_t number = 0;     // varints and fixed ones
  std::string_view bytes;  // strings, bytes, messages

  bool is_default() const { return number == 0 && bytes.empty(); }
};

// False when the bytes end too early.
bool ReadValue(WireReader& reader, WireType type, WireValue* value);

// Appends the JSON of any field's value that is not a message.
void AppendScalar(const JsonField& field, const WireValue& value, std::string* json);

// A map's key as text, without quotes.
std::string MapKeyText(const JsonField& key, const WireValue& value);

}  // namespace mainstay::gateway
