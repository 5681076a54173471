#include "services/engagement/plans/return_visit_plan_proto.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

void Count(const StateCount& one, v1::ReturnVisitPlanProgress::Counts* counts) {
  const auto add = [&](int32_t before) { return before + one.count; };
  if (one.state == "planned") {
    counts->set_planned_count(add(counts->planned_count()));
  } else if (one.state == "completed") {
    counts->set_done_count(add(counts->done_count()));
  } else if (one.state == "missed") {
    counts->set_missed_count(add(counts->missed_count()));
  } else if (one.state == "cancelled") {
    counts->set_cancelled_count(add(counts->cancelled_count()));
  } else if (one.state == "skipped") {
    counts->set_skipped_count(add(counts->skipped_count()));
  } else if (one.state == "proposed") {
    counts->set_proposed_count(add(counts->proposed_count()));
  } else {
    counts->set_confirmed_count(add(counts->confirmed_count()));
  }
  const int all = counts->planned_count() + counts->confirmed_count() + counts->done_count() +
                  counts->missed_count() + counts->proposed_count();
  counts->set_done_share(all == 0 ? 0 : static_cast<double>(counts->done_count()) / all);
}

absl::StatusOr<absl::CivilDay> Required(bool has, const google::type::Date& date,
                                        std::string_view field) {
  if (!has) return status::BadField(field, "is required");
  return api::DayFromProto(date, field);
}

}  // namespace

std::string PlanName(const std::string& plan_id) {
  return absl::StrCat("returnVisitPlans/", plan_id);
}

std::string PlanItemName(const std::string& plan_id, const std::string& item_id) {
  return absl::StrCat(PlanName(plan_id), "/items/", item_id);
}

v1::ReturnVisitPlan ToProto(const ReturnVisitPlan& plan, const PlanCounts& counts) {
  v1::ReturnVisitPlan message;
  message.set_name(PlanName(plan.id));
  message.set_display_name(plan.display_name);
  *message.mutable_start_date() = api::DayToProto(plan.first_day);
  *message.mutable_end_date() = api::DayToProto(plan.last_day);
  message.set_user(plan.user);
  message.set_creator(plan.creator);
  message.set_working_calendar(absl::StrCat("workingCalendars/", plan.calendar));
  message.set_daily_limit(plan.daily_limit);
  message.set_state(
      api::TextToEnum<v1::ReturnVisitPlanState>(plan.state, "RETURN_VISIT_PLAN_STATE_"));
  message.set_item_count(counts.items);
  message.set_account_count(counts.accounts);
  message.set_skipped_count(counts.skipped);
  message.set_over_budget_count(counts.over_budget);
  message.set_day_full_count(counts.day_full);
  message.set_no_person_count(counts.no_person);
  message.set_approver(plan.approver);
  if (plan.approve_time) *message.mutable_approve_time() = api::TimeToProto(*plan.approve_time);
  message.set_etag(api::EtagOf(plan.version));
  *message.mutable_create_time() = api::TimeToProto(plan.create_time);
  *message.mutable_update_time() = api::TimeToProto(plan.update_time);
  return message;
}

v1::ReturnVisitPlanProgress ProgressToProto(const std::string& plan_id,
                                            const std::vector<StateCount>& counts) {
  v1::ReturnVisitPlanProgress message;
  message.set_name(absl::StrCat(PlanName(plan_id), "/progress"));
  std::map<std::string, v1::ReturnVisitPlanProgress::Counts> people;
  for (const StateCount& one : counts) {
    Count(one, message.mutable_total());
    Count(one, &people[one.user]);
  }
  for (const auto& [user, of] : people) {
    v1::ReturnVisitPlanProgress::Person* person = message.add_people();
    person->set_user(user);
    *person->mutable_counts() = of;
  }
  return message;
}

