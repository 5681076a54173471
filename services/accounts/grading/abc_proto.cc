#include "services/accounts/grading/abc_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/text/currency.h"

namespace mainstay::accounts {
namespace {

v1::AbcClass ClassOf(char abc_class) {
  return static_cast<v1::AbcClass>(v1::ABC_CLASS_A + (abc_class - 'A'));
}

google::type::Money MoneyOfNanos(Nanos nanos, const AbcAnalysis& analysis) {
  return api::MoneyOf(DecimalOf(nanos), analysis.window.currency_code);
}

void FillFigures(const AbcAnalysis& analysis, v1::AbcAnalysis& message) {
  const AbcResult& figures = analysis.figures;
  message.set_account_count(analysis.account_count);
  *message.mutable_total_value() = MoneyOfNanos(figures.total, analysis);
  *message.mutable_net_sales() = MoneyOfNanos(figures.net_sales, analysis);
  for (size_t i = 0; i < 3; ++i) {
    v1::AbcClassSummary& summary = *message.add_classes();
    summary.set_abc_class(ClassOf("ABC"[i]));
    summary.set_accounts(figures.class_accounts[i]);
    *summary.mutable_value() = MoneyOfNanos(figures.class_values[i], analysis);
    summary.set_account_share(ShareOf(figures.class_accounts[i], analysis.account_count));
    summary.set_value_share(ShareOf(figures.class_values[i], figures.total));
  }
  message.set_top_account_count(figures.top_accounts);
  message.set_top_share(analysis.top_share);
}

}  // namespace

absl::StatusOr<AbcAnalysis> FromProto(const v1::AbcAnalysis& message) {
  AbcAnalysis analysis;
  AbcWindow& window = analysis.window;
  if (message.has_start_time()) {
    ASSIGN_OR_RETURN(window.start, api::TimeFromProto(message.start_time(), "start_time"));
  }
  if (message.has_end_time()) {
    ASSIGN_OR_RETURN(window.end, api::TimeFromProto(message.end_time(), "end_time"));
  }
  if (window.start >= window.end) return status::BadField("end_time", "must be after start_time");
  window.currency_code = message.currency_code();
  if (!window.currency_code.empty() && !text::IsCurrencyCode(window.currency_code)) {
    return status::BadField("currency_code", text::CurrencyRule(window.currency_code));
  }
  if (message.a_threshold() != 0) analysis.thresholds.a = message.a_threshold();
  if (message.b_threshold() != 0) analysis.thresholds.b = message.b_threshold();
  RETURN_IF_ERROR(Validate(analysis.thresholds));
  analysis.trial = message.trial();
  return analysis;
}

v1::AbcAnalysis ToProto(const AbcAnalysis& analysis, bool whole) {
  v1::AbcAnalysis message;
  message.set_name(absl::StrCat("abcAnalyses/", analysis.id));
  const AbcWindow& window = analysis.window;
  if (window.start != absl::InfinitePast()) {
    *message.mutable_start_time() = api::TimeToProto(window.start);
  }
  if (window.end != absl::InfiniteFuture())
    *message.mutable_end_time() = api::TimeToProto(window.end);
  message.set_currency_code(window.currency_code);
  message.set_a_threshold(analysis.thresholds.a);
  message.set_b_threshold(analysis.thresholds.b);
  if (whole) FillFigures(analysis, message);
  message.set_actor(analysis.actor);
  *message.mutable_create_time() = api::TimeToProto(analysis.create_time);
  message.set_trial(analysis.trial);
  return message;
}

v1::AbcRow ToProto(const AbcTableRow& row, const AbcAnalysis& analysis, bool whole) {
  v1::AbcRow message;
  const AbcEntry& entry = row.row.entry;
  message.set_account(absl::StrCat("accounts/", entry.account_id));
  message.set_display_name(row.display_name);
  message.set_external_id(entry.external_id);
  *message.mutable_value() = MoneyOfNanos(entry.value, analysis);
  message.set_abc_class(ClassOf(row.row.abc_class));
  if (whole) {
    const Nanos total = analysis.figures.total;
    message.set_rank(row.rank);
    message.set_share(ShareOf(std::max<Nanos>(entry.value, 0), total));
    message.set_cumulative_share(ShareOf(row.row.cumulative, total));
  }
  return message;
}

v1::AbcChart ChartOf(const AbcAnalysis& analysis, const std::vector<AbcTableRow>& rows) {
  v1::AbcChart chart;
  chart.set_currency_code(analysis.window.currency_code);
  Nanos before = 0;
  for (const AbcTableRow& row : rows) {
    v1::AbcChart::Point& point = *chart.add_points();
    point.set_accounts(row.rank);
    point.set_account_share(ShareOf(row.rank, analysis.account_count));
    *point.mutable_value() = MoneyOfNanos(row.row.cumulative - before, analysis);
    point.set_cumulative_share(ShareOf(row.row.cumulative, analysis.figures.total));
    point.set_abc_class(ClassOf(row.row.abc_class));
    before = row.row.cumulative;
  }
  return chart;
}

}  // namespace mainstay::accounts
