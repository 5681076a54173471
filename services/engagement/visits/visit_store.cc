#include "services/engagement/visits/visit_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/copy_rows.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/engagement/visits/visit_row.h"

namespace mainstay::engagement {
namespace {

// The table and its columns in the order of VisitParams, then account_id.
#define MAINSTAY_VISITS_TO_FILL                                                             \
  "visits (visit_id, version, kind, mode, purpose, planned_start, planned_end, time_zone, " \
  "place, users, user_levels, contact_ids, contact_levels, host_id, state, preparation, "   \
  "check_in_time, check_in_lat, check_in_lng, on_time, complete_time, content, progress, "  \
  "outcome, customer_needs, next_visit_date, form_keys, form_values, form_version, "        \
  "cancel_reason, create_time, update_time, level_match, account_id)"

constexpr pg::Statement kInsert{"visit_insert", "INSERT INTO " MAINSTAY_VISITS_TO_FILL R"sql(
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)
)sql"};

constexpr pg::Statement kUpdate{"visit_update", R"sql(
UPDATE visits SET version = $2, kind = $3, mode = $4, purpose = $5, planned_start = $6,
  planned_end = $7, time_zone = $8, place = $9, users = $10, user_levels = $11, contact_ids = $12,
  contact_levels = $13, host_id = $14, state = $15, preparation = $16, check_in_time = $17,
  check_in_lat = $18, check_in_lng = $19, on_time = $20, complete_time = $21, content = $22,
  progress = $23, outcome = $24, customer_needs = $25, next_visit_date = $26, form_keys = $27,
  form_values = $28, form_version = $29, cancel_reason = $30, create_time = $31, update_time = $32,
  level_match = $33
WHERE visit_id = $1
)sql"};

constexpr pg::Statement kRead{"visit_read", "SELECT " MAINSTAY_VISIT_COLUMNS
                                            " FROM visits v WHERE v.visit_id = $2 "
                                            "AND v.account_id IN " MAINSTAY_FAMILY("$1")};
constexpr pg::Statement kLock{"visit_lock",
                              "SELECT " MAINSTAY_VISIT_COLUMNS
                              " FROM visits v WHERE v.visit_id = $2 "
                              "AND v.account_id IN " MAINSTAY_FAMILY("$1") " FOR UPDATE OF v"};

constexpr pg::Statement kLockOverdue{
    "visit_lock_overdue",
    "SELECT " MAINSTAY_VISIT_COLUMNS
    ", coalesce(d.survivor_id, v.account_id) FROM visits v "
    "LEFT JOIN account_directory d ON d.account_id = v.account_id "
    "WHERE v.state IN ('planned', 'confirmed', 'prepared') AND v.planned_end < $1 "
    "ORDER BY v.planned_end LIMIT $2 FOR UPDATE OF v SKIP LOCKED"};

constexpr pg::Statement kLast{"visit_last",
                              "SELECT " MAINSTAY_VISIT_COLUMNS
                              " FROM visits v WHERE v.account_id IN " MAINSTAY_FAMILY("$1")
                              " AND v.state = 'completed' "
                              "ORDER BY coalesce(v.check_in_time, v.planned_start) DESC, v.visit_id DESC "
                              "LIMIT 1"};
constexpr pg::Statement kNext{"visit_next",
                              "SELECT " MAINSTAY_VISIT_COLUMNS
                              " FROM visits v WHERE v.account_id IN " MAINSTAY_FAMILY("$1")
                              " AND v.state IN ('planned', 'confirmed', 'prepared', 'checked_in') "
                              "AND v.planned_end >= $2 "
                              "ORDER BY v.planned_start, v.visit_id LIMIT 1"};
constexpr pg::Statement kCount{
    "visit_count",
    "SELECT count(*) FILTER (WHERE state = 'completed'), count(*) FILTER (WHERE state = 'missed'), "
    "count(*) FILTER (WHERE state = 'completed' AND on_time), "
    "(array_agg(next_visit_date ORDER BY coalesce(check_in_time, planned_start) DESC) "
    " FILTER (WHERE state = 'completed' AND next_visit_date IS NOT NULL))[1] "
    "FROM visits WHERE account_id IN " MAINSTAY_FAMILY("$1")};

std::optional<Visit> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return VisitFromRow(rows[0], account_id);
}

