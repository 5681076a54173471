// The words of a condition. For this folder only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mainstay::survey {

struct Token {
  enum class Kind { kWord, kNumber, kText, kSign, kEnd };

  Kind kind = Kind::kEnd;
  std::string text;     // of a word or sign as written; of a text what it means
  double number = 0;    // of a number
  size_t position = 0;  // of its first byte
};

// The tokens of `text`, an end last. Signs are ( ) [ ] , . = != < <= > >=.
absl::StatusOr<std::vector<Token>> Tokens(std::string_view text);

// INVALID_ARGUMENT: "at character 8: write …", for the byte at `position` of `text`.
absl::Status ConditionError(std::string_view text, size_t position, std::string_view message);

}  // namespace mainstay::survey
