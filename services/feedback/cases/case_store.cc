#include "services/feedback/cases/case_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"case_insert", R"sql(
INSERT INTO cases (case_id, version, kind, channel, category, subject, facts, cause,
  customer_position, severity, scope, contact, products, orders, source, occur_time, receive_time,
  assignee, watchers, compensation, currency, compensation_note, state, resolution,
  acknowledge_time, first_answer_time, resolve_time, close_time, confirmed_by, reopen_count,
  create_time, update_time, account_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
RETURNING number
)sql"};

constexpr pg::Statement kUpdate{"case_update", R"sql(
UPDATE cases SET version = $2, kind = $3, channel = $4, category = $5, subject = $6, facts = $7,
  cause = $8, customer_position = $9, severity = $10, scope = $11, contact = $12, products = $13,
  orders = $14, source = $15, occur_time = $16, receive_time = $17, assignee = $18, watchers = $19,
  compensation = $20, currency = $21, compensation_note = $22, state = $23, resolution = $24,
  acknowledge_time = $25, first_answer_time = $26, resolve_time = $27, close_time = $28,
  confirmed_by = $29, reopen_count = $30, create_time = $31, update_time = $32
WHERE case_id = $1
)sql"};

#define MAINSTAY_CASE_COLUMNS                                                                    \
  "c.case_id, c.version, c.kind, c.channel, c.category, c.subject, c.facts, c.cause, "           \
  "c.customer_position, c.severity, c.scope, c.contact, c.products, c.orders, c.source, "        \
  "c.occur_time, c.receive_time, c.assignee, c.watchers, c.compensation, c.currency, "           \
  "c.compensation_note, c.state, c.resolution, c.acknowledge_time, c.first_answer_time, "        \
  "c.resolve_time, c.close_time, c.confirmed_by, c.reopen_count, c.create_time, c.update_time, " \
  "c.number"
constexpr int kColumns = 33;

#define MAINSTAY_CASE_READ        \
  "SELECT " MAINSTAY_CASE_COLUMNS \
  " FROM cases c WHERE c.case_id = $2 AND c.account_id IN " MAINSTAY_FAMILY("$1")
constexpr pg::Statement kRead{"case_read", MAINSTAY_CASE_READ};
constexpr pg::Statement kLock{"case_lock", MAINSTAY_CASE_READ " FOR UPDATE OF c"};

// Parameters $1 to $32 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Case& c) {
  const bool paid = c.compensation.said();
  return {pg::ToParam(c.id),
          pg::ToParam(c.version),
          pg::ToParam(c.kind),
          pg::ToParam(c.channel),
          pg::ToParam(c.category),
          pg::ToParam(c.subject),
          pg::ToParam(c.facts),
          pg::ToParam(c.cause),
          pg::ToParam(c.customer_position),
          pg::ToParam(c.severity),
          pg::ToParam(c.scope),
          pg::ToParam(c.contact),
          pg::ToParam(c.products),
          pg::ToParam(c.orders),
          pg::ToParam(c.source),
          pg::ToParam(c.occur_time),
          pg::ToParam(c.receive_time),
          pg::ToParam(c.assignee),
          pg::ToParam(c.watchers),
          paid ? pg::ToParam(c.compensation.decimal) : pg::Param(),
          paid ? pg::ToParam(c.compensation.currency) : pg::Param(),
          pg::ToParam(c.compensation_note),
          pg::ToParam(c.state),
          pg::ToParam(c.resolution),
          pg::ToParam(c.acknowledge_time),
          pg::ToParam(c.first_answer_time),
          pg::ToParam(c.resolve_time),
          pg::ToParam(c.close_time),
          pg::ToParam(c.confirmed_by),
          pg::ToParam(c.reopen_count),
          pg::ToParam(c.create_time),
          pg::ToParam(c.update_time)};
}

