#include "services/accounts/grading/grading_service.h"

#include <mainstay/accounts/v1/grading_service.pb.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "services/accounts/grading/abc_proto.h"
#include "services/accounts/grading/abc_store.h"
#include "services/accounts/grading/account_sales_store.h"
#include "services/accounts/grading/grading_events.h"
#include "services/accounts/profile/account_bulk.h"

namespace mainstay::accounts {
namespace {

constexpr char kService[] = "mainstay.accounts.v1.GradingService/";
constexpr int kDefaultPoints = 100, kMinPoints = 10, kMaxPoints = 1000;

// The currency asked for, or the only one in the window.
absl::StatusOr<std::string> CurrencyOf(pg::Tx& tx, const AbcWindow& window) {
  if (!window.currency_code.empty()) return window.currency_code;
  const std::vector<std::string> currencies = AbcCurrencies(tx, window);
  if (currencies.size() == 1) return currencies[0];
  if (currencies.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NO_TRADE",
                         "there is no trade in the window; widen it, or import trade first");
  }
  return status::BadField(
      "abc_analysis.currency_code",
      absl::StrCat("choose one of those in the window: ", absl::StrJoin(currencies, ", ")));
}

std::string When(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// There is nothing to rank. An empty analysis is not kept: it would be the newest one, and so what
// everybody is shown.
absl::Status NoSales(pg::Tx& tx, const AbcWindow& window) {
  const bool from = window.start != absl::InfinitePast(), to = window.end != absl::InfiniteFuture();
  std::string message = absl::StrCat(
      "no sales in ", window.currency_code,
      from && to ? absl::StrCat(" between ", When(window.start), " and ", When(window.end))
      : from     ? absl::StrCat(" from ", When(window.start), " on")
      : to       ? absl::StrCat(" before ", When(window.end))
                 : "");
  const std::string others = absl::StrJoin(AbcCurrencies(tx, window), ", ");
  absl::StrAppend(&message, others.empty() ? "; widen the window, or import trade first"
                                           : absl::StrCat("; the trade there is in ", others));
  return status::Error(absl::StatusCode::kFailedPrecondition, "NO_TRADE", message,
                       {{"currencies", others}});
}

// Makes what the analysis found the accounts' sales, and tells it.
void TellSales(pg::Tx& tx, const AbcAnalysis& analysis, const std::vector<AbcRow>& rows,
               const history::WriteContext& context) {
  std::vector<events::OutboxEvent> told;
  for (const AccountSales& sales : MeasureSales(tx, analysis, rows)) {
    told.push_back(AccountSalesMeasuredEvent(sales, analysis, context));
  }
  events::AppendAll(tx, told);
}

absl::StatusOr<v1::AbcAnalysis> Create(rpc::CallContext& call,
                                       const v1::CreateAbcAnalysisRequest& request) {
  const absl::StatusOr<AbcAnalysis> asked = FromProto(request.abc_analysis());
  if (!asked.ok()) return status::PrefixFields(asked.status(), "abc_analysis");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  static const int64_t kMeasures = pg::AdvisoryKey("grading/measures");
  return api::WriteOnce<v1::AbcAnalysis>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::AbcAnalysis> {
        AbcAnalysis analysis = *asked;
        analysis.create_time = context.now;
        analysis.id = api::NewUuid(analysis.create_time);
        analysis.actor = context.actor;
        ASSIGN_OR_RETURN(analysis.window.currency_code, CurrencyOf(tx, analysis.window));
        std::vector<AbcEntry> sales = NetSales(tx, analysis.window);
        if (sales.empty()) return NoSales(tx, analysis.window);
        analysis.figures = Analyse(std::move(sales), analysis.thresholds);
        const std::vector<AbcRow> rows = std::exchange(analysis.figures.rows, {});
        analysis.account_count = static_cast<int64_t>(rows.size());
        analysis.top_share = ShareOf(analysis.figures.top_value, analysis.figures.total);
        InsertAnalysis(tx, analysis, rows);
        if (!analysis.trial) TellSales(tx, analysis, rows, context);
        return ToProto(analysis, /*whole=*/true);
      },
      {.locks = asked->trial ? std::vector<int64_t>() : std::vector{kMeasures},
       .plan_once = false});
}

absl::StatusOr<AbcAnalysis> Find(pg::Tx& tx, const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(name, "abcAnalyses/*", field));
  auto analysis = FindAnalysis(tx, ids[0]);
  if (!analysis) return status::NotFound(name);
  return *std::move(analysis);
}

absl::StatusOr<v1::AbcAnalysis> Get(rpc::CallContext& call,
                                    const v1::GetAbcAnalysisRequest& request) {
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::AbcAnalysis> {
    ASSIGN_OR_RETURN(const AbcAnalysis analysis, Find(tx, request.name(), "name"));
    return ToProto(analysis, call.scope().all());
  });
}

