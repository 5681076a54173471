#include "services/engagement/plans/plan_inputs_store.h"

#include <algorithm>
#include <pqxx/result>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/calendar/calendar_store.h"
#include "services/engagement/plans/plan_row.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;
using AccountIndex = absl::flat_hash_map<std::string, size_t>;

// The accounts of the plan: $1 is whose they are, $2 on whose teams ('' both for any), $3 the only
// one (NULL for all). An account's contacts and orders are also those of what was merged into it.
constexpr pg::Statement kAccounts{"plan_accounts", R"sql(
SELECT a.account_id, a.tier, a.owner, a.region, contact.last, ordered.last
FROM account_directory a
CROSS JOIN LATERAL (
  SELECT max(one.at) AS last
  FROM account_directory f CROSS JOIN LATERAL (
    (SELECT coalesce(v.check_in_time, v.planned_start) AS at FROM visits v
     WHERE v.account_id = f.account_id AND v.state = 'completed'
     ORDER BY v.planned_start DESC LIMIT 1)
    UNION ALL
    (SELECT c.occur_time FROM communications c
     WHERE c.account_id = f.account_id AND c.delete_time IS NULL
     ORDER BY c.occur_time DESC LIMIT 1)) one
  WHERE f.survivor_id = a.account_id) contact
CROSS JOIN LATERAL (
  SELECT max(o.order_time) AS last
  FROM account_directory f JOIN last_orders o ON o.account_id = f.account_id
  WHERE f.survivor_id = a.account_id) ordered
WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active'
  AND ($1 = '' OR a.owner = $1)
  AND ($2 = '' OR EXISTS (
    SELECT FROM directory_members m WHERE m.account_id = a.account_id AND m.user_id = $2))
  AND ($3::uuid IS NULL OR a.account_id = $3)
ORDER BY a.account_id
)sql"};

// How many contacts there were, or will be, by account and quarter, from $1 to $2 in the zone $3.
constexpr pg::Statement kContacts{"plan_contacts", R"sql(
SELECT d.survivor_id, (extract(year FROM c.at) * 4 + extract(quarter FROM c.at) - 1)::int, count(*)
FROM (
  SELECT account_id, occur_time AT TIME ZONE $3 AS at FROM communications
  WHERE delete_time IS NULL AND occur_time >= $1 AND occur_time < $2
  UNION ALL
  SELECT account_id, planned_start AT TIME ZONE $3 FROM visits
  WHERE state NOT IN ('cancelled', 'missed') AND planned_start >= $1 AND planned_start < $2
) c JOIN account_directory d USING (account_id)
WHERE $4::uuid IS NULL OR d.survivor_id = $4
GROUP BY 1, 2
)sql"};

// The visits that are planned from $1 to $2; with people $3 only theirs and those of account $4.
constexpr pg::Statement kPlanned{"plan_planned_visits", R"sql(
SELECT coalesce(d.survivor_id, v.account_id), v.planned_start, v.planned_end, v.users,
  coalesce(s.region, '')
FROM visits v LEFT JOIN account_directory d ON d.account_id = v.account_id
LEFT JOIN account_directory s ON s.account_id = d.survivor_id
WHERE v.state IN ('planned', 'confirmed', 'prepared') AND v.planned_end >= $1
  AND v.planned_start < $2
  AND ($4::uuid IS NULL OR v.users && $3::text[] OR d.survivor_id = $4)
ORDER BY v.planned_start, v.visit_id
)sql"};

constexpr pg::Statement kOtherItems{
    "plan_other_items",
    "SELECT coalesce(d.survivor_id, i.account_id), i.start_time, i.end_time, i.user_id, "
    "coalesce(s.region, '') FROM return_visit_plan_items i "
    "LEFT JOIN account_directory d ON d.account_id = i.account_id "
    "LEFT JOIN account_directory s ON s.account_id = d.survivor_id "
    "WHERE i.plan_id = $1 AND i.state = 'proposed' AND (i.user_id = ANY ($2::text[]) "
    "OR d.survivor_id = $3) ORDER BY i.start_time, i.item_id"};

constexpr pg::Statement kNoteOrder{
    "plan_note_order",
    "INSERT INTO last_orders (account_id, order_time) VALUES ($1, $2) "
    "ON CONFLICT (account_id) DO UPDATE SET order_time = EXCLUDED.order_time "
    "WHERE last_orders.order_time < EXCLUDED.order_time"};

constexpr pg::Statement kDrafts{
    "plan_drafts_of", "SELECT " MAINSTAY_PLAN_COLUMNS
                      " FROM return_visit_plans p JOIN account_directory a ON a.account_id = $1 "
                      "WHERE p.state = 'draft' AND p.last_day >= $2::date "
                      "AND (p.user_id = '' OR p.user_id = a.owner) "
                      "AND (p.team_user = '' OR EXISTS (SELECT FROM directory_members m "
                      "WHERE m.account_id = a.account_id AND m.user_id = p.team_user)) "
                      "ORDER BY p.plan_id FOR UPDATE OF p"};

