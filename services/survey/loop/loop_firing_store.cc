#include "services/survey/loop/loop_firing_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kInsert{"loop_firings_insert", R"sql(
INSERT INTO loop_firings (firing_id, rule_id, campaign_id, response_id, account_id, contact_id,
  action, outcome, state, fire_time, state_time)
SELECT n.firing_id, n.rule_id, $7::uuid, n.response_id, n.account_id, nullif(n.contact_id, '')::uuid,
  n.action, '', 'requested', $8::timestamptz, $8::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
  n (firing_id, rule_id, response_id, account_id, contact_id, action)
ON CONFLICT (rule_id, response_id) DO NOTHING
RETURNING firing_id
)sql"};
// By the accounts alone: a plan made before PostgreSQL has analysed the answers of a large campaign
// reads all of it for each answer.
constexpr pg::Statement kWidely{"loop_accounts_answered_widely", R"sql(
SELECT account_id FROM (SELECT campaign_id, account_id, contact_id FROM responses
  WHERE account_id = ANY ($2::uuid[]) OFFSET 0) r
WHERE campaign_id = $1::uuid GROUP BY account_id HAVING count(DISTINCT contact_id) >= $3::bigint
)sql"};
constexpr pg::Statement kNote{"loop_firing_note", R"sql(
UPDATE loop_firings SET outcome = $2, state = $3, state_time = $4, outcome_version = $5
WHERE firing_id = $1::uuid AND outcome_version < $5
)sql"};
constexpr pg::Statement kContact{
    "loop_firing_contact",
    "SELECT coalesce(contact_id::text, '') FROM loop_firings WHERE firing_id = $1::uuid"};

#define MAINSTAY_LOOP_FIRING_COLUMNS                                                    \
  "f.firing_id, f.rule_id, f.campaign_id, f.response_id, "                              \
  "coalesce(d.survivor_id, f.account_id), coalesce(f.contact_id::text, ''), f.action, " \
  "f.outcome, f.state, f.fire_time, f.state_time"

LoopFiring FiringOf(const pqxx::row& row) {
  LoopFiring f;
  f.id = row[0].c_str();
  f.rule_id = row[1].c_str();
  f.campaign_id = row[2].c_str();
  f.response_id = row[3].c_str();
  f.account_id = row[4].c_str();
  f.contact_id = row[5].c_str();
  f.action = row[6].c_str();
  f.outcome = row[7].c_str();
  f.state = row[8].c_str();
  f.fire_time = pg::ParseTime(row[9].c_str());
  f.state_time = pg::ParseTime(row[10].c_str());
  return f;
}

}  // namespace

std::vector<std::string> InsertLoopFirings(pg::Tx& tx, absl::Span<const LoopFiring> firings) {
  if (firings.empty()) return {};
  std::vector<std::string> ids, rules, responses, accounts, contacts, actions;
  for (const LoopFiring& f : firings) {
    ids.push_back(f.id);
    rules.push_back(f.rule_id);
    responses.push_back(f.response_id);
    accounts.push_back(f.account_id);
    contacts.push_back(f.contact_id);
    actions.push_back(f.action);
  }
  std::vector<std::string> inserted;
  for (const auto& row : tx.Run(kInsert, ids, rules, responses, accounts, contacts, actions,
                                firings[0].campaign_id, firings[0].fire_time)) {
    inserted.emplace_back(row[0].c_str());
  }
  return inserted;
}

absl::flat_hash_set<std::string> AccountsThatAnsweredWidely(
    pg::Tx& tx, const std::string& campaign_id, const std::vector<std::string>& account_ids,
    int64_t least) {
  absl::flat_hash_set<std::string> answered;
  if (account_ids.empty()) return answered;
  for (const auto& row : tx.Run(kWidely, campaign_id, account_ids, least)) {
    answered.emplace(row[0].c_str());
  }
  return answered;
}

void NoteOutcome(pg::Tx& tx, const std::string& firing_id, const std::string& outcome,
                 const std::string& state, int64_t version, absl::Time time) {
  tx.Run(kNote, firing_id, outcome, state, time, version);
}

std::optional<std::string> ContactOfFiring(pg::Tx& tx, const std::string& firing_id) {
  const pqxx::result rows = tx.Run(kContact, firing_id);
  if (rows.empty()) return std::nullopt;
  return rows[0][0].c_str();
}

api::ListFields LoopFiringListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"action", "f.action", kEnum,
       api::EnumFilterValues("LOOP_ACTION_", {"case", "referral", "task", "notice"})},
      {"state", "f.state", kEnum,
       api::EnumFilterValues("LOOP_FIRING_STATE_", {"requested", "open", "done", "cancelled"})},
      {"fire_time", "f.fire_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {{"fire_time", true, "f.fire_time", "timestamptz"},
                                         {"fire_time", false, "f.fire_time", "timestamptz"}};
  return {filters, kSorts};
}

api::Rows<LoopFiring> ListLoopFirings(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& campaign_id,
                                      const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_LOOP_FIRING_COLUMNS, api::KeyColumns(query, "f.firing_id"),
                   " FROM loop_firings f LEFT JOIN account_directory d USING (account_id) WHERE ",
                   query.filter.where, " AND f.campaign_id = ", params.Add(campaign_id), "::uuid");
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "f.account_id", "", scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "f.firing_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FiringOf);
}

}  // namespace mainstay::survey
