// Rankings: read, listed, compared, and reviewed after delivery.
#include <algorithm>
#include <cstdlib>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/scoring/deviation_review.h"
#include "services/feedback/scoring/ranking_proto.h"
#include "services/feedback/scoring/ranking_store.h"
#include "services/feedback/scoring/score_store.h"
#include "services/feedback/scoring/scoring_handlers.h"
#include "services/feedback/scoring/scoring_proto.h"
#include "services/feedback/scoring/scoring_set_store.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMovesTold = 100;

// A ranking with all that follows from it.
struct Whole {
  Ranking ranking;
  ScoringSet set;
  std::vector<RankingRow> rows;
  TopsisRanking result;
};

absl::StatusOr<Whole> ReadWhole(pg::Tx& tx, const std::string& id, const std::string& name) {
  Whole whole;
  const auto ranking = ReadRanking(tx, id);
  if (!ranking) return status::NotFound(name);
  whole.ranking = *ranking;
  whole.set = ReadSet(tx, ranking->set_id, ranking->version).value();
  whole.rows = ReadRankingRows(tx, id);
  ASSIGN_OR_RETURN(whole.result, RankByTopsis(RulesOf(whole.set, ranking->normalization),
                                              AlternativesOf(whole.rows)));
  return whole;
}

absl::StatusOr<v1::Ranking> Get(rpc::CallContext& call, const v1::GetRankingRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRankingPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Ranking> {
    ASSIGN_OR_RETURN(const Whole whole, ReadWhole(tx, ids[0], request.name()));
    return ExplainRanking(whole.ranking, whole.set, whole.rows, whole.result, call.scope().all());
  });
}

absl::StatusOr<v1::ListRankingsResponse> List(rpc::CallContext& call, const Deps& deps,
                                              const v1::ListRankingsRequest& request) {
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, asked, {{}, RankingSorts()}, ""));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRankingsResponse> {
        const auto page = ListRankings(tx, listing.query());
        v1::ListRankingsResponse response;
        std::vector<SetVersion> versions;
        for (const Ranking& ranking : page.items) {
          versions.emplace_back(ranking.set_id, ranking.version);
        }
        const auto sets = ReadSets(tx, versions);
        for (const Ranking& ranking : page.items) {
          *response.add_rankings() = ToProto(ranking, sets.at({ranking.set_id, ranking.version}));
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

// `reasons`: with its closeness and what that is made of.
v1::RankedRequirement RankedOf(const Whole& whole, size_t place, bool reasons) {
  const RankingRow& row = whole.rows[place];
  v1::RankedRequirement message;
  message.set_requirement(RequirementName(row.requirement_id));
  message.set_title(row.title);
  message.set_rank(row.rank);
  message.set_previous_rank(row.previous_rank);
  for (size_t i = 0; i < row.scores.size(); ++i) {
    if (!row.scores[i]) message.add_missing(whole.set.rules.criteria[i].id);
  }
  if (row.rank == 0 || !reasons) return message;
  message.set_closeness(row.closeness);
  message.set_ideal_distance(row.ideal_distance);
  message.set_anti_ideal_distance(row.anti_ideal_distance);
  AddParts(whole.set, whole.result.PartsOf(place), row.scores, message);
  return message;
}

absl::StatusOr<v1::ListRankedRequirementsResponse> ListRanked(
    rpc::CallContext& call, const Deps& deps, const v1::ListRankedRequirementsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kRankingPattern, "parent"));
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, asked, {{}, RankingRowSorts()},
                                      request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRankedRequirementsResponse> {
        ASSIGN_OR_RETURN(const Whole whole, ReadWhole(tx, ids[0], request.parent()));
        const auto page = ListRankingPlaces(tx, listing.query(), ids[0], call.scope());
        std::vector<int64_t> next;
        for (const int place : page.items) next.push_back(place + 1);
        const std::set<int> seen = SeenPlaces(tx, ids[0], next, call.scope());
        const WeightSensitivity sensitivity(whole.result);
        const bool reasons = call.scope().all() || !CountsSales(whole.set);
        v1::ListRankedRequirementsResponse response;
        for (const int place : page.items) {
          v1::RankedRequirement& ranked = *response.add_requirements();
          const auto at = static_cast<size_t>(place);
          ranked = RankedOf(whole, at, reasons);
          if (!reasons || !seen.contains(place + 1) || at + 1 >= whole.result.ranked.size()) {
            continue;
          }
          const std::vector<WeightSwap> swaps = sensitivity.SwapsOf(at, at + 1);
          if (swaps.empty()) continue;
          *ranked.mutable_swap() =
              ToProto(swaps.front(), whole.set, RequirementName(whole.rows[at + 1].requirement_id));
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

// What both have a rank for, and where they stand apart.
v1::CompareRankingsResponse CompareRows(const std::vector<RankingRow>& before,
                                        const std::vector<RankingRow>& after) {
  v1::CompareRankingsResponse response;
  const Reversals reversals = ReversalsOf(before, after, kMovesTold);
  response.set_reversal_count(reversals.count);
  for (const ReversedPair& pair : reversals.pairs) *response.add_pairs() = ToProto(pair);
  absl::flat_hash_map<std::string, int> old_ranks;
  for (const RankingRow& row : before) {
    if (row.rank > 0) old_ranks[row.requirement_id] = row.rank;
  }
  std::vector<v1::CompareRankingsResponse::Move> moves;
  for (const RankingRow& row : after) {
    const auto old = old_ranks.find(row.requirement_id);
    if (row.rank == 0 || old == old_ranks.end()) continue;
    response.set_common_count(response.common_count() + 1);
    if (row.rank == old->second) continue;
    v1::CompareRankingsResponse::Move move;
    move.set_requirement(RequirementName(row.requirement_id));
    move.set_title(row.title);
    move.set_old_rank(old->second);
    move.set_rank(row.rank);
    moves.push_back(std::move(move));
  }
  std::stable_sort(moves.begin(), moves.end(), [](const auto& a, const auto& b) {
    return std::abs(a.rank() - a.old_rank()) > std::abs(b.rank() - b.old_rank());
  });
  for (size_t i = 0; i < std::min(kMovesTold, moves.size()); ++i) *response.add_moves() = moves[i];
  return response;
}

absl::StatusOr<v1::CompareRankingsResponse> Compare(rpc::CallContext& call,
                                                    const v1::CompareRankingsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRankingPattern, "name"));
  std::string with;
  if (!request.with().empty()) {
    ASSIGN_OR_RETURN(const auto with_ids, api::ParseName(request.with(), kRankingPattern, "with"));
    with = with_ids[0];
  }
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CompareRankingsResponse> {
        const auto after = ReadRanking(tx, ids[0]);
        if (!after) return status::NotFound(request.name());
        const std::string earlier = with.empty() ? after->previous_id : with;
        if (earlier.empty()) {
          return status::BadField("with", "say which one: this is the first ranking by its set");
        }
        if (!ReadRanking(tx, earlier)) return status::NotFound(request.with());
        v1::CompareRankingsResponse response =
            CompareRows(ReadRankingRows(tx, earlier), ReadRankingRows(tx, ids[0]));
        response.set_with(RankingName(earlier));
        return response;
      });
}

