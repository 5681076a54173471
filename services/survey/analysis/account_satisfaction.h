// How satisfied an account is, when its people do not matter alike: what each of them answered,
// weighted by buying role and influence, and whose voice is missing.
//
// The score is Σ w·s ÷ Σ w over those who answered, w = weight of the role · weight of the
// influence. It is never without its sample: how many answered of how many asked, the share of the
// weight of those asked that was heard, and Kish's effective sample size (Σ w)² ÷ Σ w², which is
// the number of answers when all weigh alike and less the more they differ (L. Kish, Survey
// Sampling, Wiley 1965, § 11.7). A decision-maker who says nothing leaves the score as it is, and
// is named.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace mainstay::survey {

inline constexpr char kDecisionMaker[] = "decision_maker";

// What a person counts for.
struct VoiceWeights {
  // By buying role as accounts calls it; "" for those without one, and for roles not named here.
  std::map<std::string, double> roles = {
      {"decision_maker", 5}, {"sponsor", 4}, {"influencer", 3}, {"handler", 2}, {"gatekeeper", 2},
      {"user", 1},           {"", 1}};
  // By influence, 1 (little) to 5 (decisive); 0 for those of whom it is not known.
  std::array<double, 6> influence = {1, 0.5, 0.75, 1, 1.25, 1.5};

  double Of(const std::string& role, int influence_of) const;
};
// INVALID_ARGUMENT unless all weights are above 0 and at most 100.
absl::Status Validate(const VoiceWeights& weights);

// One person of the account, and the last answer if there is one.
struct Voice {
  std::string contact;
  std::string buying_role;
  int influence = 0;  // 0 to 5
  bool asked = false;
  std::optional<double> score;  // 0 to 100
};

// From this share of the weight asked on, and with a decision-maker among those heard, a score
// stands for the account.
inline constexpr double kRepresentativeWeight = 0.5;

struct AccountSatisfaction {
  std::optional<double> score;       // weighted, 0 to 100; nothing when nobody answered
  std::optional<double> plain_mean;  // of the same answers, unweighted
  int64_t answered = 0;
  int64_t asked = 0;
  double weight_heard = 0;           // of those asked, 0 to 1
  double effective_sample_size = 0;  // at most `answered`
  // Decision-makers who were asked and did not answer, and those who were not even asked; in the
  // order given.
  std::vector<std::string> silent_decision_makers;
  std::vector<std::string> unasked_decision_makers;
  bool representative = false;
};

// Who answered counts as asked. Scores of people who are not asked any more are for the caller to
// leave out.
AccountSatisfaction SatisfactionOf(absl::Span<const Voice> voices,
                                   const VoiceWeights& weights = {});

}  // namespace mainstay::survey