absl::StatusOr<v1::ListAbcAnalysesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListAbcAnalysesRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
  const std::string binding = absl::StrCat(call.method(), "\n", request.currency_code());
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(binding, request.page_token()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAbcAnalysesResponse> {
        std::vector<AbcAnalysis> analyses =
            ListAnalyses(tx, request.currency_code(), after, page_size + 1);
        v1::ListAbcAnalysesResponse response;
        if (analyses.size() > static_cast<size_t>(page_size)) {
          analyses.pop_back();
          response.set_next_page_token(
              deps.page_tokens->Make(binding, AnalysisCursor(analyses.back())));
        }
        for (const AbcAnalysis& analysis : analyses) {
          *response.add_abc_analyses() = ToProto(analysis, call.scope().all());
        }
        return response;
      });
}

absl::StatusOr<v1::ListAbcRowsResponse> Rows(rpc::CallContext& call, const Deps& deps,
                                             const v1::ListAbcRowsRequest& request) {
  AbcRowQuery query;
  ASSIGN_OR_RETURN(query.limit, api::PageSize(request.page_size()));
  if (!v1::AbcClass_IsValid(request.abc_class())) {
    return status::BadField("abc_class", "must be a class: A, B or C");
  }
  if (request.abc_class() != v1::ABC_CLASS_UNSPECIFIED) {
    query.abc_class = std::string(1, "ABC"[request.abc_class() - v1::ABC_CLASS_A]);
  }
  if (!request.account().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.account(), "accounts/*", "account"));
    query.account_id = ids[0];
  }
  const std::string binding =
      absl::StrJoin({std::string(call.method()), request.parent(), query.abc_class,
                     query.account_id, call.scope().user().value_or("")},
                    "\n");
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(binding, request.page_token()));
  if (!after.empty() && !absl::SimpleAtoi(after[0], &query.after_rank)) {
    return status::BadField("page_token", "is not one of this list");
  }
  const auto page_size = static_cast<size_t>(query.limit++);  // one more: is there a next page?
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAbcRowsResponse> {
        ASSIGN_OR_RETURN(const AbcAnalysis analysis, Find(tx, request.parent(), "parent"));
        query.analysis_id = analysis.id;
        std::vector<AbcTableRow> rows = ListRows(tx, query, call.scope());
        v1::ListAbcRowsResponse response;
        if (rows.size() > page_size) {
          rows.pop_back();
          response.set_next_page_token(
              deps.page_tokens->Make(binding, {absl::StrCat(rows.back().rank)}));
        }
        for (const AbcTableRow& row : rows) {
          *response.add_rows() = ToProto(row, analysis, call.scope().all());
        }
        return response;
      });
}

absl::StatusOr<v1::ApplyAbcTiersResponse> ApplyTiers(rpc::CallContext& call,
                                                     const v1::ApplyAbcTiersRequest& request) {
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  if (context.reason.empty()) context.reason = request.name();
  return api::WriteOnce<v1::ApplyAbcTiersResponse>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ApplyAbcTiersResponse> {
        ASSIGN_OR_RETURN(const AbcAnalysis analysis, Find(tx, request.name(), "name"));
        if (analysis.trial) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "TRIAL_ANALYSIS",
                               "this analysis is only a trial; run one that is not, and take over "
                               "its classes");
        }
        std::vector<TierUpdate> updates;
        for (const AbcClassOf& one : ListClasses(tx, analysis.id)) {
          updates.push_back({one.account_id, std::string(TierOfClass(one.abc_class))});
        }
        v1::ApplyAbcTiersResponse response;
        response.set_changed_count(UpdateTiers(tx, updates, context));
        return response;
      },
      {.plan_once = false});
}

absl::StatusOr<v1::AbcChart> Chart(rpc::CallContext& call, const v1::GetAbcChartRequest& request) {
  if (!call.scope().all()) {
    return status::Error(absl::StatusCode::kPermissionDenied, "WHOLE_PORTFOLIO_ONLY",
                         "the chart shows the whole portfolio; it takes a role that sees every "
                         "account, such as director or analyst");
  }
  const int points = request.max_points() == 0 ? kDefaultPoints : request.max_points();
  if (points < kMinPoints || points > kMaxPoints) {
    return status::BadField("max_points", absl::StrCat("must be ", kMinPoints, " to ", kMaxPoints));
  }
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::AbcChart> {
    ASSIGN_OR_RETURN(const AbcAnalysis analysis, Find(tx, request.parent(), "parent"));
    const std::vector<int64_t> ranks =
        ChartRanks(analysis.figures.class_accounts, analysis.figures.top_accounts, points);
    return ChartOf(analysis, RowsOfRanks(tx, analysis.id, ranks));
  });
}

}  // namespace

void RegisterGradingService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "CreateAbcAnalysis"), Create);
  router.Unary(absl::StrCat(kService, "GetAbcAnalysis"), Get);
  router.Unary(absl::StrCat(kService, "ListAbcAnalyses"), deps, List);
  router.Unary(absl::StrCat(kService, "ListAbcRows"), deps, Rows);
  router.Unary(absl::StrCat(kService, "ApplyAbcTiers"), ApplyTiers);
  router.Unary(absl::StrCat(kService, "GetAbcChart"), Chart);
}

}  // namespace mainstay::accounts
