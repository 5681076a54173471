// The items of a draft: create, update, skip, restore, delete.
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/plan_inputs_store.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_events.h"
#include "services/engagement/plans/return_visit_plan_proto.h"
#include "services/engagement/plans/return_visit_plan_store.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kDraft[] = {"draft"};
constexpr absl::Duration kUsualLength = absl::Hours(1);

// A stored answer is for those who still see the plan and the account.
auto ReplayToThoseWhoSee(const rpc::CallContext& call, const std::string& plan_id) {
  return [&call, plan_id](pg::Tx& tx, const v1::PlanItem& answer) -> absl::Status {
    if (!IsPlanSeen(tx, plan_id, call.scope())) return status::NotFound(answer.name());
    return directory::CheckSeen(tx, call.scope(), answer.account());
  };
}

// The draft that `name`, its own or an item's, names, locked.
absl::StatusOr<ReturnVisitPlan> LockDraft(pg::Tx& tx, const rpc::CallContext& call,
                                          const std::string& plan_id, const std::string& name) {
  ASSIGN_OR_RETURN(ReturnVisitPlan plan, LockForWrite(tx, call, plan_id, name));
  RETURN_IF_ERROR(status::CheckState("the plan", plan.state, "changing its items", kDraft));
  return plan;
}

// Notes on the plan what was done to one of its items; null: it was not there, or is no more.
void SaveItemChange(pg::Tx& tx, const ReturnVisitPlan& before, const std::string& action,
                    const PlanItem* old_item, PlanItem* new_item,
                    const history::WriteContext& context) {
  ReturnVisitPlan after = before;
  const history::WriteContext at = history::NextVersion(before, context, after);
  if (new_item != nullptr) new_item->update_time = at.now;
  const absl::TimeZone zone = ReadZone(tx, before.calendar);
  const auto text = [&](const PlanItem* item) { return item ? Describe(*item, zone) : ""; };
  const std::string& id = old_item ? old_item->id : new_item->id;
  SavePlan(tx, after, action, {absl::StrCat("items/", id), text(old_item), text(new_item)},
           PlanChangedEvent(after, action, at), at);
}

// Sets the budget warnings of the account's items anew: what is done to one of them moves the line
// between those within the budget and those past it.
void RenewBudgetWarnings(pg::Tx& tx, const ReturnVisitPlan& plan, const std::string& account_id) {
  std::vector<PlanItem> items = ReadProposedItemsOf(tx, plan.id, account_id);
  if (items.empty()) return;
  const absl::TimeZone zone = ReadZone(tx, plan.calendar);
  std::vector<absl::CivilDay> days;
  for (const PlanItem& item : items) days.push_back(absl::ToCivilDay(item.visit.start, zone));
  const auto budget = ReadAccountBudget(tx, account_id, std::min(plan.first_day, days.front()),
                                        std::max(plan.last_day, days.back()), zone);
  const std::vector<bool> over = budget ? PassBudget(days, budget->most, budget->contacts)
                                        : std::vector<bool>(days.size(), false);
  for (size_t i = 0; i < items.size(); ++i) {
    std::vector<std::string>& warnings = items[i].visit.warnings;
    if (SetWarning(kOverBudget, over[i], warnings)) UpdateWarnings(tx, items[i].id, warnings);
  }
}

// The item as it stands after its write, for the answer.
absl::StatusOr<v1::PlanItem> Written(pg::Tx& tx, const rpc::CallContext& call,
                                     const ReturnVisitPlan& plan, const PlanItem& item) {
  RenewBudgetWarnings(tx, plan, item.visit.account_id);
  const auto written = ReadPlanItem(tx, plan.id, item.id, call.scope());
  if (!written) return status::NotFound(PlanItemName(plan.id, item.id));
  return ToProto(*written, plan.id);
}

