// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mainstay::gateway {

// The length, 1 to 4, of the well-formed sequence that `text` starts with; 0 when it is not one.
size_t Utf8SequenceLength(std::string_view text);

bool IsUtf8(std::string_view text);

// Appends a code point; it must be one.
void AppendUtf8(uint32_t code_point, std::string* out);

}  // namespace mainstay::gateway
