// Names of people: users, and contacts of accounts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mainstay::text {

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

// The user that a list is asked for: "me" is the caller.
inline const std::string& UserOrMe(const std::string& user, const std::string& caller) {
  return user == "me" ? caller : user;
}

// "accounts/{uuid}/contacts/{uuid}".
inline bool IsContactName(std::string_view text) {
  constexpr std::string_view kForm =
      "accounts/########-####-####-####-############/contacts/########-####-####-####-############";
  if (text.size() != kForm.size()) return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (kForm[i] == '#' ? !hex : c != kForm[i]) return false;
  }
  return true;
}

}  // namespace mainstay::text
