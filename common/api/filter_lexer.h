// The words of a list filter.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mainstay::api {

struct FilterToken {
  std::string text;     // a quoted one without its quotes and escapes
  size_t position = 1;  // of its first character, from 1
};

// INVALID_ARGUMENT on "filter" that names the position.
absl::Status FilterError(size_t position, std::string_view what);

// Each method skips blanks, then takes what it is named after or fails with the position.
class FilterLexer {
 public:
  // `filter` must outlive the lexer.
  explicit FilterLexer(std::string_view filter) : filter_(filter) {}

  bool AtEnd();
  // A field, or AND: ASCII letters, digits, _ and '.'.
  absl::StatusOr<FilterToken> Name();
  // = != < <= > >= or :
  absl::StatusOr<FilterToken> Operator();
  // "quoted", or letters of any script, digits and _ - . : + /
  absl::StatusOr<FilterToken> Value();

 private:
  absl::StatusOr<FilterToken> Quoted();
  template <class Predicate>
  FilterToken While(Predicate belongs);
  bool Done() const { return at_ == filter_.size(); }
  char Peek() const { return Done() ? '\0' : filter_[at_]; }
  char Take();

  std::string_view filter_;
  size_t at_ = 0;        // byte
  size_t position_ = 1;  // character
};

}  // namespace mainstay::api
