#include "services/engagement/plans/plan_inputs_store.h"

#include <algorithm>
#include <pqxx/result>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/cadence/contact_store.h"
#include "services/engagement/cadence/rule_index.h"
#include "services/engagement/calendar/calendar_store.h"
#include "services/engagement/plans/plan_row.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;
using AccountIndex = absl::flat_hash_map<std::string, size_t>;

// An account, and what was merged into it: whose rows are read for one account, and nobody else's.
constexpr pg::Statement kFamily{"plan_family", MAINSTAY_FAMILY("$1")};

constexpr pg::Statement kTier{"plan_account_tier",
                              "SELECT tier FROM account_directory WHERE account_id = $1"};

constexpr pg::Statement kSurvivor{
    "plan_survivor", "SELECT survivor_id FROM account_directory WHERE account_id = $1"};

// The accounts of the plan: $1 is whose they are, $2 on whose teams ('' both for any). An account's
// contacts and orders are also those of what was merged into it.
#define MAINSTAY_PLAN_ACCOUNTS \
  "SELECT a.account_id, a.tier, a.owner, a.region, contact.last, ordered.last "   \
  "FROM account_directory a" MAINSTAY_JOIN_LAST_CONTACT("a.account_id")           \
  "CROSS JOIN LATERAL (SELECT max(o.order_time) AS last "                         \
  "  FROM account_directory f JOIN last_orders o ON o.account_id = f.account_id " \
  "  WHERE f.survivor_id = a.account_id) ordered "                                \
  "WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active' "     \
  "AND ($1 = '' OR a.owner = $1) "                                                \
  "AND ($2 = '' OR EXISTS (SELECT FROM directory_members m "                      \
  "  WHERE m.account_id = a.account_id AND m.user_id = $2)) "
constexpr pg::Statement kAccounts{"plan_accounts", MAINSTAY_PLAN_ACCOUNTS "ORDER BY a.account_id"};
constexpr pg::Statement kAccount{"plan_account", MAINSTAY_PLAN_ACCOUNTS "AND a.account_id = $3"};

// How many contacts there were, or will be, by account and quarter, from $1 to $2 in the zone $3.
#define MAINSTAY_PLAN_CONTACTS(of)                                        \
  "SELECT d.survivor_id, (extract(year FROM c.at AT TIME ZONE $3) * 4 + " \
  "  extract(quarter FROM c.at AT TIME ZONE $3) - 1)::int, count(*) "     \
  "FROM " MAINSTAY_BUDGET_CONTACTS                                        \
  " c JOIN account_directory d USING (account_id) "                       \
  "WHERE c.at >= $1 AND c.at < $2" of " GROUP BY 1, 2"
constexpr pg::Statement kContacts{"plan_contacts", MAINSTAY_PLAN_CONTACTS("")};
constexpr pg::Statement kContactsOf{"plan_contacts_of",
                                    MAINSTAY_PLAN_CONTACTS(" AND c.account_id = ANY ($4::uuid[])")};

// The visits that are planned until $1, also those of lately that nobody has recorded yet and that
// are not missed yet: they may well have been.
#define MAINSTAY_PLAN_PLANNED(of)                                                           \
  "SELECT coalesce(d.survivor_id, v.account_id), v.planned_start, v.planned_end, v.users, " \
  "  coalesce(s.region, '') "                                                               \
  "FROM visits v LEFT JOIN account_directory d ON d.account_id = v.account_id "             \
  "LEFT JOIN account_directory s ON s.account_id = d.survivor_id "                          \
  "WHERE v.state IN ('planned', 'confirmed', 'prepared') AND v.planned_start < $1" of       \
  " ORDER BY v.planned_start, v.visit_id"
constexpr pg::Statement kPlanned{"plan_planned_visits", MAINSTAY_PLAN_PLANNED("")};
// Those of the people $2 and of the family $3.
constexpr pg::Statement kPlannedOf{
    "plan_planned_visits_of",
    MAINSTAY_PLAN_PLANNED(" AND (v.users && $2::text[] OR v.account_id = ANY ($3::uuid[]))")};

// What else the plan holds for the family $2.
constexpr pg::Statement kItemsOfFamily{
    "plan_items_of_family",
    "SELECT start_time, end_time, user_id, state, edited, due_day FROM return_visit_plan_items "
    "WHERE account_id = ANY ($2::uuid[]) AND plan_id = $1 AND state IN ('proposed', 'skipped')"};

