#include "tools/mainstayctl/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

constexpr int kGap = 2;
constexpr int kLeastWidth = 8;  // of a column that is cut

std::string Cell(std::string_view text, const Column& column, int width) {
  const std::string fitted = Fit(text, width);
  return column.right ? PadLeft(fitted, width) : PadRight(fitted, width);
}

}  // namespace

std::vector<int> Table::Widths(int limit) const {
  std::vector<int> widths;
  for (const Column& column : columns_) widths.push_back(DisplayWidth(column.title));
  for (const std::vector<std::string>& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(Printable(row[i])));
    }
  }
  if (limit == 0) return widths;
  int total = std::accumulate(widths.begin(), widths.end(), 0) +
              kGap * (static_cast<int>(widths.size()) - 1);
  // Takes columns off the widest that may shrink, one at a time, so that they end up alike.
  for (; total > limit; --total) {
    int widest = -1;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (!columns_[i].shrinks || widths[i] <= kLeastWidth) continue;
      if (widest < 0 || widths[i] > widths[widest]) widest = static_cast<int>(i);
    }
    if (widest < 0) break;
    --widths[widest];
  }
  return widths;
}

std::string Table::Render(const Terminal& terminal) const {
  const std::vector<int> widths = Widths(terminal.width);
  std::string titles;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&titles, std::string(i > 0 ? kGap : 0, ' '),
                    Cell(columns_[i].title, columns_[i], widths[i]));
  }
  std::string result =
      absl::StrCat(terminal.Paint(Colour::kBold, absl::StripTrailingAsciiWhitespace(titles)), "\n");
  for (const std::vector<std::string>& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, std::string(i > 0 ? kGap : 0, ' '),
                      Cell(Printable(row[i]), columns_[i], widths[i]));
    }
    absl::StrAppend(&result, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return result;
}

std::string RenderRecord(const std::vector<std::pair<std::string, std::string>>& fields,
                         const Terminal& terminal) {
  int width = 0;
  for (const auto& [name, value] : fields) width = std::max(width, DisplayWidth(name));
  std::string result;
  for (const auto& [name, value] : fields) {
    bool first = true;
    for (std::string_view line : absl::StrSplit(Printable(value, true), '\n')) {
      const std::string label = PadRight(first ? name : "", width);
      absl::StrAppend(&result, terminal.Paint(Colour::kBold, label), std::string(kGap, ' '), line,
                      "\n");
      first = false;
    }
  }
  return result;
}

}  // namespace mainstay::ctl