v1::ScoreDeviation ToProto(const Deviation& deviation) {
  v1::ScoreDeviation message;
  message.set_count(deviation.count);
  message.set_bias(deviation.bias);
  message.set_mean_absolute(deviation.mean_absolute);
  if (deviation.correlation) message.set_correlation(*deviation.correlation);
  return message;
}

// What came of the rows' requirements, by criterion.
std::vector<Alternative> RealizedOf(pg::Tx& tx, const Whole& whole) {
  std::vector<std::string> ids;
  for (const RankingRow& row : whole.rows) ids.push_back(row.requirement_id);
  std::vector<Alternative> realized;
  for (const ScoredRequirement& r : ReadRealized(tx, whole.set.id, ids)) {
    Alternative& one = realized.emplace_back();
    one.id = r.id;
    for (size_t i = 0; i < whole.set.rules.criteria.size(); ++i) {
      const auto came = r.scores.find(whole.set.rules.criteria[i].id);
      const bool there =
          came != r.scores.end() && CheckScore(whole.set, i, came->second, "score").ok();
      one.scores.push_back(there ? std::optional<double>(came->second) : std::nullopt);
    }
  }
  return realized;
}

absl::StatusOr<v1::RankingDeviation> Deviate(rpc::CallContext& call,
                                             const v1::ReviewRankingDeviationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRankingPattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::RankingDeviation> {
    ASSIGN_OR_RETURN(const Whole whole, ReadWhole(tx, ids[0], request.name()));
    ASSIGN_OR_RETURN(const DeviationReview review,
                     ReviewDeviation(RulesOf(whole.set, whole.ranking.normalization),
                                     AlternativesOf(whole.rows), RealizedOf(tx, whole)));
    v1::RankingDeviation response;
    response.set_name(request.name());
    *response.mutable_closeness() = ToProto(review.closeness);
    for (const CriterionDeviation& one : review.criteria) {
      auto& criterion = *response.add_criteria();
      criterion.set_criterion(whole.set.rules.criteria[one.criterion].id);
      *criterion.mutable_deviation() = ToProto(one.deviation);
      criterion.set_relative(one.relative);
    }
    for (const ReviewedAlternative& one : review.reviewed) {
      auto& requirement = *response.add_requirements();
      requirement.set_requirement(RequirementName(one.id));
      requirement.set_scored_closeness(one.scored_closeness);
      requirement.set_realized_closeness(one.realized_closeness);
    }
    return response;
  });
}

}  // namespace

void RegisterRankingReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kScoringService, "GetRanking"), Get);
  router.Unary(absl::StrCat(kScoringService, "ListRankings"), deps, List);
  router.Unary(absl::StrCat(kScoringService, "ListRankedRequirements"), deps, ListRanked);
  router.Unary(absl::StrCat(kScoringService, "CompareRankings"), Compare);
  router.Unary(absl::StrCat(kScoringService, "ReviewRankingDeviation"), Deviate);
}

}  // namespace mainstay::feedback
