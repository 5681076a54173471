#include "services/feedback/cases/case_store.h"

#include <map>
#include <pqxx/result>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

// Cases as arrays of their columns; lists come as texts, since arrays of arrays are rectangular in
// PostgreSQL. Numbers are given in the order of the arrays.
constexpr pg::Statement kInsert{"case_insert", R"sql(
INSERT INTO cases (case_id, version, kind, channel, category, subject, facts, cause,
  customer_position, severity, scope, contact, products, orders, source, occur_time, receive_time,
  assignee, watchers, compensation, currency, compensation_note, state, resolution,
  acknowledge_time, first_answer_time, resolve_time, close_time, confirmed_by, reopen_count,
  create_time, update_time, closure, recurrence_of, account_id)
SELECT case_id, version, kind, channel, category, subject, facts, cause, customer_position,
  severity, scope, contact, products::text[], orders::text[], source, occur_time, receive_time,
  assignee, watchers::text[], compensation, currency, compensation_note, state, resolution,
  acknowledge_time, first_answer_time, resolve_time, close_time, confirmed_by, reopen_count,
  create_time, update_time, closure, recurrence_of, account_id
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
  $15::text[], $16::timestamptz[], $17::timestamptz[], $18::text[], $19::text[], $20::numeric[],
  $21::text[], $22::text[], $23::text[], $24::text[], $25::timestamptz[], $26::timestamptz[],
  $27::timestamptz[], $28::timestamptz[], $29::text[], $30::int[], $31::timestamptz[],
  $32::timestamptz[], $33::text[], $34::uuid[], $35::uuid[]) WITH ORDINALITY
  g (case_id, version, kind, channel, category, subject, facts, cause, customer_position, severity,
     scope, contact, products, orders, source, occur_time, receive_time, assignee, watchers,
     compensation, currency, compensation_note, state, resolution, acknowledge_time,
     first_answer_time, resolve_time, close_time, confirmed_by, reopen_count, create_time,
     update_time, closure, recurrence_of, account_id, position)
ORDER BY position
RETURNING case_id, number
)sql"};

constexpr pg::Statement kUpdate{"case_update", R"sql(
UPDATE cases SET version = $2, kind = $3, channel = $4, category = $5, subject = $6, facts = $7,
  cause = $8, customer_position = $9, severity = $10, scope = $11, contact = $12, products = $13,
  orders = $14, source = $15, occur_time = $16, receive_time = $17, assignee = $18, watchers = $19,
  compensation = $20, currency = $21, compensation_note = $22, state = $23, resolution = $24,
  acknowledge_time = $25, first_answer_time = $26, resolve_time = $27, close_time = $28,
  confirmed_by = $29, reopen_count = $30, create_time = $31, update_time = $32,
  closure = $33, recurrence_of = $34
WHERE case_id = $1
)sql"};

#define MAINSTAY_CASE_COLUMNS                                                                    \
  "c.case_id, c.version, c.kind, c.channel, c.category, c.subject, c.facts, c.cause, "           \
  "c.customer_position, c.severity, c.scope, c.contact, c.products, c.orders, c.source, "        \
  "c.occur_time, c.receive_time, c.assignee, c.watchers, c.compensation, c.currency, "           \
  "c.compensation_note, c.state, c.resolution, c.acknowledge_time, c.first_answer_time, "        \
  "c.resolve_time, c.close_time, c.confirmed_by, c.reopen_count, c.create_time, c.update_time, " \
  "c.number, c.closure, c.recurrence_of, "                                                       \
  "(SELECT count(*) FROM cases r WHERE r.recurrence_of = c.case_id)"
constexpr int kColumns = 36;

#define MAINSTAY_CASE_READ        \
  "SELECT " MAINSTAY_CASE_COLUMNS \
  " FROM cases c WHERE c.case_id = $2 AND c.account_id IN " MAINSTAY_FAMILY("$1")
// Locks leave the key alone, which nobody writes: what comes to hang on a case (a recurrence, a
// dispute) holds its key, and two such that then write the case would wait for each other.
constexpr pg::Statement kRead{"case_read", MAINSTAY_CASE_READ};
constexpr pg::Statement kLock{"case_lock", MAINSTAY_CASE_READ " FOR NO KEY UPDATE OF c"};

constexpr pg::Statement kIsAssignee{
    "case_is_assignee",
    "SELECT 1 FROM cases c WHERE c.case_id = $2 AND c.assignee = $3 "
    "AND c.account_id IN " MAINSTAY_RESOLVED_FAMILY("$1")};

// $1 assignee, $2 the user whose scope it is or NULL for every account.
#define MAINSTAY_OPEN_CASES_OF                                                                 \
  " FROM cases c LEFT JOIN account_directory d USING (account_id) WHERE c.assignee = $1 "      \
  "AND c.state NOT IN ('closed', 'withdrawn') AND ($2::text IS NULL OR c.assignee = $2::text " \
  "OR c.account_id IN " MAINSTAY_ACCOUNTS_OF_TEAMS("$2") ")"
#define MAINSTAY_OPEN_CASES_READ                                                                   \
  "SELECT " MAINSTAY_CASE_COLUMNS ", coalesce(d.survivor_id, c.account_id)" MAINSTAY_OPEN_CASES_OF \
  " ORDER BY array_position(ARRAY['critical', 'major', 'moderate', 'minor'], c.severity), "        \
  "c.receive_time, c.case_id LIMIT $3::int"
