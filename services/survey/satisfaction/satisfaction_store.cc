#include "services/survey/satisfaction/satisfaction_store.h"

#include <pqxx/result>

#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

// Campaigns that ask how satisfied people are, and of which is known who said it.
#define MAINSTAY_COUNTED_CAMPAIGN                                            \
  "c.privacy <> 'anonymous' AND c.purpose IN ('satisfaction', 'nps_pulse', " \
  "'case_follow_up')"

// A table's rows of an asked account. By the account alone: before PostgreSQL has analysed the
// answers of a large campaign, it takes all of them for few and reads them for each account.
#define MAINSTAY_OF_FAMILY(table, also)                                     \
  "(SELECT * FROM " table " WHERE account_id = ANY (ARRAY" MAINSTAY_FAMILY( \
      "asked.account_id") ") AND contact_id IS NOT NULL" also " OFFSET 0)"

// What confidential ones say when their campaign is settled, but for what its figures leave out;
// all of a campaign come and go together, by its time.
constexpr pg::Statement kResponses{
    "satisfaction_responses",
    "SELECT asked.account_id, r.* FROM unnest($1::uuid[]) AS asked (account_id) CROSS JOIN LATERAL "
    "(SELECT r.contact_id, CASE WHEN c.privacy = 'confidential' THEN r.campaign_id END, "
    "r.questionnaire_id, r.questionnaire_version, "
    "CASE WHEN c.privacy = 'identified' OR (r.tallied AND t.settle_time IS NOT NULL) "
    "THEN r.answers - r.untold ELSE '{}' END, "
    "c.privacy = 'identified' OR t.settle_time IS NOT NULL "
    "FROM " MAINSTAY_OF_FAMILY("responses", "") " r JOIN campaigns c USING (campaign_id) "
    "LEFT JOIN campaign_tellings t USING (campaign_id) "
    "WHERE CASE WHEN c.privacy = 'confidential' THEN coalesce(t.settle_time, r.submit_time) "
    "ELSE r.submit_time END >= $2::timestamptz AND " MAINSTAY_COUNTED_CAMPAIGN
    " ORDER BY r.submit_time DESC, r.response_id DESC LIMIT 5000) r"};
constexpr pg::Statement kInvited{
    "satisfaction_invited",
    "SELECT asked.account_id, i.* FROM unnest($1::uuid[]) AS asked (account_id) CROSS JOIN LATERAL "
    "(SELECT i.contact_id, i.role, i.influence, i.state = 'answered' OR (i.send_time IS NOT NULL "
    "AND i.state IN ('sent', 'opened', 'expired')) "
    "FROM " MAINSTAY_OF_FAMILY("invitations", " AND create_time >= $2::timestamptz") " i "
    "JOIN campaigns c USING (campaign_id) WHERE " MAINSTAY_COUNTED_CAMPAIGN
    " ORDER BY i.create_time DESC, i.invitation_id DESC LIMIT 5000) i"};

constexpr pg::Statement kNote{
    "satisfaction_note",
    "INSERT INTO satisfaction_notes (account_id) SELECT DISTINCT unnest($1::uuid[])"};
constexpr pg::Statement kTake{"satisfaction_take", R"sql(
WITH taken AS (
  DELETE FROM satisfaction_notes WHERE note_id IN (
    SELECT note_id FROM satisfaction_notes ORDER BY note_id LIMIT $1::int FOR UPDATE SKIP LOCKED)
  RETURNING account_id
)
SELECT DISTINCT coalesce(d.survivor_id, taken.account_id) AS account_id
FROM taken LEFT JOIN account_directory d ON d.account_id = taken.account_id ORDER BY 1
)sql"};
// What was told of an account before it was merged stays, and is measured no more.
constexpr pg::Statement kOutdated{"satisfaction_outdated", R"sql(
(SELECT account_id FROM account_satisfaction s WHERE measure_time < $1::timestamptz
   AND NOT EXISTS (SELECT FROM account_directory d
     WHERE d.account_id = s.account_id AND d.survivor_id <> s.account_id)
 ORDER BY measure_time LIMIT $3::int)
UNION
(SELECT DISTINCT coalesce(d.survivor_id, i.account_id)
 FROM invitations i LEFT JOIN account_directory d USING (account_id)
 WHERE i.send_time >= $2::timestamptz AND NOT EXISTS (
   SELECT FROM account_satisfaction s WHERE s.account_id = coalesce(d.survivor_id, i.account_id))
 LIMIT $3::int)
UNION
(SELECT DISTINCT s.account_id
 FROM campaign_tellings t JOIN campaigns c USING (campaign_id) JOIN responses r USING (campaign_id)
 LEFT JOIN account_directory d USING (account_id)
 JOIN account_satisfaction s ON s.account_id = coalesce(d.survivor_id, r.account_id)
 WHERE c.privacy = 'confidential' AND t.settle_time >= $1::timestamptz
   AND s.measure_time < t.settle_time
 LIMIT $3::int)
ORDER BY 1
)sql"};

