#include "services/engagement/plans/plan_inbox_events.h"

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/accounts/v1/trade_events.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/proto_time.h"
#include "common/directory/directory_events.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/plans/plan_generate_writes.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/plan_inputs_store.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_events.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {
namespace {

// Plans the account's items of a draft anew.
absl::Status Replan(pg::Tx& tx, const Deps& deps, const ReturnVisitPlan& before,
                    const std::string& account_id, const std::string& reason,
                    const history::WriteContext& context) {
  ASSIGN_OR_RETURN(const auto working, deps.working_times->Get(tx, before.calendar));
  const absl::CivilDay first =
      std::max(before.first_day, absl::ToCivilDay(context.now, working->zone()) + 1);
  const int removed = DeleteUneditedItems(tx, before.id, account_id);
  PlanInputs inputs = ReadPlanInputs(tx, before, account_id, first, working->zone());
  inputs.working = working.get();
  std::vector<PlanItem> items = ItemsOf(PlanReturnVisits(inputs), context.now);
  const size_t wanted = items.size();
  if (wanted > 0) {
    const size_t most = deps.max_plan_items;
    items.resize(std::min(wanted, most - std::min(most, CountItemsOf(tx, before.id))));
  }
  if (removed == 0 && wanted == 0) return absl::OkStatus();
  RETURN_IF_ERROR(InsertPlanItems(tx, before.id, items));
  ReturnVisitPlan after = before;
  history::WriteContext at = history::NextVersion(before, context, after);
  at.reason = reason;
  SavePlan(tx, after, "replan",
           {absl::StrCat("accounts/", account_id), absl::StrCat(removed, " items"),
            items.size() == wanted
                ? absl::StrCat(wanted, " items")
                : absl::StrCat(items.size(), " of ", wanted, " items: the plan is full")},
           PlanChangedEvent(after, "replan", at), at);
  return absl::OkStatus();
}

// Plans the items of the account, or of the one that it was merged into, anew in every draft.
absl::Status ReplanDrafts(pg::Tx& tx, const Deps& deps, const events::v1::Event& event,
                          const std::string& account_id, const std::string& reason) {
  const history::WriteContext context = events::ContextOf(event);
  const std::string survivor = SurvivorOf(tx, account_id);
  const absl::CivilDay today = absl::ToCivilDay(context.now, absl::UTCTimeZone());
  for (const ReturnVisitPlan& draft : LockDraftsOf(tx, survivor, today)) {
    RETURN_IF_ERROR(Replan(tx, deps, draft, survivor, reason, context));
  }
  return absl::OkStatus();
}

bool HasRuleAfterOrders(pg::Tx& tx) {
  const std::vector<CadenceRule> rules = ActiveRules(tx);
  return std::any_of(rules.begin(), rules.end(),
                     [](const CadenceRule& rule) { return rule.kind == "after_order"; });
}

absl::Status TakeAccountChanged(pg::Tx& tx, const events::v1::Event& event,
                                const accounts::v1::AccountChanged& payload, const Deps& deps) {
  RETURN_IF_ERROR(directory::KeepDirectory(tx, event));
  const auto& fields = payload.fields();
  const auto changed = [&](const char* field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  const auto say = [](const std::string& value) { return value.empty() ? "none" : value; };
  std::vector<std::string> reasons;
  if (changed("tier")) reasons.push_back(absl::StrCat("the tier is ", say(payload.tier()), " now"));
  if (changed("owner")) {
    reasons.push_back(absl::StrCat("the owner is ", say(payload.owner()), " now"));
  }
  if (reasons.empty()) return absl::OkStatus();
  return ReplanDrafts(tx, deps, event, event.aggregate_id(), absl::StrJoin(reasons, ", "));
}

// Each merge comes with two events, the later of which finds the family whole.
absl::Status TakeAccountMerged(pg::Tx& tx, const events::v1::Event& event,
                               const accounts::v1::AccountMerged& payload, const Deps& deps) {
  RETURN_IF_ERROR(directory::KeepDirectory(tx, event));
  return ReplanDrafts(tx, deps, event, event.aggregate_id(),
                      absl::StrCat(payload.account(), " was merged into ", payload.into()));
}

absl::Status TakeAccountUnmerged(pg::Tx& tx, const events::v1::Event& event,
                                 const accounts::v1::AccountUnmerged& payload, const Deps& deps) {
  RETURN_IF_ERROR(directory::KeepDirectory(tx, event));
  return ReplanDrafts(tx, deps, event, event.aggregate_id(),
                      absl::StrCat(payload.account(), " was taken out of ", payload.from()));
}

// Remembers the last order, which rules count from.
absl::Status TakeTradeChanged(pg::Tx& tx, const events::v1::Event& event,
                              const accounts::v1::TradeChanged& payload, const Deps& deps) {
  // Events of before there was a latest order time tell of the earliest only.
  const auto& time =
      payload.has_latest_order_time() ? payload.latest_order_time() : payload.earliest_order_time();
  if (!NoteOrder(tx, event.account_id(), api::TimeOf(time)) || !HasRuleAfterOrders(tx)) {
    return absl::OkStatus();
  }
  return ReplanDrafts(tx, deps, event, event.account_id(), "there was an order");
}

}  // namespace

void TakePlanEvents(events::Subscription& subscription, const Deps& deps) {
  const auto with = [&](auto take) {
    return [take, deps](pg::Tx& tx, const events::v1::Event& event, const auto& payload) {
      return take(tx, event, payload, deps);
    };
  };
  subscription.On<accounts::v1::AccountChanged>(with(TakeAccountChanged));
  subscription.On<accounts::v1::AccountMerged>(with(TakeAccountMerged));
  subscription.On<accounts::v1::AccountUnmerged>(with(TakeAccountUnmerged));
  subscription.On<accounts::v1::TradeChanged>(with(TakeTradeChanged));
}

}  // namespace mainstay::engagement
