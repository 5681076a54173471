#include "tools/mainstayctl/driver_chart.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

// From its least value to its greatest, with some room at both ends.
struct Axis {
  double from = 0, to = 1;

  int Place(double value, int places) const {
    const double part = (value - from) / (to - from);
    return std::clamp(static_cast<int>(std::lround(part * (places - 1))), 0, places - 1);
  }
};

Axis AxisOf(const std::vector<double>& values) {
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double room = std::max(0.08 * (*greatest - *least), 1e-3);
  return {*least - room, *greatest + room};
}

// One cell a column; a character that takes two columns is followed by an empty cell.
using Row = std::vector<std::string>;

// Writes `text` from column `at`.
void Write(Row& row, int at, const std::string& text) {
  for (size_t i = 0; i < text.size() && at < static_cast<int>(row.size());) {
    size_t length = 1;
    while (i + length < text.size() && (text[i + length] & 0xC0) == 0x80) ++length;
    const std::string character = text.substr(i, length);
    const int width = DisplayWidth(character);
    if (at + width > static_cast<int>(row.size())) return;
    row[at] = character;
    for (int covered = 1; covered < width; ++covered) row[at + covered].clear();
    at += width;
    i += length;
  }
}

class Chart {
 public:
  Chart(const DriverAnalysis& analysis, int width, int height)
      : width_(width), height_(height), rows_(height, Row(width, " ")) {
    std::vector<double> performances = {analysis.performance_threshold()};
    std::vector<double> importances = {analysis.importance_threshold()};
    for (const Driver& driver : analysis.drivers()) {
      if (driver.quadrant() == DRIVER_QUADRANT_UNSPECIFIED) continue;
      performances.push_back(driver.performance());
      importances.push_back(driver.importance());
    }
    performance_ = AxisOf(performances);
    importance_ = AxisOf(importances);
    DrawLines(analysis);
  }

  void Name(Language language) {
    const auto corner = [&](DriverQuadrant quadrant, bool top, bool right) {
      const std::string name = QuadrantName(quadrant, language);
      const int at = right ? width_ - DisplayWidth(name) : 0;
      Write(rows_[top ? 0 : height_ - 1], at, name);
    };
    corner(DRIVER_QUADRANT_CONCENTRATE_HERE, true, false);
    corner(DRIVER_QUADRANT_KEEP_UP_THE_GOOD_WORK, true, true);
    corner(DRIVER_QUADRANT_LOW_PRIORITY, false, false);
    corner(DRIVER_QUADRANT_POSSIBLE_OVERKILL, false, true);
  }

  void Put(const Driver& driver, char letter) {
    std::string& cell = rows_[RowOf(driver.importance())][ColumnOf(driver.performance())];
    const bool taken = cell == "+" || (cell.size() == 1 && cell[0] >= 'A' && cell[0] <= 'Z');
    cell = taken ? "+" : std::string(1, letter);
  }

  std::string Render(const Terminal& terminal, Language language) const {
    const std::string up = In(language, "importance", "重要性");
    std::string text = absl::StrCat(up, "\n");
    for (const Row& row : rows_) {
      absl::StrAppend(&text, "│");
      for (const std::string& cell : row) {
        const bool driver = cell.size() == 1 && ((cell[0] >= 'A' && cell[0] <= 'Z') || cell == "+");
        text += driver ? terminal.Paint(Colour::kBold, cell) : cell;
      }
      while (text.back() == ' ') text.pop_back();
      text += "\n";
    }
    absl::StrAppend(&text, "└");
    for (int i = 0; i < width_; ++i) text += "─";
    const std::string from = Percent(performance_.from), to = Percent(performance_.to);
    const std::string right = In(language, "performance", "绩效");
    const int space = width_ + 1 - DisplayWidth(from) - DisplayWidth(to) - DisplayWidth(right);
    const int before = std::max(1, space / 2), after = std::max(1, space - space / 2);
    absl::StrAppend(&text, "\n", from, std::string(before, ' '), right, std::string(after, ' '), to,
                    "\n");
    return text;
  }

 private:
  static std::string Percent(double part) {
    return absl::StrFormat("%.0f %%", 100 * std::clamp(part, 0.0, 1.0));
  }
  int ColumnOf(double performance) const { return performance_.Place(performance, width_); }
  // The first row is the top.
  int RowOf(double importance) const {
    return height_ - 1 - importance_.Place(importance, height_);
  }
  void DrawLines(const DriverAnalysis& analysis) {
    const int row = RowOf(analysis.importance_threshold());
    const int column = ColumnOf(analysis.performance_threshold());
    for (std::string& cell : rows_[row]) cell = "╌";
    for (Row& cells : rows_) cells[column] = "┊";
    rows_[row][column] = "┼";
  }

  const int width_, height_;
  std::vector<Row> rows_;
  Axis performance_, importance_;
};

}  // namespace

char DriverLetter(int place) { return static_cast<char>('A' + place); }

std::string QuadrantName(DriverQuadrant quadrant, Language language) {
  switch (quadrant) {
    case DRIVER_QUADRANT_KEEP_UP_THE_GOOD_WORK:
      return In(language, "keep up the good work", "继续保持");
    case DRIVER_QUADRANT_CONCENTRATE_HERE:
      return In(language, "concentrate here", "重点改进");
    case DRIVER_QUADRANT_LOW_PRIORITY:
      return In(language, "low priority", "低优先级");
    case DRIVER_QUADRANT_POSSIBLE_OVERKILL:
      return In(language, "possible overkill", "可能过度投入");
    default:
      return "";
  }
}

std::string RenderDriverChart(const DriverAnalysis& analysis, const Terminal& terminal,
                              Language language, int width, int height) {
  Chart chart(analysis, std::max(width, 40) - 1, std::max(height, 8));
  chart.Name(language);
  for (int i = 0; i < analysis.drivers_size() && i < 26; ++i) {
    const Driver& driver = analysis.drivers(i);
    if (driver.quadrant() != DRIVER_QUADRANT_UNSPECIFIED) chart.Put(driver, DriverLetter(i));
  }
  return chart.Render(terminal, language);
}

}  // namespace mainstay::ctl
