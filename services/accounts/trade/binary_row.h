// One row for COPY in PostgreSQL's binary format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/pg/param.h"

namespace mainstay::accounts {

// Bytes go as they are, where a text parameter would double them. Each field is its length and its
// bytes, numbers with the highest byte first.
class BinaryRow {
 public:
  explicit BinaryRow(int16_t fields) {
    bytes_.assign("PGCOPY\n\xff\r\n\0", 11);
    Number<int32_t>(0);  // flags
    Number<int32_t>(0);  // no extension
    Number(fields);
  }
  // In lower case, as resource names are parsed.
  void Uuid(std::string_view text) {
    Bytes(pg::ParseBytes(absl::StrReplaceAll(text, {{"-", ""}})));
  }
  void BigInt(int64_t value) {
    Number<int32_t>(sizeof value);
    Number(value);
  }
  void Bytes(std::string_view value) {
    Number(static_cast<int32_t>(value.size()));
    bytes_.append(value);
  }
  std::string Finish() && {
    Number<int16_t>(-1);
    return std::move(bytes_);
  }

 private:
  template <class T>
  void Number(T value) {
    for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) {
      bytes_.push_back(static_cast<char>(static_cast<uint64_t>(value) >> shift));
    }
  }

  std::string bytes_;
};

}  // namespace mainstay::accounts
