#include "services/feedback/reports/report_proto.h"

#include <optional>

#include <google/protobuf/duration.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

google::protobuf::Duration DurationToProto(absl::Duration duration) {
  google::protobuf::Duration message;
  const int64_t seconds = absl::IDivDuration(duration, absl::Seconds(1), &duration);
  message.set_seconds(seconds);
  message.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return message;
}

std::string KeyToProto(const std::string& key, std::string_view group_by) {
  return group_by == "account" && !key.empty() ? absl::StrCat("accounts/", key) : key;
}

v1::ClockFigures ToProto(const ClockFigures& figures) {
  v1::ClockFigures message;
  message.set_clock(api::TextToEnum<v1::ClockKind>(figures.clock, "CLOCK_KIND_"));
  message.set_in_time_count(figures.in_time);
  message.set_late_count(figures.late);
  message.set_running_count(figures.running);
  if (const auto rate = RateOf(figures.in_time, figures.in_time + figures.late)) {
    message.set_attainment_rate(*rate);
  }
  return message;
}

}  // namespace

absl::StatusOr<CaseSelection> FromProto(const v1::CaseSelection& message) {
  CaseSelection selection;
  std::optional<absl::CivilDay> first_day, last_day;
  if (message.has_first_day()) {
    ASSIGN_OR_RETURN(first_day, api::DayFromProto(message.first_day(), "first_day"));
  }
  if (message.has_last_day()) {
    ASSIGN_OR_RETURN(last_day, api::DayFromProto(message.last_day(), "last_day"));
  }
  if (!message.time_zone().empty()) selection.time_zone = message.time_zone();
  ASSIGN_OR_RETURN(selection.kind, api::EnumToText(message.kind(), "CASE_KIND_", "kind"));
  selection.category = message.category();
  selection.category_depth = message.category_depth();
  RETURN_IF_ERROR(SelectDays(first_day, last_day, selection));
  return selection;
}

v1::CaseFigures ToProto(const CaseFigures& figures) {
  v1::CaseFigures message;
  message.set_received_count(figures.received);
  message.set_withdrawn_count(figures.withdrawn);
  message.set_open_count(figures.open);
  message.set_resolved_count(figures.resolved);
  message.set_closed_count(figures.closed);
  message.set_closed_by_time_out_count(figures.closed_by_time_out);
  message.set_reopened_count(figures.reopened);
  message.set_came_back_count(figures.came_back);
  message.set_recurrence_count(figures.recurrences);
  message.set_first_time_right_count(figures.first_time_right);
  if (const auto rate = RateOf(figures.first_time_right, figures.judged)) {
    message.set_first_time_right_rate(*rate);
  }
  message.set_settled_count(figures.settled);
  if (figures.mean_settling_time) {
    *message.mutable_mean_settling_time() = DurationToProto(*figures.mean_settling_time);
  }
  if (figures.median_settling_time) {
    *message.mutable_median_settling_time() = DurationToProto(*figures.median_settling_time);
  }
  for (const ClockFigures& clock : figures.clocks) *message.add_clocks() = ToProto(clock);
  return message;
}

v1::CaseReport::Group GroupToProto(const CaseFigures& figures, std::string_view group_by) {
  v1::CaseReport::Group message;
  message.set_key(KeyToProto(figures.key, group_by));
  message.set_account_display_name(figures.account_display_name);
  *message.mutable_figures() = ToProto(figures);
  return message;
}

v1::CaseBacklog::Group ToProto(const BacklogFigures& figures, std::string_view group_by) {
  v1::CaseBacklog::Group message;
  message.set_key(KeyToProto(figures.key, group_by));
  message.set_account_display_name(figures.account_display_name);
  message.set_open_count(figures.open);
  message.set_waiting_count(figures.waiting);
  message.set_resolved_count(figures.resolved);
  message.set_overdue_count(figures.overdue);
  message.set_unassigned_count(figures.unassigned);
  if (figures.oldest) {
    *message.mutable_oldest_receive_time() = api::TimeToProto(*figures.oldest);
  }
  for (size_t i = 0; i < kAgeDays.size(); ++i) {
    v1::CaseBacklog::Age& age = *message.add_ages();
    age.set_from_days(kAgeDays[i]);
    age.set_to_days(i + 1 < kAgeDays.size() ? kAgeDays[i + 1] : 0);
    age.set_count(figures.ages[i]);
    age.set_severe_count(figures.severe[i]);
  }
  return message;
}

v1::CasePareto ToProto(const CasePareto& pareto) {
  v1::CasePareto message;
  int64_t counted = 0;
  for (const ParetoRow& row : pareto.rows) {
    counted += row.count;
    v1::CasePareto::Row& shown = *message.add_rows();
    shown.set_key(row.key);
    shown.set_count(row.count);
    shown.set_severe_count(row.severe);
    shown.set_share(RateOf(row.count, pareto.total).value_or(0));
    shown.set_cumulative_share(RateOf(counted, pareto.total).value_or(0));
  }
  message.set_other_count(pareto.total - counted);
  message.set_total_count(pareto.total);
  message.set_unknown_count(pareto.unknown);
  return message;
}

}  // namespace mainstay::feedback
