// Requirements ranked and kept; alternatives of any kind ranked and not kept.
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/filter.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_reads.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/scoring/ranking_proto.h"
#include "services/feedback/scoring/ranking_store.h"
#include "services/feedback/scoring/score_store.h"
#include "services/feedback/scoring/scoring_events.h"
#include "services/feedback/scoring/scoring_handlers.h"
#include "services/feedback/scoring/scoring_proto.h"
#include "services/feedback/scoring/scoring_set_store.h"

namespace mainstay::feedback {
namespace {

constexpr int kMaxNamed = 1000;
constexpr int kMaxTop = 1000;

// What a call asks to be ranked.
struct Asked {
  std::string set_id;
  std::vector<std::string> ids;  // empty: those of the filter
  api::SqlFilter filter;
  bool filtered = false;      // by the caller's own filter
  std::string normalization;  // empty: the set's
};

absl::StatusOr<Asked> ReadAsked(const v1::RankRequirementsRequest& request) {
  Asked asked;
  ASSIGN_OR_RETURN(const auto set_ids,
                   api::ParseName(request.criteria_set(), kCriteriaSetPattern, "criteria_set"));
  asked.set_id = set_ids[0];
  ASSIGN_OR_RETURN(asked.normalization, NormalizationFromProto(request.normalization()));
  if (request.version() < 0) return status::BadField("version", "must not be negative");
  if (request.top() < 0 || request.top() > kMaxTop) {
    return status::BadField("top",
                            absl::StrCat("must be 1 to ", kMaxTop, "; ", kDefaultTop, " when 0"));
  }
  if (request.requirements_size() > kMaxNamed) {
    return status::BadField("requirements",
                            absl::StrCat("must be at most ", kMaxNamed, "; a filter takes more"));
  }
  for (int i = 0; i < request.requirements_size(); ++i) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.requirements(i), kRequirementPattern,
                                                    absl::StrCat("requirements[", i, "]")));
    asked.ids.push_back(ids[0]);
  }
  asked.filtered = !request.filter().empty();
  const bool all_open = asked.ids.empty() && !asked.filtered;
  ASSIGN_OR_RETURN(asked.filter, api::ParseFilter(all_open ? "open = true" : request.filter(),
                                                  RequirementFilterFields(), 1));
  return asked;
}

// INVALID_ARGUMENT names the first of the ids that is not among the rows.
absl::Status CheckAllThere(const std::vector<std::string>& ids,
                           const std::vector<RankingRow>& rows) {
  std::set<std::string_view> there;
  for (const RankingRow& row : rows) there.insert(row.requirement_id);
  for (size_t i = 0; i < ids.size(); ++i) {
    if (there.contains(ids[i])) continue;
    return status::BadField(absl::StrCat("requirements[", i, "]"),
                            "there is no such requirement, or it was merged; name the one that it "
                            "was merged into");
  }
  return absl::OkStatus();
}

// The rows to be ranked, in no order.
absl::StatusOr<std::vector<RankingRow>> RowsOf(pg::Tx& tx, const Asked& asked,
                                               const ScoringSet& set, const RequirementView& view) {
  std::vector<RankingRow> rows;
  for (const ScoredRequirement& r :
       ReadScored(tx, asked.set_id, asked.ids, asked.filter, view, kMaxRanked + 1)) {
    rows.push_back({.requirement_id = r.id, .title = r.title, .scores = ScoresBy(set, r)});
  }
  // A filter may leave out some of those that are named; nothing else does so in silence.
  if (!asked.filtered) RETURN_IF_ERROR(CheckAllThere(asked.ids, rows));
  if (rows.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_RANK",
                         "no requirement is asked for; widen the filter, or take some in");
  }
  if (rows.size() > kMaxRanked) {
    return status::BadField(
        "filter", absl::StrCat("takes more than ", kMaxRanked, " requirements; make it narrower"));
  }
  return rows;
}