// What the plan holds for the people $2, but for the family $3.
constexpr pg::Statement kItemsOfPeople{
    "plan_items_of_people",
    "SELECT i.start_time, i.end_time, i.user_id, coalesce(s.region, '') "
    "FROM return_visit_plan_items i LEFT JOIN account_directory d ON d.account_id = i.account_id "
    "LEFT JOIN account_directory s ON s.account_id = d.survivor_id "
    "WHERE i.plan_id = $1 AND i.user_id = ANY ($2::text[]) AND i.state = 'proposed' "
    "AND i.account_id <> ALL ($3::uuid[]) ORDER BY i.start_time, i.item_id"};

constexpr pg::Statement kNoteOrder{
    "plan_note_order",
    "INSERT INTO last_orders (account_id, order_time) VALUES ($1, $2) "
    "ON CONFLICT (account_id) DO UPDATE SET order_time = EXCLUDED.order_time "
    "WHERE last_orders.order_time < EXCLUDED.order_time"};

// The drafts for which the account $1 may be planned, and those that hold items of its family $3.
constexpr pg::Statement kDrafts{
    "plan_drafts_of", "SELECT " MAINSTAY_PLAN_COLUMNS
                      " FROM return_visit_plans p JOIN account_directory a ON a.account_id = $1 "
                      "WHERE p.state = 'draft' AND p.last_day >= $2::date "
                      "AND ((p.user_id = '' OR p.user_id = a.owner) "
                      "AND (p.team_user = '' OR EXISTS (SELECT FROM directory_members m "
                      "WHERE m.account_id = a.account_id AND m.user_id = p.team_user)) "
                      "OR EXISTS (SELECT FROM return_visit_plan_items i "
                      "WHERE i.plan_id = p.plan_id AND i.account_id = ANY ($3::uuid[]))) "
                      "ORDER BY p.plan_id FOR UPDATE OF p"};

std::optional<CivilDay> DayOf(const pqxx::field& field, absl::TimeZone zone) {
  if (field.is_null()) return std::nullopt;
  return absl::ToCivilDay(pg::ParseTime(field.c_str()), zone);
}

// The account and those merged into it.
std::vector<std::string> FamilyOf(pg::Tx& tx, const std::string& account_id) {
  std::vector<std::string> family;
  for (const auto& row : tx.Run(kFamily, account_id)) family.emplace_back(row[0].c_str());
  return family;
}

// A visit that is planned: a contact of its account, and time of those who go.
void AddPlanned(const pqxx::row& row, absl::TimeZone zone, const AccountIndex& index,
                PlanInputs& inputs) {
  const absl::Time start = pg::ParseTime(row[1].c_str()), end = pg::ParseTime(row[2].c_str());
  for (const std::string& user : pg::ParseArray(row[3].c_str())) {
    inputs.taken.push_back({user, start, end, row[4].c_str()});
  }
  if (const auto found = index.find(row[0].c_str()); found != index.end()) {
    inputs.accounts[found->second].record.visits.push_back(absl::ToCivilDay(start, zone));
  }
}

// An item of the account itself. What somebody left out, or moved, also answers the contact that
// was due on its day: it is not proposed again.
void AddOwnItem(const pqxx::row& row, absl::TimeZone zone, PlannedAccount& account,
                PlanInputs& inputs) {
  const absl::Time start = pg::ParseTime(row[0].c_str());
  const CivilDay day = absl::ToCivilDay(start, zone);
  const bool skipped = row[3].c_str() == std::string_view("skipped");
  account.record.visits.push_back(day);
  if (skipped || row[4].as<bool>()) {
    account.record.visits.push_back(pg::ParseDay(row[5].c_str()));
  }
  if (skipped) return;
  inputs.taken.push_back({row[2].c_str(), start, pg::ParseTime(row[1].c_str()), account.region});
  ++account.contacts[QuarterOf(day)];
}

// The plan's other items, for one account that is planned anew.
void AddOtherItems(pg::Tx& tx, const std::string& plan_id, const std::vector<std::string>& people,
                   const std::vector<std::string>& family, absl::TimeZone zone,
                   PlanInputs& inputs) {
  for (const auto& row : tx.Run(kItemsOfPeople, plan_id, people, family)) {
    inputs.taken.push_back({row[2].c_str(), pg::ParseTime(row[0].c_str()),
                            pg::ParseTime(row[1].c_str()), row[3].c_str()});
  }
  for (PlannedAccount& account : inputs.accounts) {
    for (const auto& row : tx.Run(kItemsOfFamily, plan_id, family)) {
      AddOwnItem(row, zone, account, inputs);
    }
    std::sort(account.record.visits.begin(), account.record.visits.end());
  }
}

