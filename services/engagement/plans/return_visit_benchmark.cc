// What planning a quarter costs: bin/return_visit_benchmark [accounts people]. It fills a private
// PostgreSQL with accounts, two years of visits and communications, and rules; then it times each
// step of GenerateReturnVisitPlan and ApproveReturnVisitPlan, and what a change of an account's
// tier costs meanwhile, on one connection.
#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/pg/session.h"
#include "common/status/status.h"
#include "common/testing/postgres.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/calendar/working_time_store.h"
#include "services/engagement/plans/plan_generate_writes.h"
#include "services/engagement/plans/plan_inbox_events.h"
#include "services/engagement/plans/plan_inputs_store.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_store.h"
#include "services/engagement/visits/visit_bulk_writes.h"

namespace mainstay::engagement {
namespace {

constexpr int kRounds = 3;

// $1 accounts of $2 people in 30 regions; one in ten is core, two are potential.
constexpr char kAccounts[] = R"sql(
INSERT INTO account_directory (account_id, survivor_id, version, display_name, owner, tier, region,
  complete, update_time)
SELECT id, id, 1, 'Account ' || n, 'user' || (n / 10) % $2::int,
  CASE WHEN n % 10 = 0 THEN 'core' WHEN n % 10 < 3 THEN 'potential' ELSE 'general' END,
  'Region ' || n % 30, true, now()
FROM (SELECT n, md5(n::text)::uuid AS id FROM generate_series(1, $1::int) n) a)sql";

// Ten visits made of each account, and twenty communications, over two years.
constexpr char kVisits[] = R"sql(
INSERT INTO visits (visit_id, account_id, version, kind, mode, purpose, planned_start, planned_end,
  time_zone, place, users, user_levels, contact_ids, contact_levels, level_match, state,
  preparation, complete_time, content, progress, outcome, customer_needs, form_keys, form_values,
  form_version, cancel_reason, create_time, update_time)
SELECT gen_random_uuid(), account_id, 1, 'visit', 'on_site', '', at, at + interval '1 hour',
  'Asia/Shanghai', '', ARRAY[owner], '{""}', '{}', '{}', '', 'completed', '',
  at + interval '1 hour', 'said', '', '', '{}', '{}', '{}', 0, '', at, at
FROM (SELECT account_id, owner, now() - random() * interval '730 days' AS at
      FROM account_directory, generate_series(1, 10)) v)sql";
constexpr char kCommunications[] = R"sql(
INSERT INTO communications (communication_id, account_id, version, channel, direction, contact_ids,
  users, subject, body, body_start, occur_time, duration_minutes, attachment_titles,
  attachment_uris, source, external_id, create_time, update_time)
SELECT gen_random_uuid(), account_id, 1, 'phone', 'outbound', '{}', ARRAY[owner], 'said', '', '',
  at, 0, '{}', '{}', '', '', at, at
FROM (SELECT account_id, owner, now() - random() * interval '730 days' AS at
      FROM account_directory, generate_series(1, 20)) c)sql";

CadenceRule RuleOf(const char* tier, const char* kind, int days, absl::Time now) {
  CadenceRule rule;
  rule.id = api::NewUuid(now);
  rule.display_name = absl::StrCat(tier, " ", kind);
  rule.tiers = {tier};
  rule.kind = kind;
  rule.days = days;
  rule.create_time = rule.update_time = now;
  rule.max_contacts = 12;
  FillIn(rule);
  return rule;
}

absl::Status Fill(pg::Tx& tx, int accounts, int people, absl::Time now) {
  tx.Exec(kAccounts, {pg::ToParam(accounts), pg::ToParam(people)});
  tx.Exec(kVisits);
  tx.Exec(kCommunications);
  InsertCadenceRule(tx, RuleOf("core", "periodic", 14, now));
  InsertCadenceRule(tx, RuleOf("potential", "periodic", 30, now));
  InsertCadenceRule(tx, RuleOf("general", "periodic", 90, now));
  CadenceRule festival = RuleOf("core", "before_festival", 7, now);
  festival.festivals = {"spring_festival", "new_year", "labour_day"};
  InsertCadenceRule(tx, festival);
  return KeepOfficialCalendar(tx, now).status();
}