constexpr pg::Statement kOpenOf{"case_open_of", MAINSTAY_OPEN_CASES_READ};
constexpr pg::Statement kLockOpenOf{"case_lock_open_of",
                                    MAINSTAY_OPEN_CASES_READ " FOR NO KEY UPDATE OF c"};
constexpr pg::Statement kCountOpenOf{"case_count_open_of",
                                     "SELECT count(*)" MAINSTAY_OPEN_CASES_OF};

// Parameters $1 to $34 of kUpdate, and of a case among those of kInsert.
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
          pg::ToParam(c.update_time),
          pg::ToParam(c.closure),
          c.recurrence_of.empty() ? pg::Param() : pg::ToParam(c.recurrence_of)};
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
  c.closure = row[33].c_str();
  c.recurrence_of = row[34].c_str();
  c.recurrence_count = row[35].as<int>();
  return c;
}

std::optional<Case> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

AssignedCases AssignedOf(pg::Tx& tx, const pg::Statement& read, const std::string& assignee,
                         const auth::AccountScope& scope, int limit) {
  AssignedCases assigned;
  for (const auto& row : tx.Run(read, assignee, scope.user(), limit)) {
    assigned.cases.push_back(FromRow(row, row[kColumns].c_str()));
  }
  assigned.remaining = tx.Run(kCountOpenOf, assignee, scope.user())[0][0].as<int64_t>() -
                       static_cast<int64_t>(assigned.cases.size());
  return assigned;
}

}  // namespace

std::string CasesPredicate(api::ListParams& params, const std::string& account_id,
                           const auth::AccountScope& scope) {
  if (!account_id.empty() || scope.all()) {
    return directory::AccountsPredicate(params, "c.account_id", account_id, scope);
  }
  // An array, so that both sides are found by an index: of many cases one sees few.
  const std::string user = params.Add(*scope.user());
  return absl::StrCat(" AND (c.assignee = ", user, "::text OR c.account_id = ANY (ARRAY",
                      absl::Substitute(MAINSTAY_ACCOUNTS_OF_TEAMS("$0"), user), "))");
}

void InsertCases(pg::Tx& tx, absl::Span<Case* const> cases) {
  std::vector<std::vector<pg::Param>> columns;
  std::map<std::string_view, Case*> by_id;
  for (Case* c : cases) {
    std::vector<pg::Param> row = Row(*c);
    row.push_back(pg::ToParam(c->account_id));
    columns.resize(row.size());
    for (size_t i = 0; i < row.size(); ++i) columns[i].push_back(std::move(row[i]));
    by_id[c->id] = c;
  }
  std::vector<pg::Param> arrays;
  for (const std::vector<pg::Param>& column : columns) arrays.push_back(pg::ToParam(column));
  for (const auto& row : tx.RunParams(kInsert, arrays)) {
    by_id.at(row[0].c_str())->number = row[1].as<int64_t>();
  }
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

bool IsAssignee(pg::Tx& tx, const std::string& account_id, const std::string& case_id,
                const std::string& user) {
  return !tx.Run(kIsAssignee, account_id, case_id, user).empty();
}

AssignedCases OpenCasesOf(pg::Tx& tx, const std::string& assignee, const auth::AccountScope& scope,
                          int limit) {
  return AssignedOf(tx, kOpenOf, assignee, scope, limit);
}

AssignedCases LockOpenCasesOf(pg::Tx& tx, const std::string& assignee,
                              const auth::AccountScope& scope, int limit) {
  return AssignedOf(tx, kLockOpenOf, assignee, scope, limit);
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
      {"closure", "c.closure", kEnum,
       api::EnumFilterValues("CASE_CLOSURE_", {"customer", "customer_by_link", "time_out"})},
      {"recurrence", "(c.recurrence_of IS NOT NULL)", kBool},
      {"recurrence_of",
       "coalesce('accounts/' || coalesce(d.survivor_id, c.account_id) || '/cases/' || "
       "c.recurrence_of, '')",
       kText},
      {"recurrence_count", "(SELECT count(*) FROM cases r WHERE r.recurrence_of = c.case_id)",
       kNumber},
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

// The grams find candidates through the index; the texts decide. Folded words have letters and
// digits only and are looked for as they are: there is no pattern to escape.
api::Rows<Case> ListCases(pg::Tx& tx, const api::ListQuery& query, const CasesOf& of,
                          const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CASE_COLUMNS ", coalesce(d.survivor_id, c.account_id)",
                   api::KeyColumns(query, "c.case_id"), " FROM cases c ",
                   of.words ? "JOIN case_search s USING (case_id) " : "",
                   "LEFT JOIN account_directory d USING (account_id) WHERE ", query.filter.where);
  absl::StrAppend(&sql, CasesPredicate(params, of.account_id, scope));
  if (of.words) {
    // A word that a tenth of all cases have wants another plan than one that three have.
    tx.Exec("SET LOCAL plan_cache_mode = force_custom_plan");
    const std::vector<int64_t> grams(of.words->grams.begin(), of.words->grams.end());
    absl::StrAppend(&sql, " AND s.grams @> ", params.Add(grams), "::int[]");
    for (const std::string& word : of.words->words) {
      absl::StrAppend(&sql, " AND strpos(s.text, ", params.Add(word), ") > 0");
    }
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.case_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::feedback
