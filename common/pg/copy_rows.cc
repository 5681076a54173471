#include "common/pg/copy_rows.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace mainstay::pg {
namespace {

constexpr size_t kPiece = 64 << 10;

// A value in COPY's text format.
void Append(const Param& value, std::string& line) {
  if (!value) {
    line += "\\N";
    return;
  }
  for (const char c : *value) {
    switch (c) {
      case '\\':
        line += "\\\\";
        break;
      case '\t':
        line += "\\t";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      default:
        line += c;
    }
  }
}

}  // namespace

absl::StatusOr<int64_t> CopyRows(Tx& tx, std::string_view into,
                                 absl::Span<const std::vector<Param>> rows) {
  size_t next = 0;
  return tx.CopyIn(absl::StrCat("COPY ", into, " FROM STDIN"),
                   [&](std::string& buffer) -> absl::StatusOr<bool> {
                     buffer.clear();
                     for (; next < rows.size() && buffer.size() < kPiece; ++next) {
                       for (size_t i = 0; i < rows[next].size(); ++i) {
                         if (i > 0) buffer += '\t';
                         Append(rows[next][i], buffer);
                       }
                       buffer += '\n';
                     }
                     return !buffer.empty();
                   });
}

}  // namespace mainstay::pg
