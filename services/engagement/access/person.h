// Names of people as engagement keeps them.
#pragma once

#include <string_view>

namespace mainstay::engagement {

// What is wrong with a text that is not one.
inline constexpr std::string_view kUserIdRule =
    "must be a user id: 1 to 128 bytes without \"/\" and spaces";

inline bool IsUserId(std::string_view text) {
  if (text.empty() || text.size() > 128) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '/' || c == 0x7f) return false;
  }
  return true;
}

}  // namespace mainstay::engagement
