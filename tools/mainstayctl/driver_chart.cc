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

constexpr int kScaleWidth = 6;  // columns left of the chart: "-0.05 "

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

  // Letters at one place stand beside each other, the first of them where they all are.
  void Put(const Driver& driver, char letter) {
    Row& row = rows_[RowOf(driver.importance())];
    const int at = ColumnOf(driver.performance());
    for (int away = 0; away < width_; ++away) {
      for (const int column : {at + away, at - away}) {
        if (column < 0 || column >= width_ || IsLetter(row[column]) || IsWide(row, column)) {
          continue;
        }
        row[column] = std::string(1, letter);
        return;
      }
    }
  }

  std::string Render(const Terminal& terminal, Language language) const {
    const std::string up = In(language, "importance", "重要性");
    std::string text = absl::StrCat(up, "\n");
    for (int i = 0; i < height_; ++i) {
      absl::StrAppend(&text, Scale(i), "│");
      for (const std::string& cell : rows_[i]) {
        text += IsLetter(cell) ? terminal.Paint(Colour::kBold, cell) : cell;
      }
      while (text.back() == ' ') text.pop_back();
      text += "\n";
    }
    absl::StrAppend(&text, std::string(kScaleWidth, ' '), "└");
    for (int i = 0; i < width_; ++i) text += "─";
    const std::string from = Percent(performance_.from), to = Percent(performance_.to);
    const std::string right = In(language, "performance", "绩效");
    const int space = width_ + 1 - DisplayWidth(from) - DisplayWidth(to) - DisplayWidth(right);
    const int before = std::max(1, space / 2), after = std::max(1, space - space / 2);
    absl::StrAppend(&text, "\n", std::string(kScaleWidth, ' '), from, std::string(before, ' '),
                    right, std::string(after, ' '), to, "\n");
    return text;
  }

 private:
  // Names in the corners have small letters alone.
  static bool IsLetter(const std::string& cell) {
    return cell.size() == 1 && cell[0] >= 'A' && cell[0] <= 'Z';
  }
  // Whether the cell is half of a character that takes two columns.
  static bool IsWide(const Row& row, int column) {
    return row[column].empty() || DisplayWidth(row[column]) > 1;
  }
  // What stands for the row on the axis of importance: its ends and what lies in the middle.
  std::string Scale(int row) const {
    if (row != 0 && row != height_ - 1 && row != (height_ - 1) / 2) {
      return std::string(kScaleWidth, ' ');
    }
    const double part = static_cast<double>(height_ - 1 - row) / (height_ - 1);
    return absl::StrFormat("%*.2f ", kScaleWidth - 1,
                           importance_.from + part * (importance_.to - importance_.from));
  }
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
  Chart chart(analysis, std::max(width, 40) - 1 - kScaleWidth, std::max(height, 8));
  chart.Name(language);
  for (int i = 0; i < analysis.drivers_size() && i < 26; ++i) {
    const Driver& driver = analysis.drivers(i);
    if (driver.quadrant() != DRIVER_QUADRANT_UNSPECIFIED) chart.Put(driver, DriverLetter(i));
  }
  return chart.Render(terminal, language);
}

}  // namespace mainstay::ctl
