#include "services/feedback/requirements/requirement_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/feedback/requirements/requirement_sql_store.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"requirement_insert", R"sql(
INSERT INTO requirements (requirement_id, version, title, asked_who, asked_what, asked_when,
  asked_where, asked_why, asked_how, parent_id, state, reject_reason, responsible, accountable,
  consulted, informed, urgency, importance, due_date, kano_class, kano_source, merged_into,
  score_time, scored_accounts, scored_value, deliver_time, validate_time, create_time, update_time,
  scored_sales, scored_sales_currency, survivor_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28, $29, $30::numeric,
  $31, $1)
)sql"};

constexpr pg::Statement kUpdate{"requirement_update", R"sql(
UPDATE requirements SET version = $2, title = $3, asked_who = $4, asked_what = $5, asked_when = $6,
  asked_where = $7, asked_why = $8, asked_how = $9, parent_id = $10, state = $11,
  reject_reason = $12, responsible = $13, accountable = $14, consulted = $15, informed = $16,
  urgency = $17, importance = $18, due_date = $19, kano_class = $20, kano_source = $21,
  merged_into = $22, score_time = $23, scored_accounts = $24, scored_value = $25,
  deliver_time = $26, validate_time = $27, create_time = $28, update_time = $29,
  scored_sales = $30::numeric, scored_sales_currency = $31
WHERE requirement_id = $1
)sql"};

#define MAINSTAY_REQUIREMENT_READ        \
  "SELECT " MAINSTAY_REQUIREMENT_COLUMNS \
  " FROM requirements r WHERE r.requirement_id = $1 AND " MAINSTAY_REQUIREMENT_SEEN("$2")
constexpr pg::Statement kRead{"requirement_read", MAINSTAY_REQUIREMENT_READ};
constexpr pg::Statement kLock{"requirement_lock", MAINSTAY_REQUIREMENT_READ " FOR UPDATE OF r"};

constexpr pg::Statement kSurvivor{"requirement_survivor",
                                  "SELECT survivor_id FROM requirements WHERE requirement_id = $1"};
constexpr pg::Statement kLink{"requirement_link",
                              "UPDATE requirements SET survivor_id = $2 WHERE survivor_id = $1"};
constexpr pg::Statement kUnlink{"requirement_unlink", R"sql(
WITH RECURSIVE below (id) AS (
  SELECT $1::uuid
  UNION SELECT r.requirement_id FROM below b JOIN requirements r ON r.merged_into = b.id
)
UPDATE requirements SET survivor_id = $1::uuid WHERE requirement_id IN (SELECT id FROM below)
)sql"};

pg::Param IdOrNull(const std::string& id) { return id.empty() ? pg::Param() : pg::ToParam(id); }

// Parameters $1 to $31 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Requirement& r) {
  return {pg::ToParam(r.id),
          pg::ToParam(r.version),
          pg::ToParam(r.title),
          pg::ToParam(r.who),
          pg::ToParam(r.what),
          pg::ToParam(r.when),
          pg::ToParam(r.where),
          pg::ToParam(r.why),
          pg::ToParam(r.how),
          IdOrNull(r.parent_id),
          pg::ToParam(r.state),
          pg::ToParam(r.reject_reason),
          pg::ToParam(r.responsible),
          pg::ToParam(r.accountable),
          pg::ToParam(r.consulted),
          pg::ToParam(r.informed),
          pg::ToParam(r.urgency),
          pg::ToParam(r.importance),
          r.due_date ? pg::ToParam(pg::DayText(*r.due_date)) : pg::Param(),
          pg::ToParam(r.kano_class),
          pg::ToParam(r.kano_source),
          IdOrNull(r.merged_into),
          pg::ToParam(r.score_time),
          pg::ToParam(r.scored_accounts),
          pg::ToParam(r.scored_value),
          pg::ToParam(r.deliver_time),
          pg::ToParam(r.validate_time),
          pg::ToParam(r.create_time),
          pg::ToParam(r.update_time),
          r.scored_sales.said() ? pg::ToParam(r.scored_sales.decimal) : pg::Param(),
          pg::ToParam(r.scored_sales.currency)};
}

