#include "services/survey/analysis/cross_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "services/survey/analysis/probability.h"

namespace mainstay::survey {

std::vector<int64_t> CrossTable::RowTotals() const {
  std::vector<int64_t> totals(rows());
  for (size_t i = 0; i < rows(); ++i) {
    for (size_t j = 0; j < columns_; ++j) totals[i] += At(i, j);
  }
  return totals;
}

std::vector<int64_t> CrossTable::ColumnTotals() const {
  std::vector<int64_t> totals(columns_);
  for (size_t i = 0; i < rows(); ++i) {
    for (size_t j = 0; j < columns_; ++j) totals[j] += At(i, j);
  }
  return totals;
}

int64_t CrossTable::Total() const {
  return std::accumulate(cells_.begin(), cells_.end(), int64_t{0});
}

std::optional<Association> AssociationOf(const CrossTable& table) {
  const std::vector<int64_t> row_totals = table.RowTotals(), column_totals = table.ColumnTotals();
  const auto filled = [](const std::vector<int64_t>& totals) {
    return std::count_if(totals.begin(), totals.end(), [](int64_t t) { return t > 0; });
  };
  const int64_t rows = filled(row_totals), columns = filled(column_totals);
  if (rows < 2 || columns < 2) return std::nullopt;

  const double n = static_cast<double>(table.Total());
  Association association{.degrees = (rows - 1) * (columns - 1)};
  int64_t low = 0;
  double least = n;
  for (size_t i = 0; i < table.rows(); ++i) {
    for (size_t j = 0; j < table.columns(); ++j) {
      if (row_totals[i] == 0 || column_totals[j] == 0) continue;
      const double expected =
          static_cast<double>(row_totals[i]) * static_cast<double>(column_totals[j]) / n;
      const double off = static_cast<double>(table.At(i, j)) - expected;
      association.chi_square += off * off / expected;
      low += expected < 5;
      least = std::min(least, expected);
    }
  }
  association.p_value = ChiSquareUpperTail(association.chi_square, association.degrees);
  const double smaller = static_cast<double>(std::min(rows, columns) - 1);
  association.cramers_v = std::min(1.0, std::sqrt(association.chi_square / (n * smaller)));
  association.low_expected_share = static_cast<double>(low) / static_cast<double>(rows * columns);
  association.reliable = association.low_expected_share <= 0.2 && least >= 1;
  return association;
}

}  // namespace mainstay::survey
