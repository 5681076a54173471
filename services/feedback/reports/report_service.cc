#include "services/feedback/reports/report_service.h"

#include <mainstay/feedback/v1/report_service.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/enum_text.h"
#include "common/api/page.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/feedback/reports/report_proto.h"
#include "services/feedback/reports/report_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kReportService = "mainstay.feedback.v1.ReportService/";
constexpr int kDefaultGroups = 50;
constexpr int kDefaultRows = 20;
constexpr int kMostRows = 1000;

// What the three have in common: the selection and whose cases.
template <class Request>
absl::StatusOr<ReportQuery> QueryOf(rpc::CallContext& call, const Deps& deps,
                                    const Request& request) {
  ReportQuery query;
  absl::StatusOr<CaseSelection> selection = FromProto(request.selection());
  if (!selection.ok()) return status::PrefixFields(selection.status(), "selection");
  query.selection = *std::move(selection);
  query.now = call.now();
  ASSIGN_OR_RETURN(query.account_id, AccountOfParent(call, *deps.directory, request.parent()));
  return query;
}

absl::StatusOr<int> LimitOf(int limit, int otherwise) {
  if (limit < 0 || limit > kMostRows) {
    return status::BadField(
        "limit", absl::StrCat("must be 1 to ", kMostRows, "; ", otherwise, " when absent"));
  }
  return limit == 0 ? otherwise : limit;
}

// What the pages of one question have in common.
std::string BindingOf(const rpc::CallContext& call, v1::GetCaseReportRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  return absl::StrJoin(
      {std::string(call.method()), request.SerializeAsString(), call.scope().user().value_or("")},
      "\n");
}

absl::StatusOr<v1::CaseReport> GetReport(rpc::CallContext& call, const Deps& deps,
                                         const v1::GetCaseReportRequest& request) {
  const std::string binding = BindingOf(call, request);
  ASSIGN_OR_RETURN(ReportQuery query, QueryOf(call, deps, request));
  ASSIGN_OR_RETURN(query.group_by,
                   api::EnumToText(request.group_by(), "CASE_GROUPING_", "group_by"));
  ASSIGN_OR_RETURN(query.limit, api::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(query.after, deps.page_tokens->Parse(binding, request.page_token()));
  if (!query.after.empty() && query.after.size() != 2) {
    return status::BadField("page_token", "is not one of this report");
  }
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseReport> {
    const CaseReport report = CountCases(tx, query, call.scope());
    v1::CaseReport answer;
    *answer.mutable_total() = ToProto(report.total);
    for (const CaseFigures& group : report.groups) {
      *answer.add_groups() = GroupToProto(group, query.group_by);
    }
    if (!report.next.empty()) {
      answer.set_next_page_token(deps.page_tokens->Make(binding, report.next));
    }
    return answer;
  });
}

absl::StatusOr<v1::CaseBacklog> GetBacklog(rpc::CallContext& call, const Deps& deps,
                                           const v1::GetCaseBacklogRequest& request) {
  ASSIGN_OR_RETURN(ReportQuery query, QueryOf(call, deps, request));
  ASSIGN_OR_RETURN(query.group_by,
                   api::EnumToText(request.group_by(), "CASE_GROUPING_", "group_by"));
  ASSIGN_OR_RETURN(query.limit, LimitOf(request.limit(), kDefaultGroups));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseBacklog> {
    const CaseBacklog backlog = CountBacklog(tx, query, call.scope());
    v1::CaseBacklog answer;
    *answer.mutable_total() = ToProto(backlog.total, "");
    for (const BacklogFigures& group : backlog.groups) {
      *answer.add_groups() = ToProto(group, query.group_by);
    }
    return answer;
  });
}

absl::StatusOr<v1::CasePareto> GetPareto(rpc::CallContext& call, const Deps& deps,
                                         const v1::GetCaseParetoRequest& request) {
  ASSIGN_OR_RETURN(ReportQuery query, QueryOf(call, deps, request));
  ASSIGN_OR_RETURN(query.group_by,
                   api::EnumToText(request.dimension(), "PARETO_DIMENSION_", "dimension"));
  if (query.group_by.empty()) query.group_by = "category";
  ASSIGN_OR_RETURN(query.limit, LimitOf(request.limit(), kDefaultRows));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CasePareto> {
    return ToProto(CountPareto(tx, query, call.scope()));
  });
}

}  // namespace

void RegisterReportService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kReportService, "GetCaseReport"), deps, GetReport);
  router.Unary(absl::StrCat(kReportService, "GetCaseBacklog"), deps, GetBacklog);
  router.Unary(absl::StrCat(kReportService, "GetCasePareto"), deps, GetPareto);
}

}  // namespace mainstay::feedback
