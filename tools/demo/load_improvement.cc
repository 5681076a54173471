// What is done about the cases: three corrective actions, each as far as another state, and two
// solved cases from which others learn.
#include <map>
#include <string>

#include <mainstay/feedback/v1/benchmark_case_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kActions[] = "feedback/ImprovementService/";
constexpr char kBenchmarks[] = "feedback/BenchmarkCaseService/";
constexpr int kHalf = 90;  // days that are measured before and after

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// Calls a write with a request id of its own content.
template <class Res, class Request>
absl::StatusOr<Res> Write(LoaderSession& session, const std::string& method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Res>(method, request);
}

// The actions that are there, by title. Request ids last a day, and what is asked for has the day
// in it: a load that broke off knows by the title what it made before.
using Actions = std::map<std::string, ImprovementAction>;

absl::StatusOr<Actions> ActionsThere(LoaderSession& session) {
  ListImprovementActionsRequest request;
  request.set_page_size(1000);
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListImprovementActionsResponse>(
                       absl::StrCat(kActions, "ListImprovementActions"), request));
  Actions actions;
  for (const ImprovementAction& action : there.improvement_actions()) {
    actions.emplace(action.title(), action);
  }
  return actions;
}

// At most `count` cases of the category that are closed.
absl::StatusOr<ListCasesResponse> ClosedCases(LoaderSession& session, const std::string& category,
                                              int count) {
  ListCasesRequest request;
  request.set_parent("accounts/-");
  request.set_filter(absl::StrCat("state = CASE_STATE_CLOSED AND category = \"", category, "\""));
  request.set_page_size(count);
  return session.Call<ListCasesResponse>("feedback/CaseService/ListCases", request);
}

absl::StatusOr<ImprovementAction> Plan(LoaderSession& session, const Actions& there,
                                       const std::string& title, const std::string& category,
                                       ImprovementFigure figure, std::string_view owner) {
  if (const auto made = there.find(title); made != there.end()) return made->second;
  const absl::CivilDay today = session.company.today;
  CreateImprovementActionRequest request;
  ImprovementAction& action = *request.mutable_improvement_action();
  action.set_title(title);
  action.set_owner(std::string(owner));
  *action.mutable_due_date() = DateOf(today + 60);
  action.mutable_quarter()->set_year(static_cast<int>(today.year()));
  action.mutable_quarter()->set_quarter((today.month() + 2) / 3);
  action.mutable_measure()->set_figure(figure);
  action.mutable_measure()->set_category(category);
  ASSIGN_OR_RETURN(const auto cases, ClosedCases(session, category, 5));
  for (const Case& c : cases.cases()) action.add_cases(c.name());
  return Write<ImprovementAction>(session, absl::StrCat(kActions, "CreateImprovementAction"),
                                  request);
}

// Starts one that is not started yet.
absl::Status Start(LoaderSession& session, ImprovementAction& action) {
  if (action.state() != IMPROVEMENT_STATE_PLAN) return absl::OkStatus();
  const absl::CivilDay today = session.company.today;
  StartImprovementActionRequest request;
  request.set_name(action.name());
  *request.mutable_before()->mutable_first_day() = DateOf(today - 2 * kHalf);
  *request.mutable_before()->mutable_last_day() = DateOf(today - kHalf - 1);
  ASSIGN_OR_RETURN(action, Write<ImprovementAction>(
                               session, absl::StrCat(kActions, "StartImprovementAction"), request));
  return absl::OkStatus();
}

// Checks one that is being done.
absl::Status Check(LoaderSession& session, const ImprovementAction& action) {
  if (action.state() != IMPROVEMENT_STATE_DO) return absl::OkStatus();
  const absl::CivilDay today = session.company.today;
  CheckImprovementActionRequest request;
  request.set_name(action.name());
  *request.mutable_after()->mutable_first_day() = DateOf(today - kHalf);
  *request.mutable_after()->mutable_last_day() = DateOf(today - 1);
  return Write<ImprovementAction>(session, absl::StrCat(kActions, "CheckImprovementAction"),
                                  request)
      .status();
}

// An example of the category, if there is a closed case of it that is none yet.
absl::Status MakeBenchmark(LoaderSession& session, const std::string& category,
                           const std::string& title, const std::string& lesson,
                           const std::string& tag) {
  ListBenchmarkCasesRequest list;
  list.set_filter(absl::StrCat("title = \"", title, "\""));
  list.set_show_retired(true);
  ASSIGN_OR_RETURN(const auto there, session.Call<ListBenchmarkCasesResponse>(
                                         absl::StrCat(kBenchmarks, "ListBenchmarkCases"), list));
  if (there.benchmark_cases_size() > 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto cases, ClosedCases(session, category, 1));
  if (cases.cases_size() == 0) return absl::OkStatus();
  CreateBenchmarkCaseRequest request;
  BenchmarkCase& benchmark = *request.mutable_benchmark_case();
  benchmark.set_case_(cases.cases(0).name());
  benchmark.set_title(title);
  benchmark.set_solution(cases.cases(0).resolution());
  benchmark.set_lesson(lesson);
  benchmark.add_tags(tag);
  const absl::Status made =
      Write<BenchmarkCase>(session, absl::StrCat(kBenchmarks, "CreateBenchmarkCase"), request)
          .status();
  return absl::IsAlreadyExists(made) ? absl::OkStatus() : made;
}

}  // namespace

absl::Status LoadImprovement(LoaderSession& session) {
  ASSIGN_OR_RETURN(const Actions there, ActionsThere(session));
  ASSIGN_OR_RETURN(ImprovementAction seals,
                   Plan(session, there, "密封圈改用氟橡胶", "product.failure",
                        IMPROVEMENT_FIGURE_RECEIVED_COUNT, TechnicalPeople()[0]));
  RETURN_IF_ERROR(Start(session, seals));
  RETURN_IF_ERROR(Check(session, seals));
  ASSIGN_OR_RETURN(ImprovementAction trucks,
                   Plan(session, there, "重点客户改由专车直送", "delivery.late",
                        IMPROVEMENT_FIGURE_RECEIVED_COUNT, ServicePeople()[0]));
  RETURN_IF_ERROR(Start(session, trucks));
  RETURN_IF_ERROR(Plan(session, there, "报修一小时内回电", "service.response",
                       IMPROVEMENT_FIGURE_FIRST_TIME_RIGHT_RATE, ServicePeople()[1])
                      .status());
  RETURN_IF_ERROR(MakeBenchmark(session, "product.failure", "先问介质，再选密封材料",
                                "失效分析先查介质相容性，再查装配。", "密封"));
  return MakeBenchmark(session, "delivery.late", "旺季前锁定运力",
                       "Book the carriers for the Spring Festival in November.", "logistics");
}

}  // namespace mainstay::demo
