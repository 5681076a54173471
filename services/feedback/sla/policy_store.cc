#include "services/feedback/sla/policy_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/copy_rows.h"
#include "common/pg/statement.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"sla_policy_insert", R"sql(
INSERT INTO sla_policies (policy_id, version, display_name, in_force, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING policy_id
)sql"};

constexpr pg::Statement kUpdate{"sla_policy_update", R"sql(
UPDATE sla_policies SET version = $2, display_name = $3, in_force = $4, update_time = $5
WHERE policy_id = $1
)sql"};

#define MAINSTAY_POLICY_COLUMNS \
  "p.policy_id, p.version, p.display_name, p.in_force, p.create_time, p.update_time"
constexpr pg::Statement kRead{"sla_policy_read", "SELECT " MAINSTAY_POLICY_COLUMNS
                                                 " FROM sla_policies p WHERE p.policy_id = $1"};
constexpr pg::Statement kLock{"sla_policy_lock",
                              "SELECT " MAINSTAY_POLICY_COLUMNS
                              " FROM sla_policies p WHERE p.policy_id = $1 FOR UPDATE"};
constexpr pg::Statement kLockInForce{"sla_policy_lock_in_force",
                                     "SELECT " MAINSTAY_POLICY_COLUMNS
                                     " FROM sla_policies p WHERE p.in_force FOR UPDATE"};
constexpr pg::Statement kInForce{"sla_policy_in_force",
                                 "SELECT policy_id, version FROM sla_policies WHERE in_force"};

// Of many policies, each in its place among those that are asked for.
#define MAINSTAY_POLICIES_ASKED                                            \
  "unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (policy_id, " \
  "policy_version, place) "
constexpr pg::Statement kRules{
    "sla_rules_read",
    "SELECT place - 1, tiers, kinds, severities, scopes, route, calendar, acknowledge_minutes, "
    "first_answer_minutes, resolve_minutes, at_risk_percent, at_risk_minutes, count_reopened "
    "FROM " MAINSTAY_POLICIES_ASKED
    "JOIN sla_rules USING (policy_id, policy_version) ORDER BY place, position"};
constexpr pg::Statement kLevels{
    "sla_levels_read",
    "SELECT place - 1, position, due, minutes_after_due, roles, users FROM " MAINSTAY_POLICIES_ASKED
    "JOIN sla_levels USING (policy_id, policy_version) ORDER BY place, position, level"};

constexpr pg::Statement kUnknown{"sla_unknown_calendars", R"sql(
SELECT named FROM unnest($1::text[]) named
WHERE NOT EXISTS (SELECT FROM calendar_replica r WHERE r.name = named)
)sql"};

std::optional<int> IntOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return field.as<int>();
}

// Without its rules.
SlaPolicy FromRow(const pqxx::row& row) {
  SlaPolicy policy;
  policy.id = row[0].c_str();
  policy.version = row[1].as<int64_t>();
  policy.display_name = row[2].c_str();
  policy.in_force = row[3].as<bool>();
  policy.create_time = pg::ParseTime(row[4].c_str());
  policy.update_time = pg::ParseTime(row[5].c_str());
  return policy;
}

SlaRule RuleOf(const pqxx::row& row) {
  SlaRule rule;
  rule.tiers = pg::ParseArray(row[1].c_str());
  rule.kinds = pg::ParseArray(row[2].c_str());
  rule.severities = pg::ParseArray(row[3].c_str());
  rule.scopes = pg::ParseArray(row[4].c_str());
  rule.route = row[5].c_str();
  rule.calendar = row[6].c_str();
  rule.acknowledge_minutes = IntOf(row[7]);
  rule.first_answer_minutes = IntOf(row[8]);
  rule.resolve_minutes = IntOf(row[9]);
  rule.at_risk_percent = row[10].as<int>();
  rule.at_risk_minutes = row[11].as<int>();
  rule.count_reopened = row[12].as<bool>();
  return rule;
}

// Fills in the rules of the policies' versions, in two statements for all.
void FillRules(pg::Tx& tx, absl::Span<SlaPolicy> policies) {
  std::vector<std::string> ids;
  std::vector<int64_t> versions;
  for (const SlaPolicy& policy : policies) {
    ids.push_back(policy.id);
    versions.push_back(policy.version);
  }
  if (ids.empty()) return;
  for (const auto& row : tx.Run(kRules, ids, versions)) {
    policies[row[0].as<size_t>()].rules.push_back(RuleOf(row));
  }
  for (const auto& row : tx.Run(kLevels, ids, versions)) {
    SlaRule& rule = policies[row[0].as<size_t>()].rules[row[1].as<size_t>()];
    EscalationLevel& level = rule.ladder.emplace_back();
    level.when = row[2].c_str();
    level.minutes_after_due = row[3].as<int>();
    level.roles = pg::ParseArray(row[4].c_str());
    level.users = pg::ParseArray(row[5].c_str());
  }
}

