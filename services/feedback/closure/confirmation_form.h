// What a browser sends with a confirmation page. Domain code.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mainstay::feedback {

inline constexpr size_t kMostFormBytes = 64 << 10;
inline constexpr size_t kMostCommentCharacters = 2000;

struct ConfirmationForm {
  bool solved = false;
  std::string comment;
};

// The form's fields (application/x-www-form-urlencoded, whatever else there is in it): nothing when
// it is none, or without "solved" being yes or no. What no comment can have is left out of it, and
// it is cut after 2,000 characters: whoever wrote more is not sent away.
std::optional<ConfirmationForm> ParseConfirmationForm(std::string_view content_type,
                                                      std::string_view data);

}  // namespace mainstay::feedback
