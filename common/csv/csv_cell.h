// Cells of the CSV files that we write.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::csv {

// In quotes, its own doubled.
std::string Quoted(std::string_view text);
// In quotes where it has to be between commas.
std::string Cell(std::string_view text);

// Text that people wrote, so that a spreadsheet takes it for no formula: one that begins with =, +,
// -, @, a tab or a line break, behind any apostrophes, gets one more apostrophe in front.
std::string FormulaSafe(std::string_view text);
// The text of which FormulaSafe made `cell`.
std::string_view WithoutFormulaGuard(std::string_view cell);

}  // namespace mainstay::csv