absl::StatusOr<v1::PlanItem> Create(rpc::CallContext& call, const Deps& deps,
                                    const v1::CreatePlanItemRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kPlanPattern, "parent"));
  ASSIGN_OR_RETURN(const auto named,
                   api::ParseName(request.item().account(), "accounts/*", "item.account"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, named[0], request.item().account()));
  auto parsed = FromProto(request.item());
  if (parsed.ok()) {
    ProposedVisit& visit = parsed->visit;
    if (visit.user.empty()) visit.user = call.principal().subject;
    if (visit.visit_kind.empty()) visit.visit_kind = "return_visit";
    if (visit.visit_mode.empty()) visit.visit_mode = "on_site";
    if (visit.priority.empty()) visit.priority = "normal";
    if (!request.item().has_end_time()) visit.end = visit.start + kUsualLength;
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "item");
  return api::WriteOnce<v1::PlanItem>(
      call, request, ReplayToThoseWhoSee(call, ids[0]),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanItem> {
        ASSIGN_OR_RETURN(const ReturnVisitPlan plan, LockDraft(tx, call, ids[0], request.parent()));
        if (CountItemsOf(tx, plan.id) >= deps.max_plan_items) {
          return TooLarge(deps.max_plan_items, "make another plan for it");
        }
        PlanItem item = *parsed;
        item.id = api::NewUuid(context.now);
        item.edited = true;
        item.create_time = context.now;
        item.account_display_name = account.display_name;
        item.visit.account_id = account.id;
        item.visit.due = absl::ToCivilDay(item.visit.start, ReadZone(tx, plan.calendar));
        SaveItemChange(tx, plan, "create_item", nullptr, &item, context);
        RETURN_IF_ERROR(InsertPlanItems(tx, plan.id, {item}));
        return Written(tx, call, plan, item);
      });
}

// One change of an item: everything but what it changes, which `change` does; false when that is
// nothing.
template <class Request, class F>
absl::StatusOr<v1::PlanItem> ChangeItem(rpc::CallContext& call, const Request& request,
                                        const std::string& name, const std::string& field,
                                        const std::string& etag, const std::string& action,
                                        const F& change) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(name, kPlanItemPattern, field));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::PlanItem>(
      call, request, ReplayToThoseWhoSee(call, ids[0]),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanItem> {
        ASSIGN_OR_RETURN(const ReturnVisitPlan plan, LockDraft(tx, call, ids[0], name));
        const auto before = ReadPlanItem(tx, ids[0], ids[1], call.scope());
        if (!before) return status::NotFound(name);
        RETURN_IF_ERROR(api::CheckEtag(etag, before->version));
        PlanItem after = *before;
        ASSIGN_OR_RETURN(const bool changed, change(after));
        if (!changed) return ToProto(*before, plan.id);
        ++after.version;
        after.edited = true;
        SaveItemChange(tx, plan, action, &*before, &after, context);
        UpdatePlanItem(tx, after);
        return Written(tx, call, plan, after);
      });
}

// Takes the named fields over; whether anything is another now.
absl::StatusOr<bool> CopyFields(const v1::PlanItem& message, const ProposedVisit& from,
                                const std::vector<std::string>& fields, PlanItem& item) {
  ProposedVisit& to = item.visit;
  const ProposedVisit before = to;
  const auto named = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  if (named("account") && message.account() != absl::StrCat("accounts/", to.account_id)) {
    return status::BadField("account", "cannot change; delete the item and add another one");
  }
  if (named("start_time")) {
    to.end = from.start + (to.end - to.start);
    to.start = from.start;
  }
  if (named("end_time") && message.has_end_time()) to.end = from.end;
  if (named("user")) to.user = from.user;
  if (named("visit_kind"))
    to.visit_kind = from.visit_kind.empty() ? "return_visit" : from.visit_kind;
  if (named("visit_mode")) to.visit_mode = from.visit_mode.empty() ? "on_site" : from.visit_mode;
  if (named("purpose")) to.purpose = from.purpose;
  if (named("priority")) to.priority = from.priority.empty() ? "normal" : from.priority;
  RETURN_IF_ERROR(Validate(item));
  const bool moved = to.start != before.start || to.end != before.end || to.user != before.user;
  SetWarning(kNoPerson, to.user.empty(), to.warnings);
  if (moved) SetWarning(kDayFull, false, to.warnings);  // somebody has decided on it
  return moved || to.visit_kind != before.visit_kind || to.visit_mode != before.visit_mode ||
         to.purpose != before.purpose || to.priority != before.priority;
}

