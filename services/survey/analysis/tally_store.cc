#include "services/survey/analysis/tally_store.h"

#include <pqxx/result>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/list.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

// What a fact's column is called in `facts`; a fact that is not known counts as "".
#define MAINSTAY_STRATUM                                                                       \
  "wave, coalesce(facts ->> 'tier', '') AS tier, coalesce(facts ->> 'region', '') AS region, " \
  "coalesce(facts ->> 'segment', '') AS segment, coalesce(facts ->> 'role', '') AS role, "     \
  "channel, language, flags <> '{}' AS flagged"

// Locked: their flags cannot change before they are counted. What others have locked comes later.
#define MAINSTAY_COUNTED_COLUMNS                                                        \
  "SELECT response_id, campaign_id, questionnaire_id, questionnaire_version, answers, " \
  "tallied_flagged, " MAINSTAY_STRATUM " FROM responses "
#define MAINSTAY_COUNTED_ORDER "ORDER BY campaign_id, response_id LIMIT $1 FOR UPDATE SKIP LOCKED"
constexpr pg::Statement kUncounted{
    "tally_uncounted", MAINSTAY_COUNTED_COLUMNS "WHERE NOT tallied " MAINSTAY_COUNTED_ORDER};
constexpr pg::Statement kReflagged{
    "tally_reflagged", MAINSTAY_COUNTED_COLUMNS
    "WHERE tallied AND tallied_flagged <> (flags <> '{}') " MAINSTAY_COUNTED_ORDER};
constexpr pg::Statement kMark{
    "tally_mark",
    "UPDATE responses SET tallied = true, tallied_flagged = flags <> '{}' "
    "WHERE response_id = ANY($1::uuid[])"};
constexpr pg::Statement kAdd{"tally_add", R"sql(
INSERT INTO response_tallies AS t (campaign_id, wave, tier, region, segment, role, channel, language,
  flagged, counters)
SELECT a.campaign_id, a.wave, a.tier, a.region, a.segment, a.role, a.channel, a.language,
  a.flagged::boolean, a.counters::bigint[]
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::text[]) AS a (campaign_id, wave, tier, region, segment, role, channel,
  language, flagged, counters)
ON CONFLICT (campaign_id, wave, tier, region, segment, role, channel, language, flagged) DO UPDATE
SET counters = (SELECT array_agg(u.before + u.more ORDER BY u.n)
  FROM unnest(t.counters, excluded.counters) WITH ORDINALITY AS u (before, more, n))
)sql"};
constexpr pg::Statement kRead{
    "tally_read",
    "SELECT wave, tier, region, segment, role, channel, language, flagged, "
    "counters FROM response_tallies WHERE campaign_id = $1 AND counters[1] <> 0 "
    "ORDER BY wave, tier, region, segment, role, channel, language, flagged"};
constexpr pg::Statement kCountUncounted{
    "tally_count_uncounted",
    "SELECT count(*) FROM responses WHERE campaign_id = $1 AND NOT tallied"};
constexpr pg::Statement kInvited{"tally_invited", R"sql(
SELECT wave, tier, region, '' AS segment, role, channel, language, false AS flagged, count(*)
FROM invitations
WHERE campaign_id = $1 AND send_time IS NOT NULL AND state NOT IN ('bounced', 'undeliverable')
GROUP BY wave, tier, region, role, channel, language
)sql"};

// From column `first` on.
Stratum StratumOf(const pqxx::row& row, int first) {
  return {.wave = row[first].as<int>(),
          .tier = row[first + 1].c_str(),
          .region = row[first + 2].c_str(),
          .segment = row[first + 3].c_str(),
          .role = row[first + 4].c_str(),
          .channel = row[first + 5].c_str(),
          .language = row[first + 6].c_str(),
          .flagged = row[first + 7].as<bool>()};
}

std::string ArrayText(const std::vector<int64_t>& counters) { return *pg::ToParam(counters); }

using Tallies = std::map<std::pair<std::string, Stratum>, Tally>;  // by campaign

