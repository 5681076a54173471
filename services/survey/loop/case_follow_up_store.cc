#include "services/survey/loop/case_follow_up_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kInsert{"case_follow_up_insert", R"sql(
INSERT INTO case_follow_ups (case_id, account_id, campaign_id, contact_id, state, close_time,
  look_at)
VALUES ($1, $2, $3, nullif($4, '')::uuid, $5, $6, $6)
ON CONFLICT (case_id) DO NOTHING
RETURNING 1
)sql"};

#define MAINSTAY_CASE_FOLLOW_UP_COLUMNS                                     \
  "f.case_id, coalesce(d.survivor_id, f.account_id), f.campaign_id, "       \
  "coalesce(f.contact_id::text, ''), coalesce(f.invitation_id::text, ''), " \
  "f.state, f.reason, f.close_time"
#define MAINSTAY_CASE_FOLLOW_UP_TABLES \
  " FROM case_follow_ups f LEFT JOIN account_directory d USING (account_id) "

constexpr pg::Statement kDue{
    "case_follow_up_due",
    "SELECT " MAINSTAY_CASE_FOLLOW_UP_COLUMNS MAINSTAY_CASE_FOLLOW_UP_TABLES
    "JOIN campaigns c USING (campaign_id) WHERE f.state = 'planned' AND f.look_at <= $1 "
    "AND c.state IN ('running', 'closed') ORDER BY f.look_at, f.case_id LIMIT 1"};
constexpr pg::Statement kLock{
    "case_follow_up_lock",
    "SELECT 1 FROM case_follow_ups WHERE case_id = $1::uuid AND state = 'planned' FOR UPDATE"};
constexpr pg::Statement kUpdate{"case_follow_up_update", R"sql(
UPDATE case_follow_ups SET state = $2, reason = $3, invitation_id = nullif($4, '')::uuid
WHERE case_id = $1::uuid
)sql"};
constexpr pg::Statement kPutOff{"case_follow_up_put_off",
                                "UPDATE case_follow_ups SET look_at = $2 WHERE case_id = $1::uuid"};
constexpr pg::Statement kCampaign{
    "case_follow_up_campaign",
    "SELECT campaign_id FROM campaigns WHERE purpose = 'case_follow_up' AND state = 'running' "
    "AND channel <> 'link' AND launch_time <= $1::timestamptz ORDER BY launch_time DESC, "
    "campaign_id DESC LIMIT 1"};

CaseFollowUp FollowUpOf(const pqxx::row& row) {
  CaseFollowUp f;
  f.case_id = row[0].c_str();
  f.account_id = row[1].c_str();
  f.campaign_id = row[2].c_str();
  f.contact_id = row[3].c_str();
  f.invitation_id = row[4].c_str();
  f.state = row[5].c_str();
  f.reason = row[6].c_str();
  f.close_time = pg::ParseTime(row[7].c_str());
  return f;
}

}  // namespace

bool InsertCaseFollowUp(pg::Tx& tx, const CaseFollowUp& f) {
  return !tx.Run(kInsert, f.case_id, f.account_id, f.campaign_id, f.contact_id, f.state,
                 f.close_time)
              .empty();
}

std::optional<CaseFollowUp> FindDueFollowUp(pg::Tx& tx, absl::Time now) {
  const pqxx::result rows = tx.Run(kDue, now);
  if (rows.empty()) return std::nullopt;
  return FollowUpOf(rows[0]);
}

bool LockPlannedFollowUp(pg::Tx& tx, const std::string& case_id) {
  return !tx.Run(kLock, case_id).empty();
}

void UpdateCaseFollowUp(pg::Tx& tx, const CaseFollowUp& f) {
  tx.Run(kUpdate, f.case_id, f.state, f.reason, f.invitation_id);
}

void PutOffFollowUp(pg::Tx& tx, const std::string& case_id, absl::Time look_at) {
  tx.Run(kPutOff, case_id, look_at);
}

absl::Span<const api::Sort> CaseFollowUpSorts() {
  static constexpr api::Sort kSorts[] = {{"close_time", true, "f.close_time", "timestamptz"}};
  return kSorts;
}

api::Rows<CaseFollowUp> ListCaseFollowUps(pg::Tx& tx, const api::ListQuery& query,
                                          const std::string& campaign_id,
                                          const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CASE_FOLLOW_UP_COLUMNS, api::KeyColumns(query, "f.case_id"),
                   MAINSTAY_CASE_FOLLOW_UP_TABLES "WHERE ", query.filter.where,
                   " AND f.campaign_id = ", params.Add(campaign_id), "::uuid");
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "f.account_id", "", scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "f.case_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FollowUpOf);
}

std::optional<std::string> FollowUpCampaignAt(pg::Tx& tx, absl::Time closed) {
  const pqxx::result rows = tx.Run(kCampaign, closed);
  if (rows.empty()) return std::nullopt;
  return rows[0][0].c_str();
}

}  // namespace mainstay::survey