// A row of MAINSTAY_CASE_COLUMNS, seen under `account_id`.
Case FromRow(const pqxx::row& row, const std::string& account_id) {
  Case c;
  c.account_id = account_id;
  c.id = row[0].c_str();
  c.version = row[1].as<int64_t>();
  c.kind = row[2].c_str();
  c.channel = row[3].c_str();
  c.category = row[4].c_str();
  c.subject = row[5].c_str();
  c.facts = row[6].c_str();
  c.cause = row[7].c_str();
  c.customer_position = row[8].c_str();
  c.severity = row[9].c_str();
  c.scope = row[10].c_str();
  c.contact = row[11].c_str();
  c.products = pg::ParseArray(row[12].c_str());
  c.orders = pg::ParseArray(row[13].c_str());
  c.source = row[14].c_str();
  c.occur_time = pg::TimeOf(row[15]);
  c.receive_time = pg::ParseTime(row[16].c_str());
  c.assignee = row[17].c_str();
  c.watchers = pg::ParseArray(row[18].c_str());
  if (!row[19].is_null()) c.compensation = {row[19].c_str(), row[20].c_str()};
  c.compensation_note = row[21].c_str();
  c.state = row[22].c_str();
  c.resolution = row[23].c_str();
  c.acknowledge_time = pg::TimeOf(row[24]);
  c.first_answer_time = pg::TimeOf(row[25]);
  c.resolve_time = pg::TimeOf(row[26]);
  c.close_time = pg::TimeOf(row[27]);
  c.confirmed_by = row[28].c_str();
  c.reopen_count = row[29].as<int>();
  c.create_time = pg::ParseTime(row[30].c_str());
  c.update_time = pg::ParseTime(row[31].c_str());
  c.number = row[32].as<int64_t>();
  return c;
}

std::optional<Case> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

}  // namespace

void InsertCase(pg::Tx& tx, Case& c) {
  std::vector<pg::Param> params = Row(c);
  params.push_back(pg::ToParam(c.account_id));
  c.number = tx.RunParams(kInsert, params)[0][0].as<int64_t>();
}

void UpdateCase(pg::Tx& tx, const Case& c) { tx.RunParams(kUpdate, Row(c)); }

std::optional<Case> ReadCase(pg::Tx& tx, const std::string& account_id,
                             const std::string& case_id) {
  return First(tx.Run(kRead, account_id, case_id), account_id);
}

std::optional<Case> LockCase(pg::Tx& tx, const std::string& account_id,
                             const std::string& case_id) {
  return First(tx.Run(kLock, account_id, case_id), account_id);
}

absl::Span<const api::FilterField> CaseFilterFields() {
  using enum api::FilterType;
  static const auto& fields = *new std::vector<api::FilterField>{
      {"state", "c.state", kEnum,
       api::EnumFilterValues(
           "CASE_STATE_", {"new", "acknowledged", "in_progress", "waiting_for_customer", "resolved",
                           "closed", "withdrawn"})},
      {"open", "(c.state NOT IN ('closed', 'withdrawn'))", kBool},
      {"kind", "c.kind", kEnum,
       api::EnumFilterValues("CASE_KIND_", {"complaint", "question", "suggestion", "praise"})},
      {"channel", "c.channel", kEnum,
       api::EnumFilterValues("CASE_CHANNEL_", {"phone", "email", "web", "chat", "in_person",
                                               "social", "letter", "survey"})},
      {"category", "c.category", kText},
      {"severity", "c.severity", kEnum,
       api::EnumFilterValues("CASE_SEVERITY_", {"minor", "moderate", "major", "critical"})},
      {"scope", "c.scope", kEnum,
       api::EnumFilterValues("CASE_SCOPE_", {"single", "several", "widespread"})},
      {"assignee", "c.assignee", kText},
      {"contact", "c.contact", kText},
      {"source", "c.source", kText},
      {"number", "c.number", kNumber},
      {"reopen_count", "c.reopen_count", kNumber},
      {"receive_time", "c.receive_time", kTime},
      {"resolve_time", "c.resolve_time", kTime},
      {"close_time", "c.close_time", kTime},
      {"create_time", "c.create_time", kTime},
      {"update_time", "c.update_time", kTime},
  };
  return fields;
}

absl::Span<const api::Sort> CaseSorts() {
  static constexpr api::Sort kSorts[] = {
      {"receive_time", true, "c.receive_time", "timestamptz"},
      {"receive_time", false, "c.receive_time", "timestamptz"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<Case> ListCases(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                          const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_CASE_COLUMNS ", coalesce(d.survivor_id, c.account_id)",
      api::KeyColumns(query, "c.case_id"),
      " FROM cases c LEFT JOIN account_directory d USING (account_id) WHERE ", query.filter.where);
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "c.account_id", account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.case_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::feedback