absl::StatusOr<v1::PlanItem> Update(rpc::CallContext& call,
                                    const v1::UpdatePlanItemRequest& request) {
  const v1::PlanItem& wanted = request.item();
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "item");
  return ChangeItem(call, request, wanted.name(), "item.name", wanted.etag(), "update_item",
                    [&](PlanItem& item) -> absl::StatusOr<bool> {
                      const auto plan_id = wanted.name().substr(wanted.name().find('/') + 1,
                                                                36);  // checked to be such a name
                      absl::Status same = api::CheckOutputOnly(request.update_mask(), wanted,
                                                               ToProto(item, plan_id));
                      if (!same.ok()) return status::PrefixFields(same, "item");
                      const auto copied = CopyFields(wanted, parsed->visit, fields, item);
                      if (!copied.ok()) return status::PrefixFields(copied.status(), "item");
                      return copied;
                    });
}

absl::StatusOr<v1::PlanItem> Skip(rpc::CallContext& call, const v1::SkipPlanItemRequest& request) {
  if (request.reason().empty()) return status::BadField("reason", "say why it is left out");
  return ChangeItem(call, request, request.name(), "name", request.etag(), "skip_item",
                    [&](PlanItem& item) -> absl::StatusOr<bool> {
                      constexpr std::string_view kFrom[] = {"proposed"};
                      RETURN_IF_ERROR(status::CheckState("the item", item.state, ":skip", kFrom));
                      item.state = "skipped";
                      item.skip_reason = request.reason();
                      return true;
                    });
}

absl::StatusOr<v1::PlanItem> Restore(rpc::CallContext& call,
                                     const v1::RestorePlanItemRequest& request) {
  return ChangeItem(
      call, request, request.name(), "name", request.etag(), "restore_item",
      [&](PlanItem& item) -> absl::StatusOr<bool> {
        constexpr std::string_view kFrom[] = {"skipped"};
        RETURN_IF_ERROR(status::CheckState("the item", item.state, ":restore", kFrom));
        item.state = "proposed";
        item.skip_reason.clear();
        return true;
      });
}

absl::StatusOr<v1::PlanItem> Delete(rpc::CallContext& call,
                                    const v1::DeletePlanItemRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPlanItemPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::PlanItem>(
      call, request, ReplayToThoseWhoSee(call, ids[0]),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanItem> {
        ASSIGN_OR_RETURN(const ReturnVisitPlan plan, LockDraft(tx, call, ids[0], request.name()));
        const auto item = ReadPlanItem(tx, ids[0], ids[1], call.scope());
        if (!item) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), item->version));
        SaveItemChange(tx, plan, "delete_item", &*item, nullptr, context);
        DeletePlanItem(tx, item->id);
        RenewBudgetWarnings(tx, plan, item->visit.account_id);
        return ToProto(*item, plan.id);
      });
}

}  // namespace

void RegisterPlanItemWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kPlanService, "CreatePlanItem"), deps, Create);
  router.Unary(absl::StrCat(kPlanService, "UpdatePlanItem"), Update);
  router.Unary(absl::StrCat(kPlanService, "SkipPlanItem"), Skip);
  router.Unary(absl::StrCat(kPlanService, "RestorePlanItem"), Restore);
  router.Unary(absl::StrCat(kPlanService, "DeletePlanItem"), Delete);
}

}  // namespace mainstay::engagement