std::optional<SlaPolicy> First(pg::Tx& tx, const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  SlaPolicy policy = FromRow(rows[0]);
  FillRules(tx, absl::MakeSpan(&policy, 1));
  return policy;
}

absl::Status WriteRules(pg::Tx& tx, const SlaPolicy& policy) {
  std::vector<std::vector<pg::Param>> rules, levels;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    const SlaRule& rule = policy.rules[i];
    const int position = static_cast<int>(i);
    rules.push_back({pg::ToParam(policy.id), pg::ToParam(policy.version), pg::ToParam(position),
                     pg::ToParam(rule.tiers), pg::ToParam(rule.kinds), pg::ToParam(rule.severities),
                     pg::ToParam(rule.scopes), pg::ToParam(rule.route), pg::ToParam(rule.calendar),
                     pg::ToParam(rule.acknowledge_minutes), pg::ToParam(rule.first_answer_minutes),
                     pg::ToParam(rule.resolve_minutes), pg::ToParam(rule.at_risk_percent),
                     pg::ToParam(rule.at_risk_minutes), pg::ToParam(rule.count_reopened)});
    for (size_t j = 0; j < rule.ladder.size(); ++j) {
      const EscalationLevel& level = rule.ladder[j];
      levels.push_back({pg::ToParam(policy.id), pg::ToParam(policy.version), pg::ToParam(position),
                        pg::ToParam(static_cast<int>(j) + 1), pg::ToParam(level.when),
                        pg::ToParam(level.minutes_after_due), pg::ToParam(level.roles),
                        pg::ToParam(level.users)});
    }
  }
  RETURN_IF_ERROR(pg::CopyRows(tx,
                               "sla_rules (policy_id, policy_version, position, tiers, kinds, "
                               "severities, scopes, route, calendar, acknowledge_minutes, "
                               "first_answer_minutes, resolve_minutes, at_risk_percent, "
                               "at_risk_minutes, count_reopened)",
                               rules)
                      .status());
  return pg::CopyRows(tx,
                      "sla_levels (policy_id, policy_version, position, level, due, "
                      "minutes_after_due, roles, users)",
                      levels)
      .status();
}

}  // namespace

absl::StatusOr<bool> InsertPolicy(pg::Tx& tx, const SlaPolicy& policy) {
  if (tx.Run(kInsert, policy.id, policy.version, policy.display_name, policy.in_force,
             policy.create_time, policy.update_time)
          .empty()) {
    return false;
  }
  RETURN_IF_ERROR(WriteRules(tx, policy));
  return true;
}

absl::Status UpdatePolicy(pg::Tx& tx, const SlaPolicy& policy) {
  tx.Run(kUpdate, policy.id, policy.version, policy.display_name, policy.in_force,
         policy.update_time);
  return WriteRules(tx, policy);
}

std::optional<SlaPolicy> ReadPolicy(pg::Tx& tx, const std::string& policy_id) {
  return First(tx, tx.Run(kRead, policy_id));
}

std::optional<SlaPolicy> LockPolicy(pg::Tx& tx, const std::string& policy_id) {
  return First(tx, tx.Run(kLock, policy_id));
}

std::optional<SlaPolicy> LockPolicyInForce(pg::Tx& tx) { return First(tx, tx.Run(kLockInForce)); }

std::optional<std::pair<std::string, int64_t>> PolicyInForce(pg::Tx& tx) {
  const pqxx::result rows = tx.Run(kInForce);
  if (rows.empty()) return std::nullopt;
  return std::pair<std::string, int64_t>(rows[0][0].c_str(), rows[0][1].as<int64_t>());
}

std::vector<SlaRule> ReadRules(pg::Tx& tx, const std::string& policy_id, int64_t version) {
  SlaPolicy policy;
  policy.id = policy_id;
  policy.version = version;
  FillRules(tx, absl::MakeSpan(&policy, 1));
  return std::move(policy.rules);
}

api::ListFields PolicyListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "p.display_name", kText},
      {"in_force", "p.in_force", kBool},
      {"create_time", "p.create_time", kTime},
      {"update_time", "p.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"display_name", false, "p.display_name COLLATE \"C\"", "text"},
      {"update_time", true, "p.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<SlaPolicy> ListPolicies(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_POLICY_COLUMNS, api::KeyColumns(query, "p.policy_id"),
                   " FROM sla_policies p WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "p.policy_id", params));
  auto page = api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
  FillRules(tx, absl::MakeSpan(page.items));
  return page;
}

std::vector<std::string> UnknownCalendars(pg::Tx& tx, const std::vector<std::string>& calendars) {
  std::vector<std::string> unknown;
  for (const auto& row : tx.Run(kUnknown, calendars)) unknown.emplace_back(row[0].c_str());
  return unknown;
}

}  // namespace mainstay::feedback