void AddTallies(pg::Tx& tx, const Tallies& tallies) {
  std::vector<std::string> campaigns, tiers, regions, segments, roles, channels, languages, flagged,
      counters;
  std::vector<int64_t> waves;
  for (const auto& [key, tally] : tallies) {
    const auto& [campaign, stratum] = key;
    campaigns.push_back(campaign);
    waves.push_back(stratum.wave);
    tiers.push_back(stratum.tier);
    regions.push_back(stratum.region);
    segments.push_back(stratum.segment);
    roles.push_back(stratum.role);
    channels.push_back(stratum.channel);
    languages.push_back(stratum.language);
    flagged.push_back(stratum.flagged ? "t" : "f");
    counters.push_back(ArrayText(tally.Counters()));
  }
  tx.Run(kAdd, campaigns, waves, tiers, regions, segments, roles, channels, languages, flagged,
         counters);
}

// The SQL of one side's value, of responses r; NULL where it was not answered.
std::string ValueOf(const CrossSide& side, api::ListParams& params) {
  if (!side.dimension.empty()) return absl::StrCat("s.", side.dimension, "::text");
  const std::string answer = absl::StrCat("(r.answers -> ", params.Add(side.key), "::text");
  if (side.choice) return absl::StrCat(answer, " -> 'choices' ->> 0)");
  // "9.0" is 9.
  if (side.row.empty()) return absl::StrCat(answer, " ->> 'number')::numeric::int::text");
  return absl::StrCat(answer, " -> 'rows' ->> ", params.Add(side.row), "::text)::int::text");
}

}  // namespace

absl::StatusOr<bool> CountResponses(pg::Tx& tx, const PlanSource& plans, int limit) {
  pqxx::result rows = tx.Run(kUncounted, limit);
  if (rows.empty()) rows = tx.Run(kReflagged, limit);
  if (rows.empty()) return false;
  Tallies tallies;
  std::map<std::pair<std::string, int>, std::shared_ptr<const TallyPlan>> known;
  std::vector<std::string> counted;
  for (const auto& row : rows) {
    auto& plan = known[{row[2].c_str(), row[3].as<int>()}];
    if (plan == nullptr) {
      ASSIGN_OR_RETURN(plan, plans(tx, row[2].c_str(), row[3].as<int>()));
    }
    ASSIGN_OR_RETURN(const Answers answers, ParseAnswerDocument(row[4].c_str()));
    std::pair<std::string, Stratum> key = {row[1].c_str(), StratumOf(row, 6)};
    tallies.try_emplace(key, plan).first->second.Add(answers);
    if (!row[5].is_null()) {  // counted before, as what it was then
      key.second.flagged = row[5].as<bool>();
      tallies.try_emplace(key, plan).first->second.Add(answers, -1);
    }
    counted.push_back(row[0].c_str());
  }
  AddTallies(tx, tallies);
  tx.Run(kMark, counted);
  return true;
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
    strata.push_back({StratumOf(row, 0), *std::move(tally)});
  }
  return strata;
}

int64_t CountUncounted(pg::Tx& tx, const std::string& campaign_id) {
  return tx.Run(kCountUncounted, campaign_id)[0][0].as<int64_t>();
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
      "SELECT v.row_value, v.column_value, count(*) FROM responses r, "
      "LATERAL (SELECT " MAINSTAY_STRATUM ") s, LATERAL (SELECT ",
      ValueOf(row, params), " AS row_value, ", ValueOf(column, params),
      " AS column_value) v WHERE r.tallied AND r.campaign_id = ", campaign,
      "::uuid AND v.row_value IS NOT NULL "
      "AND v.column_value IS NOT NULL");
  if (selection.exclude_flagged) absl::StrAppend(&sql, " AND NOT s.flagged");
  for (const auto& [dimension, value] : selection.values) {
    absl::StrAppend(&sql, " AND s.", dimension, "::text = ", params.Add(value), "::text");
  }
  absl::StrAppend(&sql, " GROUP BY 1, 2");
  std::vector<CrossCount> counts;
  for (const auto& pair : tx.Exec(sql, params.values())) {
    counts.push_back({pair[0].c_str(), pair[1].c_str(), pair[2].as<int64_t>()});
  }
  return counts;
}

}  // namespace mainstay::survey
