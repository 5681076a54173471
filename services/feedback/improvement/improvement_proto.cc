#include "services/feedback/improvement/improvement_proto.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

// The last ids of resource names of the form `pattern`, each once.
absl::StatusOr<std::vector<std::string>> IdsOf(
    const google::protobuf::RepeatedPtrField<std::string>& names, std::string_view pattern,
    std::string_view field) {
  std::vector<std::string> ids;
  for (int i = 0; i < names.size(); ++i) {
    ASSIGN_OR_RETURN(const auto parsed,
                     api::ParseName(names.Get(i), pattern, absl::StrCat(field, "[", i, "]")));
    if (std::find(ids.begin(), ids.end(), parsed.back()) == ids.end()) {
      ids.push_back(parsed.back());
    }
  }
  return ids;
}

absl::StatusOr<ImprovementMeasure> MeasureFromProto(const v1::ImprovementMeasure& message) {
  ImprovementMeasure measure;
  ASSIGN_OR_RETURN(measure.figure,
                   api::EnumToText(message.figure(), "IMPROVEMENT_FIGURE_", "measure.figure"));
  measure.category = message.category();
  ASSIGN_OR_RETURN(measure.kind, api::EnumToText(message.kind(), "CASE_KIND_", "measure.kind"));
  measure.unit = message.unit();
  measure.source = message.source();
  if (message.has_goal()) measure.goal = message.goal();
  return measure;
}

void MeasureToProto(const ImprovementMeasure& measure, v1::ImprovementMeasure* message) {
  message->set_figure(
      api::TextToEnum<v1::ImprovementFigure>(measure.figure, "IMPROVEMENT_FIGURE_"));
  message->set_category(measure.category);
  message->set_kind(api::TextToEnum<v1::CaseKind>(measure.kind, "CASE_KIND_"));
  message->set_unit(measure.unit);
  message->set_source(measure.source);
  if (measure.goal) message->set_goal(*measure.goal);
}

void MeasuredToProto(const MeasuredValue& measured, v1::MeasuredValue* message) {
  message->set_value(measured.value);
  *message->mutable_first_day() = api::DayToProto(measured.first_day);
  *message->mutable_last_day() = api::DayToProto(measured.last_day);
  *message->mutable_measure_time() = api::TimeToProto(measured.measure_time);
}

}  // namespace

std::string ImprovementActionName(const std::string& action_id) {
  return absl::StrCat("improvementActions/", action_id);
}

v1::ImprovementState ImprovementStateToProto(std::string_view state) {
  return api::TextToEnum<v1::ImprovementState>(state, "IMPROVEMENT_STATE_");
}

absl::Status CheckQuarter(const v1::PlanQuarter& quarter) {
  if (quarter.year() < 2000 || quarter.year() > 2100) {
    return status::BadField("quarter.year", "must be 2000 to 2100");
  }
  if (quarter.quarter() < 1 || quarter.quarter() > 4) {
    return status::BadField("quarter.quarter", "must be 1 to 4");
  }
  return absl::OkStatus();
}

absl::StatusOr<ImprovementAction> FromProto(const v1::ImprovementAction& message) {
  ImprovementAction action;
  action.title = message.title();
  action.problem = message.problem();
  action.plan = message.plan();
  action.owner = message.owner();
  if (message.has_due_date()) {
    ASSIGN_OR_RETURN(action.due_date, api::DayFromProto(message.due_date(), "due_date"));
  }
  if (message.has_quarter()) {
    RETURN_IF_ERROR(CheckQuarter(message.quarter()));
    action.year = message.quarter().year();
    action.quarter = message.quarter().quarter();
  }
  ASSIGN_OR_RETURN(action.case_ids, IdsOf(message.cases(), "accounts/*/cases/*", "cases"));
  ASSIGN_OR_RETURN(action.requirement_ids,
                   IdsOf(message.requirements(), "requirements/*", "requirements"));
  ASSIGN_OR_RETURN(action.measure, MeasureFromProto(message.measure()));
  return action;
}

v1::ImprovementAction ToProto(const ImprovementAction& action, const SeenLinks& seen) {
  v1::ImprovementAction message;
  message.set_name(ImprovementActionName(action.id));
  message.set_title(action.title);
  message.set_problem(action.problem);
  message.set_plan(action.plan);
  message.set_owner(action.owner);
  if (action.due_date) *message.mutable_due_date() = api::DayToProto(*action.due_date);
  if (action.year != 0) {
    message.mutable_quarter()->set_year(action.year);
    message.mutable_quarter()->set_quarter(action.quarter);
  }
  for (const std::string& id : action.case_ids) {
    const auto account = seen.cases.find(id);
    if (account == seen.cases.end()) continue;
    message.add_cases(absl::StrCat("accounts/", account->second, "/cases/", id));
  }
  for (const std::string& id : action.requirement_ids) {
    if (!seen.requirements.contains(id)) continue;
    message.add_requirements(absl::StrCat("requirements/", id));
  }
  if (!action.measure.figure.empty() || action.measure.goal) {
    MeasureToProto(action.measure, message.mutable_measure());
  }
  message.set_state(ImprovementStateToProto(action.state));
  if (action.before) MeasuredToProto(*action.before, message.mutable_before());
  if (action.after) MeasuredToProto(*action.after, message.mutable_after());
  message.set_turn(action.turn);
  message.set_outcome(action.outcome);
  message.set_etag(api::EtagOf(action.version));
  *message.mutable_create_time() = api::TimeToProto(action.create_time);
  *message.mutable_update_time() = api::TimeToProto(action.update_time);
  return message;
}

}  // namespace mainstay::feedback
