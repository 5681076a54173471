#include "tools/mainstayctl/pareto.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/mainstayctl/bar.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using accounts::v1::AbcChart;
using accounts::v1::AbcClass;
using accounts::v1::AbcRow;

constexpr int kLeftAxis = 8;   // label, space, axis
constexpr int kRightAxis = 7;  // axis, space, label
constexpr std::array<const char*, 9> kEighths = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

Colour ColourOf(AbcClass abc_class) {
  switch (abc_class) {
    case AbcClass::ABC_CLASS_A:
      return Colour::kGreen;
    case AbcClass::ABC_CLASS_B:
      return Colour::kYellow;
    default:
      return Colour::kBlue;
  }
}

std::string LetterOf(AbcClass abc_class) {
  switch (abc_class) {
    case AbcClass::ABC_CLASS_A:
      return "A";
    case AbcClass::ABC_CLASS_B:
      return "B";
    default:
      return "C";
  }
}

// One column of the plot.
struct Bar {
  double value = 0;       // mean value of an account here
  double cumulative = 0;  // share up to the column's right end
  AbcClass abc_class = AbcClass::ABC_CLASS_C;
};

// The chart's points, spread over `width` columns.
std::vector<Bar> Spread(const AbcChart& chart, int width) {
  std::vector<Bar> bars(width);
  int at = 0;  // the point whose accounts the column stands for
  for (int c = 0; c < width; ++c) {
    const double middle = (c + 0.5) / width, end = (c + 1.0) / width;
    while (at + 1 < chart.points_size() && chart.points(at).account_share() < middle) ++at;
    const AbcChart::Point& point = chart.points(at);
    const int64_t before = at > 0 ? chart.points(at - 1).accounts() : 0;
    const double accounts = std::max<double>(1, static_cast<double>(point.accounts() - before));
    bars[c].value = std::max(0.0, MoneyValue(point.value()) / accounts);
    bars[c].abc_class = point.abc_class();
    int line = at;
    while (line + 1 < chart.points_size() && chart.points(line).account_share() < end) ++line;
    const AbcChart::Point& high = chart.points(line);
    const double low_x = line > 0 ? chart.points(line - 1).account_share() : 0;
    const double low_y = line > 0 ? chart.points(line - 1).cumulative_share() : 0;
    const double span = high.account_share() - low_x;
    const double part = span > 0 ? std::clamp((end - low_x) / span, 0.0, 1.0) : 1;
    bars[c].cumulative = low_y + (high.cumulative_share() - low_y) * part;
  }
  return bars;
}

std::string LeftLabel(int row, int height, double highest) {
  std::string label;
  if (row == 0) label = FormatCompact(highest);
  if (row == height / 2) label = FormatCompact(highest * (height - row) / height);
  return PadLeft(label, kLeftAxis - 2);
}

std::string RightLabel(int row, int height) {
  for (int percent : {100, 80, 60, 40, 20, 0}) {
    if (row == static_cast<int>(std::lround((1 - percent / 100.0) * (height - 1)))) {
      return absl::StrFormat("├ %d %%", percent);
    }
  }
  return "│";
}

std::string Cell(const Bar& bar, int row, int height, double highest, const Terminal& terminal) {
  if (row == static_cast<int>(std::lround((1 - bar.cumulative) * (height - 1)))) {
    return terminal.Paint(Colour::kRed, "•");
  }
  const int eighths =
      highest > 0 ? static_cast<int>(std::lround(bar.value / highest * height * 8)) : 0;
  const int here = std::clamp(eighths - (height - 1 - row) * 8, 0, 8);
  return here == 0 ? " " : terminal.Paint(ColourOf(bar.abc_class), kEighths[here]);
}

}  // namespace

std::string FormatCompact(double value) {
  const char* unit = "";
  for (const char* next : {"k", "M", "G", "T"}) {
    if (std::abs(value) < 999.5) break;
    value /= 1000;
    unit = next;
  }
  const int decimals = std::abs(value) >= 99.95 ? 0 : std::abs(value) >= 9.995 ? 1 : 2;
  return absl::StrFormat("%.*f%s", *unit == '\0' ? 0 : decimals, value, unit);
}

std::string RenderPareto(const AbcChart& chart, const Terminal& terminal, int width, int height) {
  if (chart.points_size() == 0) return "no trade in the window\n";
  const int plot = std::max(40, width) - kLeftAxis - kRightAxis;
  const std::vector<Bar> bars = Spread(chart, plot);
  double highest = 0;
  for (const Bar& bar : bars) highest = std::max(highest, bar.value);

  std::string text = absl::StrCat(PadLeft(chart.currency_code(), kLeftAxis - 2), " an account",
                                  PadLeft("cumulative", plot + kRightAxis - 10), "\n");
  for (int row = 0; row < height; ++row) {
    absl::StrAppend(&text, LeftLabel(row, height, highest), " │");
    for (const Bar& bar : bars) absl::StrAppend(&text, Cell(bar, row, height, highest, terminal));
    absl::StrAppend(&text, RightLabel(row, height), "\n");
  }
  absl::StrAppend(&text, std::string(kLeftAxis - 1, ' '), "└");
  for (int c = 0; c < plot; ++c) absl::StrAppend(&text, "─");
  absl::StrAppend(&text, "┘\n", std::string(kLeftAxis, ' '));
  for (const Bar& bar : bars) {
    absl::StrAppend(&text, terminal.Paint(ColourOf(bar.abc_class), LetterOf(bar.abc_class)));
  }
  const std::string count =
      absl::StrCat(FormatCount(chart.points(chart.points_size() - 1).accounts()), " accounts");
  absl::StrAppend(&text, "\n", std::string(kLeftAxis, ' '), "0", PadLeft(count, plot - 1), "\n");
  return text;
}

std::string RenderBars(const accounts::v1::ListAbcRowsResponse& rows, const Terminal& terminal,
                       int width) {
  constexpr int kLongestName = 28;
  int names = 0, values = 0;
  double highest = 0;
  for (const AbcRow& row : rows.rows()) {
    names = std::max(names, std::min(kLongestName, DisplayWidth(Printable(row.display_name()))));
    values = std::max(values, DisplayWidth(FormatMoney(row.value())));
    highest = std::max(highest, MoneyValue(row.value()));
  }
  constexpr int kRest = 6 + 4 + 2 + 9;  // rank, class, gap, share
  const int room = std::max(5, std::max(40, width) - names - values - kRest);
  std::string text;
  for (const AbcRow& row : rows.rows()) {
    const double part = highest > 0 ? std::max(0.0, MoneyValue(row.value())) / highest : 0;
    const std::string bar = BarText(part, room);
    absl::StrAppend(&text, absl::StrFormat("%4d  ", row.rank()),
                    PadRight(Fit(Printable(row.display_name()), names), names), "  ",
                    terminal.Paint(ColourOf(row.abc_class()), LetterOf(row.abc_class())), " ",
                    terminal.Paint(ColourOf(row.abc_class()), bar),
                    std::string(std::max(0, room - DisplayWidth(bar)), ' '), "  ",
                    PadLeft(FormatMoney(row.value()), values),
                    PadLeft(FormatShare(row.cumulative_share()), 9), "\n");
  }
  return text;
}

}  // namespace mainstay::ctl
