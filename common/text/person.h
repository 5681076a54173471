// Names of people, users and contacts of accounts, and whose a name is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/types/span.h"

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

// "accounts/{uuid}/{collection}/{uuid}".
inline bool IsNameUnderAccount(std::string_view text, std::string_view collection) {
  constexpr std::string_view kUuid = "########-####-####-####-############";
  const auto matches = [&](std::string_view form) {
    if (text.size() < form.size()) return false;
    for (size_t i = 0; i < form.size(); ++i) {
      const char c = text[i];
      const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (form[i] == '#' ? !hex : c != form[i]) return false;
    }
    text.remove_prefix(form.size());
    return true;
  };
  return matches("accounts/") && matches(kUuid) && matches("/") && matches(collection) &&
         matches("/") && matches(kUuid) && text.empty();
}

// "accounts/{uuid}/contacts/{uuid}".
inline bool IsContactName(std::string_view text) { return IsNameUnderAccount(text, "contacts"); }

// Whether the contact or thing that `name` names ("accounts/{uuid}/visits/…") hangs on one of these
// accounts. False for what is no such name.
inline bool IsOfAccount(std::string_view name, absl::Span<const std::string> account_ids) {
  const std::vector<std::string_view> parts = absl::StrSplit(name, '/');
  return parts.size() >= 4 && parts.size() % 2 == 0 && parts[0] == "accounts" &&
         std::find(account_ids.begin(), account_ids.end(), parts[1]) != account_ids.end() &&
         std::none_of(parts.begin(), parts.end(), [](auto part) { return part.empty(); });
}

}  // namespace mainstay::text
