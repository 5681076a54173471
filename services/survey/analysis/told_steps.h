// In which steps the figures of confidential and anonymous campaigns move. Who reads them before
// and after a step knows the sum of what the step added, and no step adds little: of each wave that
// it adds to, and of each question of that wave, it adds at least kLeastGroup answers. So
// everything that two tellings of the whole or of a wave differ by is of that many people, and so
// is what differs between any two moments, being a sum of steps.
//
// Which responses may come with a step is found by leaving out: those of waves and questions that
// too few of them answered, until nothing has to be left out any more. That is the largest such
// set, like the k-core of a graph (S. B. Seidman, Network Structure and Minimum Degree, Social
// Networks 5(3), 1983): a set with the property loses nobody to the leaving out. The last
// kLeastGroup of each wave wait, whoever they are, so that what is left when the campaign is closed
// is enough to be told. Domain code.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// A response that figures do not have yet.
struct WaitingResponse {
  int wave = 0;
  Answers answers;
};

// The places of those that come with the next step, ascending; may be none. In `waiting` those that
// are to wait longer stand behind.
std::vector<size_t> NextStep(const std::shared_ptr<const TallyPlan>& plan,
                             absl::Span<const WaitingResponse> waiting);

// What comes with the last step.
struct LastStep {
  std::vector<size_t> told;  // places, ascending
  // Of each of these: the keys of questions whose answers are left out, ascending; taken from
  // `waiting` already.
  std::vector<std::vector<std::string>> left_out;
};
// `first`: nothing was told before, and nothing has to be left out. Else waves of fewer than
// kLeastGroup stay out, and answers to what fewer of a wave answered.
LastStep TheLastStep(const std::shared_ptr<const TallyPlan>& plan, bool first,
                     std::vector<WaitingResponse>& waiting);

}  // namespace mainstay::survey