std::optional<CivilDay> DayOf(const pqxx::field& field, absl::TimeZone zone) {
  if (field.is_null()) return std::nullopt;
  return absl::ToCivilDay(pg::ParseTime(field.c_str()), zone);
}

// A visit, or an item, that is planned: a contact of its account, and time of those who go.
void AddPlanned(const std::string& account_id, absl::Time start, absl::Time end,
                const std::vector<std::string>& users, const std::string& region,
                absl::TimeZone zone, const AccountIndex& index, PlanInputs& inputs) {
  for (const std::string& user : users) inputs.taken.push_back({user, start, end, region});
  if (const auto found = index.find(account_id); found != index.end()) {
    inputs.accounts[found->second].record.visits.push_back(absl::ToCivilDay(start, zone));
  }
}

// Who may be sent to the accounts.
std::vector<std::string> PeopleOf(const PlanInputs& inputs) {
  std::vector<std::string> people;
  for (const PlannedAccount& account : inputs.accounts) people.push_back(account.owner);
  for (const CadenceRule& rule : inputs.rules) people.push_back(rule.user);
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

absl::Time BeginOfQuarter(CivilDay day, absl::TimeZone zone) {
  return absl::FromCivil(CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1), zone);
}

}  // namespace

absl::StatusOr<calendar::WorkingTime> ReadWorkingTime(pg::Tx& tx, const std::string& name) {
  const std::optional<NamedCalendar> named = ReadWholeCalendar(tx, name);
  if (!named) {
    return status::BadField("working_calendar",
                            absl::StrCat("there is no workingCalendars/", name));
  }
  return calendar::WorkingTime::Compile(named->hours);
}

absl::TimeZone ReadZone(pg::Tx& tx, const std::string& name) {
  const std::optional<NamedCalendar> named = ReadCalendar(tx, name);
  absl::TimeZone zone = absl::UTCTimeZone();
  if (named) absl::LoadTimeZone(named->hours.time_zone, &zone);
  return zone;
}

PlanInputs ReadPlanInputs(pg::Tx& tx, const ReturnVisitPlan& plan, const std::string& account_id,
                          CivilDay first, absl::TimeZone zone, absl::Time now) {
  PlanInputs inputs{.first = first,
                    .last = plan.last_day,
                    .rules = ActiveRules(tx),
                    .daily_limit = plan.daily_limit,
                    .most = kMaxPlanItems};
  const pg::Param only = account_id.empty() ? pg::Param() : pg::Param(account_id);
  AccountIndex index;
  for (const auto& row : tx.Run(kAccounts, plan.user, plan.team_user, only)) {
    index[row[0].c_str()] = inputs.accounts.size();
    inputs.accounts.push_back(
        {.id = row[0].c_str(),
         .tier = row[1].c_str(),
         .owner = row[2].c_str(),
         .region = row[3].c_str(),
         .record = {.last_contact = DayOf(row[4], zone), .last_order = DayOf(row[5], zone)}});
  }
  const absl::Time end = absl::FromCivil(plan.last_day + 1, zone);
  for (const auto& row : tx.Run(kContacts, BeginOfQuarter(first, zone), end, zone.name(), only)) {
    if (const auto found = index.find(row[0].c_str()); found != index.end()) {
      inputs.accounts[found->second].contacts[row[1].as<int>()] = row[2].as<int>();
    }
  }
  const std::vector<std::string> people = PeopleOf(inputs);
  for (const auto& row : tx.Run(kPlanned, now, end, people, only)) {
    AddPlanned(row[0].c_str(), pg::ParseTime(row[1].c_str()), pg::ParseTime(row[2].c_str()),
               pg::ParseArray(row[3].c_str()), row[4].c_str(), zone, index, inputs);
  }
  if (account_id.empty()) return inputs;
  for (const auto& row : tx.Run(kOtherItems, plan.id, people, account_id)) {
    const absl::Time start = pg::ParseTime(row[1].c_str());
    AddPlanned(row[0].c_str(), start, pg::ParseTime(row[2].c_str()), {row[3].c_str()},
               row[4].c_str(), zone, index, inputs);
    if (const auto found = index.find(row[0].c_str()); found != index.end()) {
      ++inputs.accounts[found->second].contacts[QuarterOf(absl::ToCivilDay(start, zone))];
    }
  }
  for (PlannedAccount& account : inputs.accounts) {
    std::sort(account.record.visits.begin(), account.record.visits.end());
  }
  return inputs;
}

void NoteOrder(pg::Tx& tx, const std::string& account_id, absl::Time order_time) {
  tx.Run(kNoteOrder, account_id, order_time);
}

std::vector<ReturnVisitPlan> LockDraftsOf(pg::Tx& tx, const std::string& account_id,
                                          CivilDay today) {
  std::vector<ReturnVisitPlan> plans;
  for (const auto& row : tx.Run(kDrafts, account_id, absl::FormatCivilTime(today))) {
    plans.push_back(PlanFromRow(row));
  }
  return plans;
}

}  // namespace mainstay::engagement
