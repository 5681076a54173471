// Whether a term is more frequent in one group of texts than in another, or only seems so.
#pragma once

#include <cstdint>
#include <vector>

namespace mainstay::themes {

// Texts of two groups, those with a term and all of them; `with` <= `all`.
struct TwoGroups {
  int64_t with = 0, all = 0;
  int64_t other_with = 0, other_all = 0;
};

// The log-likelihood ratio of the two by two table of texts with and without the term in both
// groups: G² = 2 Σ O ln(O / E), E = row total · column total / total, over its four cells, an empty
// one counting as 0 (T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence,
// Computational Linguistics 19(1), 1993). 0 when the term is equally frequent in both or a group
// is empty. Unlike χ² it holds for the rare events that words are.
double LogLikelihoodRatio(const TwoGroups& groups);

// Probability of a G² at least as large when the term is equally frequent in both groups: the upper
// tail of χ² with one degree of freedom, erfc(√(G²/2)).
double PValue(double log_likelihood_ratio);

// How often a term has to be expected in the group for every time in the other: the ratio of their
// shares with half a text added to each cell (Haldane, Anscombe), so that it is finite when the
// other group has none. 1 when a group is empty.
double RateRatio(const TwoGroups& groups);

// The Benjamini–Hochberg adjusted values of `p`, in its order: taking those up to q for discoveries
// keeps the expected share of false ones below q (Benjamini, Hochberg, Controlling the False
// Discovery Rate, J. R. Statist. Soc. B 57(1), 1995).
std::vector<double> AdjustedForMany(const std::vector<double>& p);

}  // namespace mainstay::themes