// A row that begins with MAINSTAY_REQUIREMENT_COLUMNS.
Requirement FromRow(const pqxx::row& row) {
  Requirement r;
  r.id = row[0].c_str();
  r.version = row[1].as<int64_t>();
  r.title = row[2].c_str();
  r.who = row[3].c_str();
  r.what = row[4].c_str();
  r.when = row[5].c_str();
  r.where = row[6].c_str();
  r.why = row[7].c_str();
  r.how = row[8].c_str();
  r.parent_id = row[9].c_str();
  r.state = row[10].c_str();
  r.reject_reason = row[11].c_str();
  r.responsible = row[12].c_str();
  r.accountable = row[13].c_str();
  r.consulted = pg::ParseArray(row[14].c_str());
  r.informed = pg::ParseArray(row[15].c_str());
  r.urgency = row[16].as<int>();
  r.importance = row[17].as<int>();
  if (!row[18].is_null()) r.due_date = pg::ParseDay(row[18].c_str());
  r.kano_class = row[19].c_str();
  r.kano_source = row[20].c_str();
  r.merged_into = row[21].c_str();
  r.score_time = pg::TimeOf(row[22]);
  r.scored_accounts = row[23].as<int>();
  r.scored_value = row[24].as<int64_t>();
  r.deliver_time = pg::TimeOf(row[25]);
  r.validate_time = pg::TimeOf(row[26]);
  r.create_time = pg::ParseTime(row[27].c_str());
  r.update_time = pg::ParseTime(row[28].c_str());
  r.scored_sales = {row[29].c_str(), row[30].c_str()};
  return r;
}
constexpr int kColumns = 31;

// The columns of kFactColumns from `column` on.
RequirementFacts FactsFrom(const pqxx::row& row, pqxx::row::size_type column) {
  RequirementFacts facts{.accounts = row[column].as<int>(),
                         .core = row[column + 1].as<int>(),
                         .potential = row[column + 2].as<int>(),
                         .general = row[column + 3].as<int>(),
                         .value = row[column + 4].as<int64_t>(),
                         .sales = {},
                         .all_sales = {},
                         .review_reasons = pg::ParseArray(row[column + 5].c_str())};
  if (row[column + 8].is_null()) return facts;  // nothing was measured
  facts.sales = {row[column + 6].c_str(), row[column + 8].c_str()};
  facts.all_sales = {row[column + 7].c_str(), row[column + 8].c_str()};
  facts.sales_start = pg::ParseTime(row[column + 9].c_str());
  facts.sales_end = pg::ParseTime(row[column + 10].c_str());
  return facts;
}

std::optional<Requirement> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

SeenRequirement SeenFrom(const pqxx::row& row) {
  return {.requirement = FromRow(row), .facts = FactsFrom(row, kColumns), .askers = {}};
}

}  // namespace

void InsertRequirement(pg::Tx& tx, const Requirement& r) { tx.RunParams(kInsert, Row(r)); }

void UpdateRequirement(pg::Tx& tx, const Requirement& r) { tx.RunParams(kUpdate, Row(r)); }

std::optional<Requirement> ReadRequirement(pg::Tx& tx, const std::string& id,
                                           const auth::AccountScope& scope) {
  return First(tx.Run(kRead, id, scope.user()));
}

std::optional<Requirement> LockRequirement(pg::Tx& tx, const std::string& id,
                                           const auth::AccountScope& scope) {
  return First(tx.Run(kLock, id, scope.user()));
}

RequirementFacts ReadFacts(pg::Tx& tx, const std::string& id, const RequirementView& view) {
  static const std::string& sql = *new std::string(
      absl::StrCat("SELECT ", kFactColumns, " FROM requirements r",
                   FactsOf({.today = "$2::date", .currency = "$3::text", .user = "$4"}),
                   " WHERE r.requirement_id = $1"));
  return FactsFrom(tx.Run({"requirement_facts", sql}, id, pg::DayText(view.today),
                          view.sales_currency, view.scope.user())[0],
                   0);
}