// The values of MAINSTAY_VISITS_TO_FILL.
std::vector<pg::Param> NewRow(const Visit& visit) {
  std::vector<pg::Param> params = VisitParams(visit);
  params.push_back(pg::ToParam(visit.account_id));
  return params;
}

constexpr int kColumns = 32;  // of MAINSTAY_VISIT_COLUMNS

}  // namespace

void InsertVisit(pg::Tx& tx, const Visit& visit) { tx.RunParams(kInsert, NewRow(visit)); }

absl::Status InsertVisits(pg::Tx& tx, const std::vector<Visit>& visits) {
  std::vector<std::vector<pg::Param>> rows;
  rows.reserve(visits.size());
  for (const Visit& visit : visits) rows.push_back(NewRow(visit));
  return pg::CopyRows(tx, MAINSTAY_VISITS_TO_FILL, rows).status();
}

void UpdateVisit(pg::Tx& tx, const Visit& visit) { tx.RunParams(kUpdate, VisitParams(visit)); }

std::optional<Visit> ReadVisit(pg::Tx& tx, const std::string& account_id,
                               const std::string& visit_id) {
  return First(tx.Run(kRead, account_id, visit_id), account_id);
}

std::optional<Visit> LockVisit(pg::Tx& tx, const std::string& account_id,
                               const std::string& visit_id) {
  return First(tx.Run(kLock, account_id, visit_id), account_id);
}

std::vector<Visit> LockOverdueVisits(pg::Tx& tx, absl::Time end, int limit) {
  std::vector<Visit> visits;
  for (const auto& row : tx.Run(kLockOverdue, end, limit)) {
    visits.push_back(VisitFromRow(row, row[kColumns].c_str()));
  }
  return visits;
}

api::ListFields VisitListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"kind", "v.kind", kEnum,
       api::EnumFilterValues("VISIT_KIND_",
                             {"visit", "return_visit", "review", "executive_exchange"})},
      {"mode", "v.mode", kEnum,
       api::EnumFilterValues("VISIT_MODE_", {"on_site", "phone", "video"})},
      {"state", "v.state", kEnum,
       api::EnumFilterValues("VISIT_STATE_", {"planned", "confirmed", "prepared", "checked_in",
                                              "completed", "cancelled", "missed"})},
      {"outcome", "v.outcome", kEnum,
       api::EnumFilterValues("VISIT_OUTCOME_", {"positive", "neutral", "negative"})},
      {"level_match", "v.level_match", kEnum,
       api::EnumFilterValues("LEVEL_MATCH_", {"equal", "ours_lower", "ours_higher"})},
      {"on_time", "v.on_time", kBool},
      {"planned_start_time", "v.planned_start", kTime},
      {"check_in_time", "v.check_in_time", kTime},
      {"create_time", "v.create_time", kTime},
      {"update_time", "v.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"planned_start_time", true, "v.planned_start", "timestamptz"},
      {"planned_start_time", false, "v.planned_start", "timestamptz"},
      {"update_time", true, "v.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<Visit> ListVisits(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                            const auth::AccountScope& scope, const std::string& user) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_VISIT_COLUMNS ", coalesce(d.survivor_id, v.account_id)",
      api::KeyColumns(query, "v.visit_id"),
      " FROM visits v LEFT JOIN account_directory d ON d.account_id = v.account_id WHERE ",
      query.filter.where);
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "v.account_id", account_id, scope));
  if (!user.empty()) absl::StrAppend(&sql, " AND v.users @> ARRAY[", params.Add(user), "::text]");
  absl::StrAppend(&sql, api::KeysetEnd(query, "v.visit_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, [](const pqxx::row& row) {
    return VisitFromRow(row, row[kColumns].c_str());
  });
}

VisitSummary SummarizeVisits(pg::Tx& tx, const std::string& account_id, absl::Time now) {
  VisitSummary summary;
  summary.last = First(tx.Run(kLast, account_id), account_id);
  summary.next = First(tx.Run(kNext, account_id, now), account_id);
  const pqxx::result counts = tx.Run(kCount, account_id);
  summary.completed = counts[0][0].as<int>();
  summary.missed = counts[0][1].as<int>();
  summary.on_time = counts[0][2].as<int>();
  if (!counts[0][3].is_null()) summary.next_visit_date = pg::ParseDay(counts[0][3].c_str());
  return summary;
}

}  // namespace mainstay::engagement
