// Approve and discard.
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "services/engagement/plans/plan_handlers.h"
#include "services/engagement/plans/plan_inputs_store.h"
#include "services/engagement/plans/plan_item_store.h"
#include "services/engagement/plans/return_visit_plan_events.h"
#include "services/engagement/plans/return_visit_plan_proto.h"
#include "services/engagement/plans/return_visit_plan_store.h"
#include "services/engagement/visits/visit_bulk_writes.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kFromDraft[] = {"draft"};
// The lock under which plans are approved, one at a time: each sees the visits of the one before.
constexpr std::string_view kApprovals = "mainstay.engagement.plan_approvals";

// The stored answer of a verb is for those who still see the plan.
auto ReplayToThoseWhoSee(const rpc::CallContext& call, const std::string& plan_id) {
  return [&call, plan_id](pg::Tx& tx, const v1::ReturnVisitPlan& answer) -> absl::Status {
    return IsPlanSeen(tx, plan_id, call.scope()) ? absl::OkStatus()
                                                 : status::NotFound(answer.name());
  };
}

// FAILED_PRECONDITION while visits cannot be planned by these items.
absl::Status CheckReady(const std::vector<PlanItem>& items) {
  const auto nobody = std::count_if(items.begin(), items.end(),
                                    [](const PlanItem& item) { return item.visit.user.empty(); });
  if (nobody == 0) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kFailedPrecondition, "PLAN_NOT_READY",
      absl::StrCat(nobody, " items have nobody to go; give them a user, or skip them"),
      {{"no_person", absl::StrCat(nobody)}});
}

std::vector<Visit> VisitsOf(const std::vector<PlanItem>& items, const std::string& time_zone) {
  std::vector<Visit> visits;
  visits.reserve(items.size());
  for (const PlanItem& item : items) {
    Visit& visit = visits.emplace_back();
    visit.account_id = item.visit.account_id;
    visit.kind = item.visit.visit_kind;
    visit.mode = item.visit.visit_mode;
    visit.purpose = item.visit.purpose;
    visit.planned_start = item.visit.start;
    visit.planned_end = item.visit.end;
    visit.time_zone = time_zone;
    visit.participants = {{item.visit.user, ""}};
  }
  return visits;
}

// Skips the items for which a communication since they were proposed has been the contact.
void SkipSpokenTo(pg::Tx& tx, const ReturnVisitPlan& plan, absl::TimeZone zone, absl::Time now) {
  const auto spoken = ReadSpokenSince(tx, plan, zone);
  if (spoken.empty()) return;
  std::vector<std::string> served;
  for (const PlanItem& item : ReadProposedItems(tx, plan.id)) {
    const auto found = spoken.find(item.id);
    if (found != spoken.end() &&
        std::any_of(found->second.begin(), found->second.end(),
                    [&](absl::CivilDay day) { return IsServedBySpeaking(item, day, zone); })) {
      served.push_back(item.id);
    }
  }
  SkipItems(tx, served, "the account has been spoken to since", now);
}

// Plans the visits of the plan's items, but for those that have become needless; how many there
// are.
absl::StatusOr<int> PlanVisitsOf(pg::Tx& tx, const ReturnVisitPlan& plan,
                                 const auth::AccountScope& scope, const history::WriteContext& at) {
  const absl::TimeZone zone = ReadZone(tx, plan.calendar);
  SkipUnseenItems(tx, plan.id, scope, at.now);
  SkipPastItems(tx, plan.id, at.now);
  SkipServedItems(tx, plan.id, zone, at.now);
  SkipSpokenTo(tx, plan, zone, at.now);
  const std::vector<PlanItem> items = ReadProposedItems(tx, plan.id);
  RETURN_IF_ERROR(CheckReady(items));
  std::vector<Visit> visits = VisitsOf(items, zone.name());
  history::WriteContext planned = at;
  planned.reason = absl::StrCat("by ", PlanName(plan.id));
  RETURN_IF_ERROR(PlanVisits(tx, visits, planned));
  std::vector<std::string> item_ids, visit_ids;
  for (size_t i = 0; i < items.size(); ++i) {
    item_ids.push_back(items[i].id);
    visit_ids.push_back(visits[i].id);
  }
  NoteVisits(tx, item_ids, visit_ids, at.now);
  return static_cast<int>(visits.size());
}

absl::StatusOr<v1::ReturnVisitPlan> Answer(pg::Tx& tx, const ReturnVisitPlan& plan) {
  const auto counted = ReadPlan(tx, plan.id, auth::AccountScope::All());
  return ToProto(plan, counted->counts);
}

absl::StatusOr<v1::ReturnVisitPlan> Approve(rpc::CallContext& call,
                                            const v1::ApproveReturnVisitPlanRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPlanPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::ReturnVisitPlan>(
      call, request, ReplayToThoseWhoSee(call, ids[0]),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ReturnVisitPlan> {
        ASSIGN_OR_RETURN(const ReturnVisitPlan before,
                         LockForWrite(tx, call, ids[0], request.name()));
        if (before.state == "approved") return Answer(tx, before);
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before.version));
        RETURN_IF_ERROR(status::CheckState("the plan", before.state, ":approve", kFromDraft));
        ReturnVisitPlan after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        ASSIGN_OR_RETURN(const int visits, PlanVisitsOf(tx, after, call.scope(), at));
        after.state = "approved";
        after.approver = at.actor;
        after.approve_time = at.now;
        SavePlan(tx, after, "approve", {"", "", absl::StrCat(visits, " visits")},
                 PlanApprovedEvent(after, visits, at), at);
        return Answer(tx, after);
      },
      {.locks = {pg::AdvisoryKey(kApprovals)}, .plan_once = false});
}

absl::StatusOr<v1::ReturnVisitPlan> Discard(rpc::CallContext& call,
                                            const v1::DiscardReturnVisitPlanRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPlanPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::ReturnVisitPlan>(
      call, request, ReplayToThoseWhoSee(call, ids[0]),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ReturnVisitPlan> {
        ASSIGN_OR_RETURN(const ReturnVisitPlan before,
                         LockForWrite(tx, call, ids[0], request.name()));
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before.version));
        RETURN_IF_ERROR(status::CheckState("the plan", before.state, ":discard", kFromDraft));
        ReturnVisitPlan after = before;
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.state = "discarded";
        SavePlan(tx, after, "discard", {}, PlanDiscardedEvent(after, at), at);
        return Answer(tx, after);
      });
}

}  // namespace

void RegisterPlanVerbs(rpc::Router& router) {
  router.Unary(absl::StrCat(kPlanService, "ApproveReturnVisitPlan"), Approve);
  router.Unary(absl::StrCat(kPlanService, "DiscardReturnVisitPlan"), Discard);
}

}  // namespace mainstay::engagement
