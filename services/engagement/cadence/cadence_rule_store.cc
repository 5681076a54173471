#include "services/engagement/cadence/cadence_rule_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

// With account_ids last, of which there are several readings.
#define MAINSTAY_RULE_COLUMNS                                                                  \
  "r.rule_id, r.version, r.display_name, r.tiers, r.kind, r.days, r.festivals, r.visit_kind, " \
  "r.visit_mode, r.purpose, r.duration_minutes, r.user_id, r.priority, r.max_contacts, "       \
  "r.create_time, r.update_time, r.delete_time, "

// The accounts of a rule that a caller sees; `parameter` is auth::AccountScope::user().
#define MAINSTAY_RULE_ACCOUNTS(parameter)                                                 \
  "ARRAY(SELECT named FROM unnest(r.account_ids) WITH ORDINALITY n (named, position) "    \
  "WHERE " parameter                                                                      \
  "::text IS NULL OR EXISTS (SELECT FROM account_directory d JOIN directory_members m "   \
  "ON m.account_id = d.survivor_id WHERE d.account_id = named AND m.user_id = " parameter \
  "::text) ORDER BY position)"

constexpr pg::Statement kActive{
    "cadence_rules_active",
    "SELECT " MAINSTAY_RULE_COLUMNS
    "ARRAY(SELECT coalesce(d.survivor_id, named) FROM unnest(r.account_ids) named "
    "LEFT JOIN account_directory d ON d.account_id = named) "
    "FROM cadence_rules r WHERE r.delete_time IS NULL ORDER BY r.create_time, r.rule_id"};

constexpr pg::Statement kInsert{"cadence_rule_insert", R"sql(
INSERT INTO cadence_rules (rule_id, version, display_name, tiers, kind, days, festivals, visit_kind,
  visit_mode, purpose, duration_minutes, user_id, priority, max_contacts, create_time, update_time,
  delete_time, account_ids)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql"};

constexpr pg::Statement kUpdate{"cadence_rule_update", R"sql(
UPDATE cadence_rules SET version = $2, display_name = $3, tiers = $4, kind = $5, days = $6,
  festivals = $7, visit_kind = $8, visit_mode = $9, purpose = $10, duration_minutes = $11,
  user_id = $12, priority = $13, max_contacts = $14, create_time = $15, update_time = $16,
  delete_time = $17, account_ids = $18
WHERE rule_id = $1
)sql"};

constexpr pg::Statement kRead{"cadence_rule_read",
                              "SELECT " MAINSTAY_RULE_COLUMNS MAINSTAY_RULE_ACCOUNTS(
                                  "$2") " FROM cadence_rules r WHERE r.rule_id = $1"};

constexpr pg::Statement kLock{"cadence_rule_lock",
                              "SELECT " MAINSTAY_RULE_COLUMNS
                              "r.account_ids FROM cadence_rules r WHERE r.rule_id = $1 FOR UPDATE"};

constexpr pg::Statement kUnknown{
    "cadence_rule_unknown_accounts",
    "SELECT named FROM unnest($1::uuid[]) named "
    "WHERE NOT EXISTS (SELECT FROM account_directory d WHERE d.account_id = named)"};

constexpr int kAccountIds = 17;  // the column after MAINSTAY_RULE_COLUMNS

CadenceRule FromRow(const pqxx::row& row) {
  CadenceRule rule;
  rule.id = row[0].c_str();
  rule.version = row[1].as<int64_t>();
  rule.display_name = row[2].c_str();
  rule.tiers = pg::ParseArray(row[3].c_str());
  rule.kind = row[4].c_str();
  rule.days = row[5].as<int>();
  rule.festivals = pg::ParseArray(row[6].c_str());
  rule.visit_kind = row[7].c_str();
  rule.visit_mode = row[8].c_str();
  rule.purpose = row[9].c_str();
  rule.duration_minutes = row[10].as<int>();
  rule.user = row[11].c_str();
  rule.priority = row[12].c_str();
  rule.max_contacts = row[13].as<int>();
  rule.create_time = pg::ParseTime(row[14].c_str());
  rule.update_time = pg::ParseTime(row[15].c_str());
  if (!row[16].is_null()) rule.delete_time = pg::ParseTime(row[16].c_str());
  rule.account_ids = pg::ParseArray(row[kAccountIds].c_str());
  return rule;
}

std::vector<pg::Param> Row(const CadenceRule& rule) {
  return {pg::ToParam(rule.id),
          pg::ToParam(rule.version),
          pg::ToParam(rule.display_name),
          pg::ToParam(rule.tiers),
          pg::ToParam(rule.kind),
          pg::ToParam(rule.days),
          pg::ToParam(rule.festivals),
          pg::ToParam(rule.visit_kind),
          pg::ToParam(rule.visit_mode),
          pg::ToParam(rule.purpose),
          pg::ToParam(rule.duration_minutes),
          pg::ToParam(rule.user),
          pg::ToParam(rule.priority),
          pg::ToParam(rule.max_contacts),
          pg::ToParam(rule.create_time),
          pg::ToParam(rule.update_time),
          pg::ToParam(rule.delete_time),
          pg::ToParam(rule.account_ids)};
}

}  // namespace

std::vector<CadenceRule> ActiveRules(pg::Tx& tx) {
  std::vector<CadenceRule> rules;
  for (const auto& row : tx.Run(kActive)) rules.push_back(FromRow(row));
  return rules;
}

void InsertCadenceRule(pg::Tx& tx, const CadenceRule& rule) { tx.RunParams(kInsert, Row(rule)); }

void UpdateCadenceRule(pg::Tx& tx, const CadenceRule& rule) { tx.RunParams(kUpdate, Row(rule)); }

std::optional<CadenceRule> ReadCadenceRule(pg::Tx& tx, const std::string& rule_id,
                                           const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kRead, rule_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::optional<CadenceRule> LockCadenceRule(pg::Tx& tx, const std::string& rule_id) {
  const pqxx::result rows = tx.Run(kLock, rule_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

api::ListFields CadenceRuleListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "r.display_name", kText},
      {"kind", "r.kind", kEnum,
       api::EnumFilterValues("CADENCE_KIND_", {"periodic", "after_order", "before_festival"})},
      {"priority", "r.priority", kEnum,
       api::EnumFilterValues("CADENCE_PRIORITY_", {"low", "normal", "high"})},
      {"user", "r.user_id", kText},
      {"create_time", "r.create_time", kTime},
      {"update_time", "r.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"display_name", false, "r.display_name COLLATE \"C\"", "text"},
      {"create_time", true, "r.create_time", "timestamptz"},
      {"update_time", true, "r.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<CadenceRule> ListCadenceRules(pg::Tx& tx, const api::ListQuery& query,
                                        const auth::AccountScope& scope, bool show_deleted) {
  api::ListParams params(query);
  const std::string user = params.Add(scope.user());
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_RULE_COLUMNS,
                   absl::StrReplaceAll(MAINSTAY_RULE_ACCOUNTS("$user"), {{"$user", user}}),
                   api::KeyColumns(query, "r.rule_id"), " FROM cadence_rules r WHERE ",
                   query.filter.where, show_deleted ? "" : " AND r.delete_time IS NULL");
  absl::StrAppend(&sql, api::KeysetEnd(query, "r.rule_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

std::vector<std::string> UnknownAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids) {
  std::vector<std::string> unknown;
  for (const auto& row : tx.Run(kUnknown, account_ids)) unknown.emplace_back(row[0].c_str());
  return unknown;
}

}  // namespace mainstay::engagement
