#include "services/engagement/case_verifications/case_verification_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

#define MAINSTAY_VERIFICATION_COLUMNS                                                   \
  "v.verification_id, v.case_id, v.number, v.state, v.close_time, v.visit_id, v.note, " \
  "v.verifier, v.verify_time"
constexpr int kColumns = 9;

constexpr pg::Statement kInsert{"case_verification_insert", R"sql(
INSERT INTO case_verifications (verification_id, account_id, case_id, number, state, close_time)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
constexpr pg::Statement kUpdate{"case_verification_update", R"sql(
UPDATE case_verifications SET state = $2, visit_id = $3, note = $4, verifier = $5, verify_time = $6
WHERE verification_id = $1
)sql"};
constexpr pg::Statement kDrop{"case_verification_drop",
                              "UPDATE case_verifications SET state = 'dropped' "
                              "WHERE case_id = $1 AND state = 'open'"};
constexpr pg::Statement kLock{
    "case_verification_lock",
    "SELECT " MAINSTAY_VERIFICATION_COLUMNS
    " FROM case_verifications v WHERE v.verification_id = $2 AND v.account_id IN " MAINSTAY_FAMILY(
        "$1") " FOR UPDATE OF v"};
constexpr pg::Statement kOpen{
    "case_verification_open",
    "SELECT " MAINSTAY_VERIFICATION_COLUMNS
    " FROM case_verifications v WHERE v.state = 'open' AND v.account_id IN " MAINSTAY_FAMILY(
        "$1") " ORDER BY v.close_time, v.verification_id LIMIT 50"};

CaseVerification FromRow(const pqxx::row& row, const std::string& account_id) {
  CaseVerification v;
  v.account_id = account_id;
  v.id = row[0].c_str();
  v.case_id = row[1].c_str();
  v.number = row[2].as<int64_t>();
  v.state = row[3].c_str();
  v.close_time = pg::ParseTime(row[4].c_str());
  v.visit_id = row[5].c_str();
  v.note = row[6].c_str();
  v.verifier = row[7].c_str();
  v.verify_time = pg::TimeOf(row[8]);
  return v;
}

}  // namespace

void InsertVerification(pg::Tx& tx, const CaseVerification& v) {
  tx.Run(kInsert, v.id, v.account_id, v.case_id, v.number, v.state, v.close_time);
}

void UpdateVerification(pg::Tx& tx, const CaseVerification& v) {
  tx.Run(kUpdate, v.id, v.state, v.visit_id, v.note, v.verifier, v.verify_time);
}

void DropVerification(pg::Tx& tx, const std::string& case_id) { tx.Run(kDrop, case_id); }

std::optional<CaseVerification> LockVerification(pg::Tx& tx, const std::string& account_id,
                                                 const std::string& verification_id) {
  const pqxx::result rows = tx.Run(kLock, account_id, verification_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

std::vector<CaseVerification> OpenVerifications(pg::Tx& tx, const std::string& account_id) {
  std::vector<CaseVerification> open;
  for (const auto& row : tx.Run(kOpen, account_id)) open.push_back(FromRow(row, account_id));
  return open;
}

api::ListFields VerificationListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"state", "v.state", kEnum,
       api::EnumFilterValues("CASE_VERIFICATION_STATE_",
                             {"open", "solved", "not_solved", "dropped"})},
      {"visit",
       "coalesce('accounts/' || coalesce(d.survivor_id, v.account_id) || '/visits/' || v.visit_id, "
       "'')",
       kText},
      {"number", "v.number", kNumber},
      {"close_time", "v.close_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {{"close_time", false, "v.close_time", "timestamptz"},
                                         {"close_time", true, "v.close_time", "timestamptz"}};
  return {filters, kSorts};
}

api::Rows<CaseVerification> ListVerifications(pg::Tx& tx, const api::ListQuery& query,
                                              const std::string& account_id,
                                              const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_VERIFICATION_COLUMNS ", coalesce(d.survivor_id, v.account_id)",
      api::KeyColumns(query, "v.verification_id"),
      " FROM case_verifications v LEFT JOIN account_directory d USING (account_id) WHERE ",
      query.filter.where);
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "v.account_id", account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "v.verification_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::engagement
