#include "common/csv/csv_cell.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mainstay::csv {
namespace {

// Whether a spreadsheet would take `text` for a formula, were its apostrophes not there.
bool IsFormulaLike(std::string_view text) {
  const size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

}  // namespace

std::string Quoted(std::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string Cell(std::string_view text) {
  return text.find_first_of("\",\r\n") == std::string_view::npos ? std::string(text) : Quoted(text);
}

std::string FormulaSafe(std::string_view text) {
  return absl::StrCat(IsFormulaLike(text) ? "'" : "", text);
}

std::string_view WithoutFormulaGuard(std::string_view cell) {
  if (!cell.empty() && cell[0] == '\'' && IsFormulaLike(cell)) cell.remove_prefix(1);
  return cell;
}

}  // namespace mainstay::csv
