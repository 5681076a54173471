// What is not shown, so that nobody can be recognised in the figures of a confidential or anonymous
// survey: groups of fewer than `least` people, and what would let them be computed.
//
// A cross table is shown with its margins and its total. Hidden are
// 1. the cells and margins of 1 to least − 1 people, and everything in a row or column whose margin
//    is hidden for that (its zeros, too: they would say what the few did not answer);
// 2. as many further cells and margins as it takes that none of the hidden ones follows from what
// is
//    shown (complementary suppression), those of the fewest people first.
// A 0 elsewhere is shown. Fewer than `least` people in all hide everything but the total.
//
// Whether a hidden count follows: margins and cells are flows of people through a network, total →
// row → column → total, and what a reader does not know are the hidden flows, each at least 1 (0 in
// a hidden row or column). A hidden count can be another one exactly when a person more or less can
// be sent around a cycle of hidden flows through it (D. Gusfield, A Graph Theoretic Approach to
// Statistical Data Security, SIAM J. Comput. 17(3), 1988). The total is the sample size, which is
// always shown. Tests of association would be one more equation about the hidden counts; who shows
// a table with something hidden shows none (Hidden()).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/cross_table.h"

namespace mainstay::survey {

// The least number of people that figures are shown of.
inline constexpr int64_t kLeastGroup = 5;

// A cross table as it may be shown: nothing stands for what is hidden.
struct ShownTable {
  std::vector<std::vector<std::optional<int64_t>>> cells;  // by row, by column
  std::vector<std::optional<int64_t>> row_totals;
  std::vector<std::optional<int64_t>> column_totals;
  int64_t total = 0;

  // Whether anything is.
  bool Hidden() const;
};

// `least` 0 or 1 hides nothing.
ShownTable Suppress(const CrossTable& table, int64_t least = kLeastGroup);

// Which of the groups of these sizes, disjoint and together the whole whose figures are shown as
// well, must be hidden: those that are `hidden` already (none when it is empty), those of 1 to
// least − 1 people, and then the smallest others until the hidden ones are at least two groups of
// `least` people together (what remains of the whole without those shown are their joint figures).
// Groups of nobody are not hidden for that.
std::vector<bool> HiddenGroups(absl::Span<const int64_t> sizes, int64_t least = kLeastGroup,
                               std::vector<bool> hidden = {});

}  // namespace mainstay::survey