void HideFrom(const auth::AccountScope& scope, Requirement& r) {
  if (!scope.all()) r.scored_sales = {};
}

std::string ReadSurvivor(pg::Tx& tx, const std::string& id) {
  return tx.Run(kSurvivor, id)[0][0].c_str();
}

void LinkMerged(pg::Tx& tx, const std::string& merged, const std::string& into) {
  tx.Run(kLink, merged, into);
}

void UnlinkMerged(pg::Tx& tx, const std::string& merged) { tx.Run(kUnlink, merged); }

absl::Span<const api::FilterField> RequirementFilterFields() {
  using enum api::FilterType;
  static const auto& fields = *new std::vector<api::FilterField>{
      {"state", "r.state", kEnum,
       api::EnumFilterValues("REQUIREMENT_STATE_",
                             {"collected", "screened", "assessed", "planned", "delivering",
                              "delivered", "validated", "rejected"})},
      {"open", "(r.state NOT IN ('delivered', 'validated', 'rejected'))", kBool},
      {"quadrant", absl::StrCat("(", kQuadrantSql, ")"), kEnum,
       api::EnumFilterValues("REQUIREMENT_QUADRANT_", {"do", "plan", "delegate", "later"})},
      {"needs_review", "(cardinality(w.reasons) > 0)", kBool},
      {"urgency", "r.urgency", kNumber},
      {"importance", "r.importance", kNumber},
      {"kano_class", "r.kano_class", kEnum,
       api::EnumFilterValues(
           "KANO_CLASS_", {"must_be", "one_dimensional", "attractive", "indifferent", "reverse"})},
      {"responsible", "r.responsible", kText},
      {"accountable", "r.accountable", kText},
      {"parent", "r.parent_id", kUuid, {}, "requirements/"},
      {"merged_into", "r.merged_into", kUuid, {}, "requirements/"},
      {"title", "r.title", kText},
      {"account_count", "f.accounts", kNumber},
      {"value", "f.value", kNumber},
      {"sales", "f.sales", kNumber},
      {"score_time", "r.score_time", kTime},
      {"create_time", "r.create_time", kTime},
      {"update_time", "r.update_time", kTime},
  };
  return fields;
}

absl::Span<const api::Sort> RequirementSorts() {
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "r.create_time", "timestamptz"},
      {"create_time", false, "r.create_time", "timestamptz"},
      {"value", true, "f.value", "bigint"},
      {"sales", true, "coalesce(f.sales, 0)", "numeric"},
      {"update_time", true, "r.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<SeenRequirement> ListRequirements(pg::Tx& tx, const api::ListQuery& query,
                                            const std::string& account_id,
                                            const RequirementView& view, bool with_merged) {
  api::ListParams params(query);
  const FactsSql facts{.today = params.Add(pg::DayText(view.today)) + "::date",
                       .currency = params.Add(view.sales_currency) + "::text",
                       .user = params.Add(view.scope.user())};
  std::string sql = absl::StrCat("SELECT " MAINSTAY_REQUIREMENT_COLUMNS ", ", kFactColumns,
                                 api::KeyColumns(query, "r.requirement_id"), " FROM requirements r",
                                 FactsOf(facts), " WHERE ", query.filter.where);
  if (!with_merged) absl::StrAppend(&sql, " AND r.merged_into IS NULL");
  const std::string accounts =
      directory::AccountsPredicate(params, "a.account_id", account_id, view.scope);
  if (!accounts.empty()) {
    absl::StrAppend(&sql,
                    " AND r.requirement_id IN (SELECT unnest(ARRAY[m.survivor_id, "
                    "m.requirement_id]) FROM requirement_askers a JOIN requirements m "
                    "ON m.requirement_id = a.requirement_id WHERE TRUE",
                    accounts, ")");
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "r.requirement_id", params));
  auto page = api::ReadRows(tx.Exec(sql, params.values()), query, SeenFrom);
  for (SeenRequirement& seen : page.items) HideFrom(view.scope, seen.requirement);
  return page;
}

}  // namespace mainstay::feedback
