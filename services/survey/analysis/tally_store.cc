#include "services/survey/analysis/tally_store.h"

#include <pqxx/result>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/list.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/survey/analysis/stratum_row.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kIsSettled{"tally_is_settled",
                                   "SELECT EXISTS (SELECT FROM campaign_tellings "
                                   "WHERE campaign_id = $1 AND settle_time IS NOT NULL)"};
constexpr pg::Statement kRead{
    "tally_read",
    "SELECT wave, tier, region, segment, role, channel, language, flagged, "
    "counters, uninvited FROM response_tallies WHERE campaign_id = $1 AND counters[1] <> 0 "
    "ORDER BY wave, tier, region, segment, role, channel, language, flagged"};
constexpr pg::Statement kCountUncounted{
    "tally_count_uncounted",
    "SELECT count(*) FROM responses WHERE campaign_id = $1 AND NOT tallied AND NOT unreadable"};
constexpr pg::Statement kCountUnreadable{
    "tally_count_unreadable",
    "SELECT count(*) FROM responses WHERE campaign_id = $1 AND unreadable"};
constexpr pg::Statement kInvited{"tally_invited", R"sql(
SELECT wave, tier, region, '' AS segment, role, channel, language, false AS flagged,
  sum(invited)::bigint
FROM (
  SELECT wave, tier, region, role, channel, language, invited FROM invited_tallies
  WHERE campaign_id = $1
  UNION ALL
  SELECT wave, tier, region, role, channel, language, CASE WHEN tallied THEN -1 ELSE 1 END
  FROM invitations
  WHERE campaign_id = $1 AND )sql" MAINSTAY_INVITED_UNTALLIED R"sql(
) counted
GROUP BY wave, tier, region, role, channel, language HAVING sum(invited) <> 0
)sql"};

// The SQL of one side's value, of responses r; NULL where it was not answered.
std::string ValueOf(const CrossSide& side, api::ListParams& params) {
  if (!side.dimension.empty()) return absl::StrCat("s.", side.dimension, "::text");
  const std::string answer = absl::StrCat("(r.told -> ", params.Add(side.key), "::text");
  if (side.choice) return absl::StrCat(answer, " -> 'choices' ->> 0)");
  // "9.0" is 9.
  if (side.row.empty()) return absl::StrCat(answer, " ->> 'number')::numeric::int::text");
  return absl::StrCat(answer, " -> 'rows' ->> ", params.Add(side.row), "::text)::int::text");
}

}  // namespace

bool IsSettled(pg::Tx& tx, const std::string& campaign_id) {
  return tx.Run(kIsSettled, campaign_id)[0][0].as<bool>();
}

absl::StatusOr<std::vector<StratumTally>> ReadTallies(pg::Tx& tx, const std::string& campaign_id,
                                                      std::shared_ptr<const TallyPlan> plan) {
  std::vector<StratumTally> strata;
  for (const auto& row : tx.Run(kRead, campaign_id)) {
    std::vector<int64_t> counters;
    for (const std::string& text : pg::ParseArray(row[8].c_str())) {
      int64_t counter = 0;
      if (!absl::SimpleAtoi(text, &counter)) return absl::InternalError("a counter is no number");
      counters.push_back(counter);
    }
    absl::StatusOr<Tally> tally = Tally::Restore(plan, counters);
    if (!tally.ok()) {
      return absl::InternalError(
          absl::StrCat("tallies of campaign ", campaign_id, ": ", tally.status().message()));
    }
    strata.push_back({StratumOf(row, 0), *std::move(tally), row[9].as<int64_t>()});
  }
  return strata;
}

int64_t CountUncounted(pg::Tx& tx, const std::string& campaign_id) {
  return tx.Run(kCountUncounted, campaign_id)[0][0].as<int64_t>();
}

int64_t CountUnreadable(pg::Tx& tx, const std::string& campaign_id) {
  return tx.Run(kCountUnreadable, campaign_id)[0][0].as<int64_t>();
}

std::vector<InvitedCount> CountInvited(pg::Tx& tx, const std::string& campaign_id) {
  std::vector<InvitedCount> counts;
  for (const auto& row : tx.Run(kInvited, campaign_id)) {
    counts.push_back({StratumOf(row, 0), row[8].as<int64_t>()});
  }
  return counts;
}

std::vector<CrossCount> CountPairs(pg::Tx& tx, const std::string& campaign_id,
                                   const Selection& selection, const CrossSide& row,
                                   const CrossSide& column) {
  api::ListParams params{api::ListQuery()};
  const std::string campaign = params.Add(campaign_id);
  std::string sql = absl::StrCat(
      "SELECT v.row_value, v.column_value, count(*) "
      "FROM (SELECT *, answers - untold AS told FROM responses) r, "
      "LATERAL (SELECT " MAINSTAY_STRATUM ") s, LATERAL (SELECT ",
      ValueOf(row, params), " AS row_value, ", ValueOf(column, params),
      " AS column_value) v WHERE r.tallied AND r.campaign_id = ", campaign,
      "::uuid AND v.row_value IS NOT NULL "
      "AND v.column_value IS NOT NULL");
  absl::StrAppend(&sql, SelectedPredicate(selection, params), " GROUP BY 1, 2");
  std::vector<CrossCount> counts;
  for (const auto& pair : tx.Exec(sql, params.values())) {
    counts.push_back({pair[0].c_str(), pair[1].c_str(), pair[2].as<int64_t>()});
  }
  return counts;
}

}  // namespace mainstay::survey
