// Who does what when goods come late or an invoice is wrong (步骤), and how far that has come.
#include <initializer_list>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/step_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kSteps[] = "feedback/StepService/";

struct Row {
  const char *title, *department;
  StepOwnerRole role;
  int due_minutes, order;
  bool optional;
};

// Calls a write with a request id of its own content.
template <class Res, class Request>
absl::StatusOr<Res> Write(LoaderSession& session, const char* method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Res>(absl::StrCat(kSteps, method), request);
}

// A template of that name that is there already stays as it is.
absl::Status MakeTemplate(LoaderSession& session, const char* name, const char* category,
                          std::initializer_list<Row> rows) {
  ListStepTemplatesRequest list;
  list.set_filter(absl::StrCat("display_name = \"", name, "\""));
  ASSIGN_OR_RETURN(const auto there, session.Call<ListStepTemplatesResponse>(
                                         absl::StrCat(kSteps, "ListStepTemplates"), list));
  if (there.step_templates_size() > 0) return absl::OkStatus();
  CreateStepTemplateRequest create;
  StepTemplate& made = *create.mutable_step_template();
  made.set_display_name(name);
  made.set_category(category);
  for (const Row& row : rows) {
    TemplateStep& step = *made.add_steps();
    step.set_title(row.title);
    step.set_department(row.department);
    step.set_owner_role(row.role);
    step.set_due_minutes(row.due_minutes);
    step.set_order(row.order);
    step.set_optional(row.optional);
  }
  return Write<StepTemplate>(session, "CreateStepTemplate", create).status();
}

absl::StatusOr<ListCaseStepsResponse> StepsIn(LoaderSession& session, const char* state) {
  ListCaseStepsRequest list;
  list.set_parent("accounts/-/cases/-");
  list.set_filter(absl::StrCat("state = ", state));
  list.set_page_size(1000);
  return session.Call<ListCaseStepsResponse>(absl::StrCat(kSteps, "ListCaseSteps"), list);
}

}  // namespace

absl::Status LoadStepTemplates(LoaderSession& session) {
  constexpr int kHour = 60;
  RETURN_IF_ERROR(MakeTemplate(
      session, "交付异常处理", "delivery",
      {{"十分钟内回电致歉", "客服", STEP_OWNER_ROLE_ASSIGNEE, 10, 1, false},
       {"核实发货与承运记录", "物流", STEP_OWNER_ROLE_UNSPECIFIED, 4 * kHour, 1, false},
       {"给出补救方案", "大客户部", STEP_OWNER_ROLE_ACCOUNT_MANAGER, 8 * kHour, 2, false},
       {"承运商扣款", "财务", STEP_OWNER_ROLE_UNSPECIFIED, 24 * kHour, 3, true}}));
  return MakeTemplate(session, "发票更正", "price.invoice",
                      {{"核对合同与税率", "财务", STEP_OWNER_ROLE_UNSPECIFIED, 2 * kHour, 1, false},
                       {"作废重开并寄出", "财务", STEP_OWNER_ROLE_UNSPECIFIED, 8 * kHour, 2, false},
                       {"确认客户已入账", "客服", STEP_OWNER_ROLE_ASSIGNEE, 16 * kHour, 3, false}});
}

// Of every other case the first step that can begin is done, of every fourth one more is begun;
// the others are open, and late as soon as their time has passed.
absl::Status LoadSteps(LoaderSession& session) {
  ASSIGN_OR_RETURN(const auto done, StepsIn(session, "CASE_STEP_STATE_DONE"));
  if (done.steps_size() > 0) return absl::OkStatus();  // an earlier load was here
  ASSIGN_OR_RETURN(const auto open, StepsIn(session, "CASE_STEP_STATE_OPEN"));
  std::vector<const CaseStep*> first, second;  // of each case
  for (const CaseStep& step : open.steps()) {
    const auto of_case = [&](const CaseStep* other) {
      return other->name().substr(0, other->name().find("/steps/")) ==
             step.name().substr(0, step.name().find("/steps/"));
    };
    if (first.empty() || !of_case(first.back())) {
      first.push_back(&step);
    } else if (second.empty() || !of_case(second.back())) {
      second.push_back(&step);
    }
  }
  for (size_t i = 0; i < first.size(); i += 2) {
    CompleteCaseStepRequest complete;
    complete.set_name(first[i]->name());
    complete.set_note("已完成，记录见附件");
    RETURN_IF_ERROR(Write<CaseStep>(session, "CompleteCaseStep", complete).status());
  }
  for (size_t i = 0; i < second.size(); i += 4) {
    StartCaseStepRequest start;
    start.set_name(second[i]->name());
    RETURN_IF_ERROR(Write<CaseStep>(session, "StartCaseStep", start).status());
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