// Who may be sent to the accounts.
std::vector<std::string> PeopleOf(const PlanInputs& inputs) {
  std::vector<std::string> people;
  for (const PlannedAccount& account : inputs.accounts) people.push_back(account.owner);
  for (const CadenceRule& rule : inputs.rules) people.push_back(rule.user);
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::erase(people, "");  // nobody's time is anybody's
  return people;
}

absl::Time BeginOfQuarter(CivilDay day, absl::TimeZone zone) {
  return absl::FromCivil(CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1), zone);
}

}  // namespace

absl::TimeZone ReadZone(pg::Tx& tx, const std::string& name) {
  const std::optional<NamedCalendar> named = ReadCalendar(tx, name);
  absl::TimeZone zone = absl::UTCTimeZone();
  if (named) absl::LoadTimeZone(named->hours.time_zone, &zone);
  return zone;
}

PlanInputs ReadPlanInputs(pg::Tx& tx, const ReturnVisitPlan& plan, const std::string& account_id,
                          CivilDay first, absl::TimeZone zone) {
  PlanInputs inputs{.first = first,
                    .last = plan.last_day,
                    .rules = ActiveRules(tx),
                    .daily_limit = plan.daily_limit};
  const bool one = !account_id.empty();
  AccountIndex index;
  for (const auto& row : one ? tx.Run(kAccount, plan.user, plan.team_user, account_id)
                             : tx.Run(kAccounts, plan.user, plan.team_user)) {
    index[row[0].c_str()] = inputs.accounts.size();
    inputs.accounts.push_back(
        {.id = row[0].c_str(),
         .tier = row[1].c_str(),
         .owner = row[2].c_str(),
         .region = row[3].c_str(),
         .record = {.last_contact = DayOf(row[4], zone), .last_order = DayOf(row[5], zone)}});
  }
  if (inputs.accounts.empty()) return inputs;
  const std::vector<std::string> family =
      one ? FamilyOf(tx, account_id) : std::vector<std::string>();
  const absl::Time begin = BeginOfQuarter(first, zone);
  const absl::Time end = absl::FromCivil(plan.last_day + 1, zone);
  for (const auto& row : one ? tx.Run(kContactsOf, begin, end, zone.name(), family)
                             : tx.Run(kContacts, begin, end, zone.name())) {
    if (const auto found = index.find(row[0].c_str()); found != index.end()) {
      inputs.accounts[found->second].contacts[row[1].as<int>()] = row[2].as<int>();
    }
  }
  const std::vector<std::string> people = PeopleOf(inputs);
  for (const auto& row : one ? tx.Run(kPlannedOf, end, people, family) : tx.Run(kPlanned, end)) {
    AddPlanned(row, zone, index, inputs);
  }
  if (one) AddOtherItems(tx, plan.id, people, family, zone, inputs);
  return inputs;
}

std::optional<AccountBudget> ReadAccountBudget(pg::Tx& tx, const std::string& account_id,
                                               CivilDay first, CivilDay last, absl::TimeZone zone) {
  const pqxx::result tier = tx.Run(kTier, account_id);
  if (tier.empty()) return std::nullopt;
  const std::vector<CadenceRule> rules = ActiveRules(tx);
  const auto most = RuleIndex(rules).ContactBudget(tier[0][0].c_str(), account_id);
  if (!most) return std::nullopt;
  AccountBudget budget{.most = *most};
  for (const auto& row :
       tx.Run(kContactsOf, BeginOfQuarter(first, zone), absl::FromCivil(last + 1, zone),
              zone.name(), FamilyOf(tx, account_id))) {
    budget.contacts[row[1].as<int>()] = row[2].as<int>();
  }
  return budget;
}

bool NoteOrder(pg::Tx& tx, const std::string& account_id, absl::Time order_time) {
  return tx.Run(kNoteOrder, account_id, order_time).affected_rows() > 0;
}

std::string SurvivorOf(pg::Tx& tx, const std::string& account_id) {
  const pqxx::result rows = tx.Run(kSurvivor, account_id);
  return rows.empty() ? account_id : rows[0][0].c_str();
}

std::vector<ReturnVisitPlan> LockDraftsOf(pg::Tx& tx, const std::string& account_id,
                                          CivilDay today) {
  std::vector<ReturnVisitPlan> plans;
  for (const auto& row :
       tx.Run(kDrafts, account_id, pg::DayText(today), FamilyOf(tx, account_id))) {
    plans.push_back(PlanFromRow(row));
  }
  return plans;
}

}  // namespace mainstay::engagement
