#include "services/survey/loop/loop_rule_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

#define MAINSTAY_LOOP_RULE_COLUMNS                                                            \
  "r.rule_id, r.campaign_id, r.version, r.display_name, r.condition, r.action, r.case_kind, " \
  "r.case_severity, r.case_category, r.due_days, r.assignee, r.disabled, r.create_time, "     \
  "r.update_time"
#define MAINSTAY_LOOP_RULE_FIRINGS \
  ", (SELECT count(*) FROM loop_firings f WHERE f.rule_id = r.rule_id)"
constexpr int kFirings = 14;  // the column after MAINSTAY_LOOP_RULE_COLUMNS

constexpr pg::Statement kInsert{"loop_rule_insert", R"sql(
INSERT INTO loop_rules (rule_id, campaign_id, version, display_name, condition, action, case_kind,
  case_severity, case_category, due_days, assignee, disabled, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
)sql"};
constexpr pg::Statement kUpdate{"loop_rule_update", R"sql(
UPDATE loop_rules SET campaign_id = $2, version = $3, display_name = $4, condition = $5,
  action = $6, case_kind = $7, case_severity = $8, case_category = $9, due_days = $10,
  assignee = $11, disabled = $12, create_time = $13, update_time = $14
WHERE rule_id = $1
)sql"};
constexpr pg::Statement kRead{
    "loop_rule_read", "SELECT " MAINSTAY_LOOP_RULE_COLUMNS MAINSTAY_LOOP_RULE_FIRINGS
                      " FROM loop_rules r WHERE r.campaign_id = $1::uuid AND r.rule_id = $2::uuid"};
constexpr pg::Statement kLock{
    "loop_rule_lock",
    "SELECT " MAINSTAY_LOOP_RULE_COLUMNS MAINSTAY_LOOP_RULE_FIRINGS
    " FROM loop_rules r WHERE r.campaign_id = $1::uuid AND r.rule_id = $2::uuid FOR UPDATE OF r"};
constexpr pg::Statement kInForce{"loop_rules_in_force",
                                 "SELECT " MAINSTAY_LOOP_RULE_COLUMNS
                                 ", 0::bigint FROM loop_rules r WHERE r.campaign_id = $1::uuid "
                                 "AND NOT r.disabled ORDER BY r.create_time, r.rule_id"};

std::vector<pg::Param> Row(const LoopRule& r) {
  return {pg::ToParam(r.id),           pg::ToParam(r.campaign_id),   pg::ToParam(r.version),
          pg::ToParam(r.display_name), pg::ToParam(r.condition),     pg::ToParam(r.action),
          pg::ToParam(r.case_kind),    pg::ToParam(r.case_severity), pg::ToParam(r.case_category),
          pg::ToParam(r.due_days),     pg::ToParam(r.assignee),      pg::ToParam(r.disabled),
          pg::ToParam(r.create_time),  pg::ToParam(r.update_time)};
}

LoopRule FromRow(const pqxx::row& row) {
  LoopRule r;
  r.id = row[0].c_str();
  r.campaign_id = row[1].c_str();
  r.version = row[2].as<int64_t>();
  r.display_name = row[3].c_str();
  r.condition = row[4].c_str();
  r.action = row[5].c_str();
  r.case_kind = row[6].c_str();
  r.case_severity = row[7].c_str();
  r.case_category = row[8].c_str();
  r.due_days = row[9].as<int>();
  r.assignee = row[10].c_str();
  r.disabled = row[11].as<bool>();
  r.create_time = pg::ParseTime(row[12].c_str());
  r.update_time = pg::ParseTime(row[13].c_str());
  r.firings = row[kFirings].as<int64_t>();
  return r;
}

std::optional<LoopRule> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertLoopRule(pg::Tx& tx, const LoopRule& rule) { tx.RunParams(kInsert, Row(rule)); }

void UpdateLoopRule(pg::Tx& tx, const LoopRule& rule) { tx.RunParams(kUpdate, Row(rule)); }

std::optional<LoopRule> ReadLoopRule(pg::Tx& tx, const std::string& campaign_id,
                                     const std::string& rule_id) {
  return First(tx.Run(kRead, campaign_id, rule_id));
}

std::optional<LoopRule> LockLoopRule(pg::Tx& tx, const std::string& campaign_id,
                                     const std::string& rule_id) {
  return First(tx.Run(kLock, campaign_id, rule_id));
}

std::vector<LoopRule> ReadRulesInForce(pg::Tx& tx, const std::string& campaign_id) {
  std::vector<LoopRule> rules;
  for (const auto& row : tx.Run(kInForce, campaign_id)) rules.push_back(FromRow(row));
  return rules;
}

absl::Span<const api::Sort> LoopRuleSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", false, "r.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<LoopRule> ListLoopRules(pg::Tx& tx, const api::ListQuery& query,
                                  const std::string& campaign_id) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_LOOP_RULE_COLUMNS MAINSTAY_LOOP_RULE_FIRINGS,
                   api::KeyColumns(query, "r.rule_id"), " FROM loop_rules r WHERE ",
                   query.filter.where, " AND r.campaign_id = ", params.Add(campaign_id), "::uuid");
  absl::StrAppend(&sql, api::KeysetEnd(query, "r.rule_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::survey