constexpr pg::Statement kLock{"satisfaction_lock", R"sql(
SELECT account_id, version, score, nps, respondents, invited, silent, measure_time
FROM account_satisfaction WHERE account_id = ANY ($1::uuid[]) ORDER BY account_id FOR UPDATE
)sql"};
constexpr pg::Statement kKeep{"satisfaction_keep", R"sql(
INSERT INTO account_satisfaction (account_id, version, score, nps, respondents, invited, silent,
  measure_time)
SELECT account_id, version, score::float8, nps::float8, respondents, invited, silent::text[],
  measure_time::timestamptz
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
  $7::text[], $8::text[])
  AS told (account_id, version, score, nps, respondents, invited, silent, measure_time)
ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE SET version = excluded.version, score = excluded.score,
  nps = excluded.nps, respondents = excluded.respondents, invited = excluded.invited,
  silent = excluded.silent, measure_time = excluded.measure_time
)sql"};

std::optional<double> DoubleOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return field.as<double>();
}

std::vector<std::string> Ids(const pqxx::result& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.emplace_back(row[0].c_str());
  return ids;
}

}  // namespace

std::map<std::string, std::vector<CountedResponse>> ReadCountedResponses(
    pg::Tx& tx, const std::vector<std::string>& account_ids, absl::Time start) {
  std::map<std::string, std::vector<CountedResponse>> responses;
  for (const auto& row : tx.Run(kResponses, account_ids, start)) {
    responses[row[0].c_str()].push_back({row[1].c_str(), row[2].is_null() ? "" : row[2].c_str(),
                                         row[3].c_str(), row[4].as<int>(), row[5].c_str(),
                                         row[6].as<bool>()});
  }
  return responses;
}

std::map<std::string, std::vector<Invited>> ReadInvited(pg::Tx& tx,
                                                        const std::vector<std::string>& account_ids,
                                                        absl::Time start) {
  std::map<std::string, std::vector<Invited>> invited;
  for (const auto& row : tx.Run(kInvited, account_ids, start)) {
    invited[row[0].c_str()].push_back(
        {row[1].c_str(), row[2].c_str(), row[3].as<int>(), row[4].as<bool>()});
  }
  return invited;
}

void NoteAnswered(pg::Tx& tx, const std::vector<std::string>& account_ids) {
  if (!account_ids.empty()) tx.Run(kNote, account_ids);
}

std::vector<std::string> TakeNoted(pg::Tx& tx, int limit) { return Ids(tx.Run(kTake, limit)); }

std::vector<std::string> ReadOutdated(pg::Tx& tx, absl::Time before, absl::Time start, int limit) {
  return Ids(tx.Run(kOutdated, before, start, limit));
}

std::map<std::string, ToldSatisfaction> LockTold(pg::Tx& tx,
                                                 const std::vector<std::string>& account_ids) {
  std::map<std::string, ToldSatisfaction> all;
  for (const auto& row : tx.Run(kLock, account_ids)) {
    ToldSatisfaction& told = all[row[0].c_str()];
    told.version = row[1].as<int64_t>();
    told.figures.score = DoubleOf(row[2]);
    told.figures.nps = DoubleOf(row[3]);
    told.figures.respondents = row[4].as<int64_t>();
    told.figures.invited = row[5].as<int64_t>();
    told.figures.silent_decision_makers = pg::ParseArray(row[6].c_str());
    told.measure_time = pg::ParseTime(row[7].c_str());
  }
  return all;
}

void KeepTold(pg::Tx& tx, const std::map<std::string, ToldSatisfaction>& all) {
  std::vector<std::string> ids, silent, times;
  std::vector<pg::Param> scores, nps;
  std::vector<int64_t> versions, respondents, invited;
  for (const auto& [id, told] : all) {
    ids.push_back(id);
    versions.push_back(told.version);
    scores.push_back(pg::ToParam(told.figures.score));
    nps.push_back(pg::ToParam(told.figures.nps));
    respondents.push_back(told.figures.respondents);
    invited.push_back(told.figures.invited);
    silent.push_back(*pg::ToParam(told.figures.silent_decision_makers));
    times.push_back(*pg::ToParam(told.measure_time));
  }
  tx.Run(kKeep, ids, versions, scores, nps, respondents, invited, silent, times);
}

}  // namespace mainstay::survey
