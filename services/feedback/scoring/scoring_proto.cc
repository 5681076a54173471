#include "services/feedback/scoring/scoring_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

v1::Criterion CriterionToProto(const ScoringSet& set, size_t place) {
  const Criterion& criterion = set.rules.criteria[place];
  v1::Criterion message;
  message.set_id(criterion.id);
  message.set_display_name(set.titles[place]);
  message.set_direction(
      api::TextToEnum<v1::CriterionDirection>(criterion.direction, "CRITERION_DIRECTION_"));
  message.set_weight(criterion.weight);
  if (criterion.scale) {
    message.mutable_scale()->set_min(criterion.scale->min);
    message.mutable_scale()->set_max(criterion.scale->max);
  }
  message.set_source(api::TextToEnum<v1::CriterionSource>(set.sources[place], "CRITERION_SOURCE_"));
  return message;
}

}  // namespace

std::string CriteriaSetName(const std::string& id) {
  return id.empty() ? "" : absl::StrCat("criteriaSets/", id);
}

std::string RankingName(const std::string& id) {
  return id.empty() ? "" : absl::StrCat("rankings/", id);
}

absl::StatusOr<std::string> NormalizationFromProto(v1::Normalization normalization) {
  return api::EnumToText(normalization, "NORMALIZATION_", "normalization");
}

absl::StatusOr<ScoringSet> FromProto(const v1::CriteriaSet& message) {
  ScoringSet set;
  set.display_name = message.display_name();
  ASSIGN_OR_RETURN(set.rules.normalization, NormalizationFromProto(message.normalization()));
  ASSIGN_OR_RETURN(set.rules.ideals, api::EnumToText(message.ideals(), "IDEALS_", "ideals"));
  for (int i = 0; i < message.criteria_size(); ++i) {
    const v1::Criterion& one = message.criteria(i);
    const std::string at = absl::StrCat("criteria[", i, "].");
    Criterion criterion{.id = one.id(), .direction = "", .weight = one.weight(), .scale = {}};
    ASSIGN_OR_RETURN(criterion.direction,
                     api::EnumToText(one.direction(), "CRITERION_DIRECTION_", at + "direction"));
    if (one.has_scale()) criterion.scale = Scale{one.scale().min(), one.scale().max()};
    ASSIGN_OR_RETURN(std::string source,
                     api::EnumToText(one.source(), "CRITERION_SOURCE_", at + "source"));
    set.rules.criteria.push_back(std::move(criterion));
    set.titles.push_back(one.display_name());
    set.sources.push_back(std::move(source));
  }
  return set;
}

v1::CriteriaSet ToProto(const ScoringSet& set) {
  v1::CriteriaSet message;
  message.set_name(CriteriaSetName(set.id));
  message.set_display_name(set.display_name);
  for (size_t i = 0; i < set.rules.criteria.size(); ++i) {
    *message.add_criteria() = CriterionToProto(set, i);
  }
  message.set_normalization(
      api::TextToEnum<v1::Normalization>(set.rules.normalization, "NORMALIZATION_"));
  message.set_ideals(api::TextToEnum<v1::Ideals>(set.rules.ideals, "IDEALS_"));
  message.set_version(set.version);
  message.set_author(set.author);
  message.set_reason(set.reason);
  message.set_etag(api::EtagOf(set.version));
  *message.mutable_create_time() = api::TimeToProto(set.create_time);
  *message.mutable_update_time() = api::TimeToProto(set.update_time);
  return message;
}

v1::Ranking ToProto(const Ranking& ranking, const ScoringSet& set) {
  v1::Ranking message;
  message.set_name(RankingName(ranking.id));
  message.set_criteria_set(CriteriaSetName(ranking.set_id));
  message.set_version(ranking.version);
  message.set_normalization(
      api::TextToEnum<v1::Normalization>(ranking.normalization, "NORMALIZATION_"));
  message.set_ideals(api::TextToEnum<v1::Ideals>(set.rules.ideals, "IDEALS_"));
  message.set_ranked_count(ranking.ranked);
  message.set_unranked_count(ranking.unranked);
  message.set_top(ranking.top);
  message.set_previous(RankingName(ranking.previous_id));
  message.set_reversal_count(ranking.reversal_count);
  message.set_author(ranking.author);
  *message.mutable_create_time() = api::TimeToProto(ranking.create_time);
  return message;
}

v1::RankingCriterion RankingCriterionOf(const ScoringSet& set, size_t place,
                                        const TopsisRanking& result, const WeightBand& band) {
  v1::RankingCriterion message;
  *message.mutable_criterion() = CriterionToProto(set, place);
  message.set_weight(result.weights[place]);
  // Of nothing that was ranked there are no ideals.
  if (place < result.ideal.size()) message.set_ideal(result.ideal[place]);
  if (place < result.anti_ideal.size()) message.set_anti_ideal(result.anti_ideal[place]);
  message.set_lower(band.lower);
  message.set_upper(band.upper);
  return message;
}

v1::WeightSwap ToProto(const WeightSwap& swap, const ScoringSet& set, const std::string& next) {
  v1::WeightSwap message;
  message.set_criterion(set.rules.criteria[swap.criterion].id);
  message.set_weight(swap.weight);
  message.set_swap_weight(swap.swap_weight);
  message.set_next(next);
  return message;
}

v1::ReversedPair ToProto(const ReversedPair& pair) {
  v1::ReversedPair message;
  message.set_higher(absl::StrCat("requirements/", pair.higher));
  message.set_lower(absl::StrCat("requirements/", pair.lower));
  return message;
}

}  // namespace mainstay::feedback
