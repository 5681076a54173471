// Criteria sets and rankings between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/scoring/ranking.h"
#include "services/feedback/scoring/scoring_set.h"

namespace mainstay::feedback {

inline constexpr std::string_view kCriteriaSetPattern = "criteriaSets/*";
inline constexpr std::string_view kRankingPattern = "rankings/*";

// "" for "".
std::string CriteriaSetName(const std::string& id);
std::string RankingName(const std::string& id);

// The fields that people may set. Enum numbers that do not exist are violations of their fields.
absl::StatusOr<ScoringSet> FromProto(const v1::CriteriaSet& message);
v1::CriteriaSet ToProto(const ScoringSet& set);
absl::StatusOr<std::string> NormalizationFromProto(v1::Normalization normalization);

// Without what is worked out of it.
v1::Ranking ToProto(const Ranking& ranking, const ScoringSet& set);
// Criterion `place` of the set in a ranking's result.
v1::RankingCriterion RankingCriterionOf(const ScoringSet& set, size_t place,
                                        const TopsisRanking& result, const WeightBand& band);
// By criterion; `scores` are the alternative's, none missing.
template <class Message>
void AddParts(const ScoringSet& set, absl::Span<const CriterionPart> parts,
              absl::Span<const std::optional<double>> scores, Message& message) {
  for (size_t i = 0; i < parts.size(); ++i) {
    v1::RankingPart& part = *message.add_parts();
    part.set_criterion(set.rules.criteria[i].id);
    part.set_score(scores[i].value_or(0));
    part.set_value(parts[i].value);
    part.set_ideal_gap(parts[i].ideal_gap);
    part.set_anti_ideal_gap(parts[i].anti_ideal_gap);
    part.set_ideal_share(parts[i].ideal_share);
    part.set_anti_ideal_share(parts[i].anti_ideal_share);
  }
}
v1::WeightSwap ToProto(const WeightSwap& swap, const ScoringSet& set, const std::string& next);
// Of rows, whose ids are requirements'.
v1::ReversedPair ToProto(const ReversedPair& pair);

}  // namespace mainstay::feedback
