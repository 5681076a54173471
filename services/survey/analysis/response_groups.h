// Which responses a question about a campaign is about, and what may be told of them. Domain code.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// What responses are split by: "wave", "tier", "region", "segment", "role", "channel", "language".
using Dimension = std::string;

// The stratum's value in a dimension; waves as numbers.
std::string ValueIn(const Stratum& stratum, std::string_view dimension);

struct Selection {
  // By dimension, the value that responses have; at most one of each.
  std::map<Dimension, std::string> values;
  bool exclude_flagged = false;

  bool Holds(const Stratum& stratum) const;
};

// INVALID_ARGUMENT when a campaign whose respondents are `protected_` from the caller is
// split by more than one thing: by what is selected and the `other` things it is split by.
absl::Status CheckSplits(const Selection& selection, int other, bool protected_);

// A group of responses with what may be told of it.
struct ResponseGroup {
  std::string value;  // in the dimension asked for; empty for all of them
  bool suppressed = false;
  int64_t flagged = 0;    // responses with flags
  int64_t uninvited = 0;  // responses that answered no invitation
  Tally tally;
  // By question of the plan: not to be told, all of them when suppressed.
  std::vector<bool> hidden;
};

struct GroupedResponses {
  ResponseGroup total;
  std::vector<ResponseGroup>
      groups;  // the largest first, waves in order; empty without a dimension
};

// The responses of `strata` that are selected, all together and by `dimension` (empty: not). Of
// protected ones nothing is told of fewer than kLeastGroup, nor what the figures of others would
// tell (HiddenGroups): of a selected value it is judged among all values of its dimension. Without
// the flagged ones the difference to the figures with them is judged as well.
GroupedResponses Group(std::shared_ptr<const TallyPlan> plan, absl::Span<const StratumTally> strata,
                       const Selection& selection, std::string_view dimension, bool protected_);

}  // namespace mainstay::survey
