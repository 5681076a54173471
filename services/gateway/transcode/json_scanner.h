// Reads JSON text (RFC 8259) token by token. Strict: no comments, no trailing commas, UTF-8 only,
// no lone surrogates.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mainstay::gateway {

// Not thread-safe; `text` must outlive it. Every method skips white space first, and fails with
// INVALID_ARGUMENT that tells line and column.
class JsonScanner {
 public:
  // Objects and lists may nest this deep.
  static constexpr int kMaxDepth = 64;

  explicit JsonScanner(std::string_view text) : text_(text) {}

  // The first character of the next token; 0 at the end of the text.
  char Peek();

  // Opens an object or a list and tells whether it has a first element.
  absl::Status Open(char bracket, bool* more);
  // After an element: whether another one follows; closes the object or list if not.
  absl::Status Next(char closing_bracket, bool* more);
  // An object's key and the colon after it.
  absl::Status ReadKey(std::string* key);

  absl::Status ReadString(std::string* out);
  // The number as it is written: a view of the text.
  absl::Status ReadNumber(std::string_view* out);
  absl::Status ReadBool(bool* out);
  absl::Status ReadNull();
  // Any value, whatever its kind; nothing is kept.
  absl::Status SkipValue();
  // Only white space is left.
  absl::Status ReadEnd();

  // To read a part twice.
  struct Mark {
    size_t position;
    int depth;
  };
  Mark mark() const { return {position_, depth_}; }
  void Return(Mark mark) {
    position_ = mark.position;
    depth_ = mark.depth;
  }

 private:
  void SkipSpace();
  absl::Status Word(std::string_view word);
  absl::Status ReadEscape(std::string* out);
  absl::Status ReadHex(uint32_t* out);
  absl::Status Mistake(std::string_view expected) const;

  std::string_view text_;
  size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace mainstay::gateway
