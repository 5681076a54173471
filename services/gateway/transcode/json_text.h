// Strings, numbers and bytes as JSON text.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

namespace mainstay::gateway {

// Appends `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(std::string_view text, std::string* json);

// Appends base64 with padding, in quotes.
void AppendJsonBytes(std::string_view bytes, std::string* json);

// Appends the shortest text that reads back the same; "NaN", "Infinity" and "-Infinity" in quotes.
void AppendJsonNumber(double value, std::string* json);
void AppendJsonNumber(float value, std::string* json);

template <class Integer>
void AppendInteger(Integer value, std::string* json) {
  char digits[24];
  json->append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace mainstay::gateway