absl::StatusOr<v1::Ranking> Rank(rpc::CallContext& call, const Deps& deps,
                                 const v1::RankRequirementsRequest& request) {
  ASSIGN_OR_RETURN(const Asked asked, ReadAsked(request));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  const auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::Ranking> {
    // Locked, so that each ranking by the set knows the one before it.
    if (!LockSet(tx, asked.set_id)) return status::NotFound(request.criteria_set());
    const auto set = ReadSet(tx, asked.set_id, request.version());
    if (!set) return status::BadField("version", "there is no such version of the set");
    ASSIGN_OR_RETURN(std::vector<RankingRow> rows, RowsOf(tx, asked, *set, ViewOf(call, deps)));
    Ranking ranking{.id = api::NewUuid(context.now),
                    .set_id = set->id,
                    .version = set->version,
                    .normalization = asked.normalization.empty() ? set->rules.normalization
                                                                 : asked.normalization,
                    .top = request.top() == 0 ? kDefaultTop : request.top(),
                    .previous_id = LatestRanking(tx, set->id),
                    .author = context.actor,
                    .create_time = context.now};
    const CriteriaSet rules = RulesOf(*set, ranking.normalization);
    // Ideals of the scale go with one normalization only.
    if (absl::Status valid = Validate(rules); !valid.ok()) return valid;
    std::vector<RankingRow> previous;
    if (!ranking.previous_id.empty()) previous = ReadRankingRows(tx, ranking.previous_id);
    ASSIGN_OR_RETURN(const TopsisRanking result, RankRows(rules, rows, previous));
    ranking.ranked = static_cast<int>(result.ranked.size());
    ranking.unranked = static_cast<int>(result.unranked.size());
    ranking.reversal_count = ReversalsOf(previous, rows, 0).count;
    InsertRanking(tx, ranking, rows);
    events::Append(tx, RequirementsRankedEvent(ranking, context));
    return ExplainRanking(ranking, *set, rows, result, call.scope().all());
  };
  return api::WriteOnce<v1::Ranking>(call, request, api::kReplayToCaller, effect,
                                     {.plan_once = false});
}

// The request as a set of its own and its alternatives.
absl::StatusOr<ScoringSet> SetOf(const v1::RankAlternativesRequest& request) {
  v1::CriteriaSet message;
  *message.mutable_criteria() = request.criteria();
  message.set_normalization(request.normalization());
  message.set_ideals(request.ideals());
  ASSIGN_OR_RETURN(ScoringSet set, FromProto(message));
  Complete(set);
  RETURN_IF_ERROR(Validate(set.rules));
  return set;
}

absl::StatusOr<std::vector<Alternative>> AlternativesOf(
    const v1::RankAlternativesRequest& request) {
  std::vector<Alternative> alternatives;
  alternatives.reserve(request.alternatives_size());
  for (int i = 0; i < request.alternatives_size(); ++i) {
    const auto& one = request.alternatives(i);
    if (one.scores_size() != request.criteria_size()) {
      return status::BadField(
          absl::StrCat("alternatives[", i, "].scores"),
          absl::StrCat("must be ", request.criteria_size(), ", one for each criterion"));
    }
    alternatives.push_back({one.id(), {one.scores().begin(), one.scores().end()}});
  }
  return alternatives;
}

absl::StatusOr<v1::RankAlternativesResponse> RankThem(rpc::CallContext&,
                                                      const v1::RankAlternativesRequest& request) {
  ASSIGN_OR_RETURN(const ScoringSet set, SetOf(request));
  ASSIGN_OR_RETURN(const std::vector<Alternative> alternatives, AlternativesOf(request));
  ASSIGN_OR_RETURN(const TopsisRanking result, RankByTopsis(set.rules, alternatives));
  const WeightSensitivity sensitivity(result);
  const std::vector<WeightBand> bands = sensitivity.Bands();
  const auto swaps = sensitivity.NeighbourSwaps(result.ranked.size());
  v1::RankAlternativesResponse response;
  for (size_t i = 0; i < set.rules.criteria.size(); ++i) {
    *response.add_criteria() = RankingCriterionOf(set, i, result, bands[i]);
  }
  for (size_t place = 0; place < result.ranked.size(); ++place) {
    const RankedAlternative& ranked = result.ranked[place];
    auto& one = *response.add_ranked();
    one.set_id(ranked.id);
    one.set_rank(ranked.rank);
    one.set_closeness(ranked.closeness);
    one.set_ideal_distance(ranked.ideal_distance);
    one.set_anti_ideal_distance(ranked.anti_ideal_distance);
    if (!request.omit_parts()) {
      AddParts(set, result.PartsOf(place), alternatives[ranked.index].scores, one);
    }
    if (place < swaps.size() && swaps[place]) {
      *one.mutable_swap() = ToProto(*swaps[place], set, result.ranked[place + 1].id);
    }
  }
  return response;
}

}  // namespace

void RegisterRankingWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kScoringService, "RankRequirements"), deps, Rank);
  router.Unary(absl::StrCat(kScoringService, "RankAlternatives"), RankThem);
}

}  // namespace mainstay::feedback