absl::StatusOr<ReturnVisitPlan> FromProto(const v1::GenerateReturnVisitPlanRequest& request,
                                          const std::string& caller) {
  ReturnVisitPlan plan;
  ASSIGN_OR_RETURN(plan.first_day,
                   Required(request.has_start_date(), request.start_date(), "start_date"));
  ASSIGN_OR_RETURN(plan.last_day, Required(request.has_end_date(), request.end_date(), "end_date"));
  plan.display_name = request.display_name();
  plan.user = request.user() == "me" ? caller : request.user();
  plan.creator = caller;
  plan.daily_limit = request.daily_limit();
  if (!request.working_calendar().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.working_calendar(),
                                                    "workingCalendars/~", "working_calendar"));
    plan.calendar = ids[0];
  }
  FillIn(plan);
  return plan;
}

absl::StatusOr<PlanItem> FromProto(const v1::PlanItem& message) {
  PlanItem item;
  ProposedVisit& visit = item.visit;
  visit.user = message.user();
  if (message.has_start_time()) {
    ASSIGN_OR_RETURN(visit.start, api::TimeFromProto(message.start_time(), "start_time"));
  }
  if (message.has_end_time()) {
    ASSIGN_OR_RETURN(visit.end, api::TimeFromProto(message.end_time(), "end_time"));
  }
  ASSIGN_OR_RETURN(visit.visit_kind,
                   api::EnumToText(message.visit_kind(), "VISIT_KIND_", "visit_kind"));
  ASSIGN_OR_RETURN(visit.visit_mode,
                   api::EnumToText(message.visit_mode(), "VISIT_MODE_", "visit_mode"));
  visit.purpose = message.purpose();
  ASSIGN_OR_RETURN(visit.priority,
                   api::EnumToText(message.priority(), "CADENCE_PRIORITY_", "priority"));
  return item;
}

v1::PlanItem ToProto(const PlanItem& item, const std::string& plan_id) {
  v1::PlanItem message;
  const ProposedVisit& visit = item.visit;
  const std::string account = absl::StrCat("accounts/", visit.account_id);
  message.set_name(PlanItemName(plan_id, item.id));
  message.set_account(account);
  message.set_account_display_name(item.account_display_name);
  for (const PlanReason& reason : visit.reasons) {
    v1::PlanReason* told = message.add_reasons();
    told->set_cadence_rule(absl::StrCat("cadenceRules/", reason.rule_id));
    told->set_kind(api::TextToEnum<v1::CadenceKind>(reason.kind, "CADENCE_KIND_"));
    told->set_overdue_days(reason.overdue);
    if (reason.cause) *told->mutable_cause_date() = api::DayToProto(*reason.cause);
    told->set_festival(api::TextToEnum<v1::Festival>(reason.festival, "FESTIVAL_"));
  }
  *message.mutable_due_date() = api::DayToProto(visit.due);
  message.set_user(visit.user);
  *message.mutable_start_time() = api::TimeToProto(visit.start);
  *message.mutable_end_time() = api::TimeToProto(visit.end);
  message.set_visit_kind(api::TextToEnum<v1::VisitKind>(visit.visit_kind, "VISIT_KIND_"));
  message.set_visit_mode(api::TextToEnum<v1::VisitMode>(visit.visit_mode, "VISIT_MODE_"));
  message.set_purpose(visit.purpose);
  message.set_priority(api::TextToEnum<v1::CadencePriority>(visit.priority, "CADENCE_PRIORITY_"));
  for (const std::string& warning : visit.warnings) {
    message.add_warnings(api::TextToEnum<v1::PlanWarning>(warning, "PLAN_WARNING_"));
  }
  message.set_state(api::TextToEnum<v1::PlanItemState>(item.state, "PLAN_ITEM_STATE_"));
  message.set_skip_reason(item.skip_reason);
  message.set_edited(item.edited);
  if (!item.visit_id.empty()) {
    message.set_visit(absl::StrCat(account, "/visits/", item.visit_id));
    message.set_visit_state(api::TextToEnum<v1::VisitState>(item.visit_state, "VISIT_STATE_"));
  }
  message.set_etag(api::EtagOf(item.version));
  *message.mutable_create_time() = api::TimeToProto(item.create_time);
  *message.mutable_update_time() = api::TimeToProto(item.update_time);
  return message;
}

}  // namespace mainstay::engagement
