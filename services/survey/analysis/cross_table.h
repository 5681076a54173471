// How two things go together: the counts of every pair of answers, and how strong the association
// is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace mainstay::survey {

// Counts by row and column.
class CrossTable {
 public:
  // Either may be 0: of facts, only what was answered with is known.
  CrossTable(size_t rows, size_t columns)
      : rows_(rows), columns_(columns), cells_(rows * columns) {}

  size_t rows() const { return rows_; }
  size_t columns() const { return columns_; }
  int64_t& At(size_t row, size_t column) { return cells_[row * columns_ + column]; }
  int64_t At(size_t row, size_t column) const { return cells_[row * columns_ + column]; }

  std::vector<int64_t> RowTotals() const;
  std::vector<int64_t> ColumnTotals() const;
  int64_t Total() const;

 private:
  size_t rows_;
  size_t columns_;
  std::vector<int64_t> cells_;
};

// Pearson's χ² of independence, Σ (O − E)² ÷ E with E = row total · column total ÷ total, without a
// correction for continuity, over the rows and columns that are not empty; its degrees of freedom
// (r − 1)(c − 1) count only these. Cramér's V = √(χ² ÷ (n · min(r − 1, c − 1))), 0 (none) to 1
// (H. Cramér, Mathematical Methods of Statistics, Princeton 1946, § 21.9).
struct Association {
  double chi_square = 0;
  int64_t degrees = 0;  // at least 1
  double p_value = 1;
  double cramers_v = 0;
  // Of cells with an expected count under 5. The test holds while these are at most a fifth and
  // none is under 1 (W. G. Cochran, Some Methods for Strengthening the Common χ² Tests, Biometrics
  // 10, 1954).
  double low_expected_share = 0;
  bool reliable = false;
};

// Nothing unless at least two rows and two columns have answers.
std::optional<Association> AssociationOf(const CrossTable& table);

}  // namespace mainstay::survey