// Prints how long `step` took.
template <class F>
auto Timed(const char* name, F step) {
  const absl::Time begin = absl::Now();
  auto result = step();
  std::printf("  %-28s %8.1f ms\n", name, absl::ToDoubleMilliseconds(absl::Now() - begin));
  return result;
}

// Takes it that the account has got the tier of those that are met most: it is planned anew in the
// draft.
absl::Status ChangeTier(pg::Tx& tx, const std::string& account_id) {
  events::Subscription subscription;
  TakePlanEvents(subscription, Deps());
  accounts::v1::AccountChanged payload;
  payload.add_fields("tier");
  payload.set_tier("core");
  events::v1::Event event;
  event.set_type(payload.GetDescriptor()->full_name());
  event.set_payload(payload.SerializeAsString());
  event.set_account_id(account_id);
  event.set_aggregate_id(account_id);
  event.set_aggregate_version(2);
  return subscription.handlers.find(event.type())->second(tx, event);
}

absl::Status Plan(pg::Tx& tx, absl::Time now) {
  ReturnVisitPlan plan;
  plan.id = api::NewUuid(now);
  plan.creator = "bench";
  plan.create_time = plan.update_time = now;
  WorkingTimes working_times;
  ASSIGN_OR_RETURN(const auto working, working_times.Get(tx, "cn"));
  const absl::CivilDay today = absl::ToCivilDay(now, working->zone());
  plan.first_day = today + 1;
  plan.last_day = today + 91;
  FillIn(plan);
  PlanInputs inputs = Timed("read the inputs", [&] {
    return ReadPlanInputs(tx, plan, "", plan.first_day, working->zone());
  });
  inputs.working = working.get();
  std::vector<ProposedVisit> proposals = Timed("plan", [&] { return PlanReturnVisits(inputs); });
  const std::vector<PlanItem> items = ItemsOf(std::move(proposals), now);
  InsertPlan(tx, plan);
  RETURN_IF_ERROR(Timed("write the items", [&] { return InsertPlanItems(tx, plan.id, items); }));
  RETURN_IF_ERROR(Timed("plan an account anew",
                        [&] { return ChangeTier(tx, items[items.size() / 2].visit.account_id); }));
  std::vector<Visit> visits;
  for (const PlanItem& item : items) {
    Visit& visit = visits.emplace_back();
    visit.account_id = item.visit.account_id;
    visit.kind = item.visit.visit_kind;
    visit.mode = item.visit.visit_mode;
    visit.planned_start = item.visit.start;
    visit.planned_end = item.visit.end;
    visit.participants = {{item.visit.user, ""}};
  }
  RETURN_IF_ERROR(Timed("approve: plan the visits",
                        [&] { return PlanVisits(tx, visits, {.actor = "bench", .now = now}); }));
  const PlanCounts counts = CountItems(items);
  std::printf("  %d items of %d accounts, %d without room, %d over the budget\n", counts.items,
              counts.accounts, counts.day_full, counts.over_budget);
  return absl::CancelledError("the next round begins with the same");
}

int Main(int argc, char** argv) {
  const int accounts = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int people = argc > 2 ? std::atoi(argv[2]) : 100;
  const auto database = testing::NewDatabase("services/engagement/migrations");
  pg::Session db({.dsn = database->owner_dsn()});
  const absl::Time now = absl::Now();
  const absl::Status filled =
      db.Write({}, [&](pg::Tx& tx) { return Fill(tx, accounts, people, now); });
  if (!filled.ok()) {
    std::fprintf(stderr, "%s\n", filled.ToString().c_str());
    return 1;
  }
  const absl::Status analyzed = db.ReadOne({}, [](pg::Tx& tx) {
    tx.Exec("ANALYZE");
    return absl::OkStatus();
  });
  if (!analyzed.ok()) std::fprintf(stderr, "%s\n", analyzed.ToString().c_str());
  std::printf("a quarter for %d accounts and %d people\n", accounts, people);
  for (int round = 0; round < kRounds; ++round) {
    const absl::Status planned = db.Write({}, [&](pg::Tx& tx) { return Plan(tx, now); });
    if (!absl::IsCancelled(planned)) std::fprintf(stderr, "%s\n", planned.ToString().c_str());
  }
  return 0;
}

}  // namespace
}  // namespace mainstay::engagement

int main(int argc, char** argv) { return mainstay::engagement::Main(argc, argv); }
