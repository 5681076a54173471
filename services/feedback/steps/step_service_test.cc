// StepService on a real server, beside the cases whose steps they are.
#include "services/feedback/steps/step_service.h"

#include <gmock/gmock.h>
#include <mainstay/events/v1/task.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/step_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/steps/step_sequel.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kManager[] = "account_manager";

class StepServiceTest : public FeedbackServiceTest {
 protected:
  StepServiceTest() : FeedbackServiceTest({"CaseService", "StepService"}, {Register}) {}
  static void Register(rpc::Router& router, const Deps& deps) {
    Deps with = deps;
    with.case_sequels = {StepSequel(*deps.working_times)};
    RegisterCaseService(router, with);
    RegisterStepService(router, with);
  }

  // Technical by the assignee and finance by cai.wu, then logistics; a return call is optional.
  static v1::StepTemplate Defects() {
    v1::StepTemplate t;
    t.set_display_name("Defects");
    t.set_category("product.defect");
    const auto add = [&](const std::string& title, const std::string& owner, int order) {
      v1::TemplateStep& step = *t.add_steps();
      step.set_title(title);
      step.set_owner(owner);
      step.set_due_minutes(480);
      step.set_order(order);
      return &step;
    };
    add("技术分析", "", 1)->set_owner_role(v1::STEP_OWNER_ROLE_ASSIGNEE);
    add("财务预审", "cai.wu", 1);
    add("物流", "", 2)->set_owner_role(v1::STEP_OWNER_ROLE_ACCOUNT_MANAGER);
    add("回访", "", 2)->set_optional(true);
    return t;
  }
  absl::StatusOr<v1::StepTemplate> Create(const v1::StepTemplate& t) {
    v1::CreateStepTemplateRequest request;
    *request.mutable_step_template() = t;
    return Call<v1::StepTemplate>("StepService/CreateStepTemplate", request);
  }
  std::string Case(const std::string& category) {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("泵漏水");
    request.mutable_case_()->set_category(category);
    request.mutable_case_()->set_assignee("gong");
    return Call<v1::Case>("CaseService/CreateCase", request).value().name();
  }
  absl::StatusOr<std::vector<v1::CaseStep>> Listed(v1::ListCaseStepsRequest request,
                                                   std::string_view user = "ada",
                                                   std::string_view role = "admin") {
    if (request.parent().empty()) request.set_parent("accounts/-/cases/-");
    std::vector<v1::CaseStep> steps;
    do {
      const auto page =
          Call<v1::ListCaseStepsResponse>("StepService/ListCaseSteps", request, user, role);
      if (!page.ok()) return page.status();
      steps.insert(steps.end(), page->steps().begin(), page->steps().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return steps;
  }
  std::vector<v1::CaseStep> StepsOf(const std::string& case_name) {
    v1::ListCaseStepsRequest request;
    request.set_parent(case_name);
    request.set_page_size(2);
    return Listed(request).value();
  }
  static std::vector<std::string> Titles(const std::vector<v1::CaseStep>& steps) {
    std::vector<std::string> titles;
    for (const auto& step : steps) titles.push_back(step.title());
    return titles;
  }
  // "技术分析 OPEN gong", in the order of the list.
  std::vector<std::string> Told(const std::string& case_name) {
    std::vector<std::string> told;
    for (const auto& step : StepsOf(case_name)) {
      told.push_back(absl::StrCat(
          step.title(), " ", v1::CaseStepState_Name(step.state()).substr(16), " ", step.owner()));
    }
    return told;
  }
  absl::StatusOr<v1::CaseStep> Complete(const std::string& step, std::string_view user = "ada",
                                        std::string_view role = "admin") {
    v1::CompleteCaseStepRequest request;
    request.set_name(step);
    request.set_note("好了");
    request.add_evidence_uris("https://files.example.com/1.pdf");
    return Call<v1::CaseStep>("StepService/CompleteCaseStep", request, user, role);
  }
  absl::StatusOr<v1::CaseStep> Skip(const std::string& step) {
    v1::SkipCaseStepRequest request;
    request.set_name(step);
    request.set_reason("不需要");
    return Call<v1::CaseStep>("StepService/SkipCaseStep", request);
  }
  template <class Request>
  absl::StatusOr<v1::Case> Do(const std::string& method, Request request,
                              const std::string& case_name) {
    request.set_name(case_name);
    return Call<v1::Case>("CaseService/" + method, request);
  }
  absl::StatusOr<v1::Case> Resolve(const std::string& case_name) {
    v1::ResolveCaseRequest request;
    request.set_resolution("换密封圈");
    request.set_cause("老化");
    return Do("ResolveCase", request, case_name);
  }
  // The tasks that were asked for and not taken back, "assignee: subject", in order.
  std::vector<std::string> Tasks() {
    return service_.db()
        .Read({},
              [](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
                std::vector<std::pair<std::string, std::string>> open;
                for (const auto& row :
                     tx.Exec("SELECT type, payload FROM outbox WHERE type LIKE '%.Task%' ORDER BY "
                             "seq")) {
                  const std::string payload = pg::ParseBytes(row[1].c_str());
                  events::v1::TaskRequested asked;
                  events::v1::TaskWithdrawn withdrawn;
                  if (std::string_view(row[0].c_str()) == "mainstay.events.v1.TaskRequested") {
                    EXPECT_TRUE(asked.ParseFromString(payload));
                    open.emplace_back(asked.key(),
                                      absl::StrCat(asked.assignee(), ": ", asked.subject_zh()));
                  } else {
                    EXPECT_TRUE(withdrawn.ParseFromString(payload));
                    EXPECT_EQ(
                        std::erase_if(
                            open, [&](const auto& task) { return task.first == withdrawn.key(); }),
                        1u);
                  }
                }
                std::vector<std::string> told;
                for (const auto& task : open) told.push_back(task.second);
                return told;
              })
        .value();
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(StepServiceTest, TemplatesAreMadeAndChanged) {
  const auto made = Create(Defects()).value();
  EXPECT_EQ(made.calendar(), "cn");
  v1::GetStepTemplateRequest get;
  get.set_name(made.name());
  EXPECT_EQ(Call<v1::StepTemplate>("StepService/GetStepTemplate", get)->DebugString(),
            made.DebugString());
  v1::UpdateStepTemplateRequest update;
  *update.mutable_step_template() = made;
  update.mutable_step_template()->mutable_steps(0)->set_due_minutes(60);
  const auto changed = Call<v1::StepTemplate>("StepService/UpdateStepTemplate", update).value();
  EXPECT_EQ(changed.steps(0).due_minutes(), 60);
  EXPECT_EQ(Call<v1::StepTemplate>("StepService/UpdateStepTemplate", update).status().code(),
            absl::StatusCode::kAborted);  // old etag
  v1::ListStepTemplateChangesRequest changes;
  changes.set_parent(made.name());
  const auto history =
      Call<v1::ListStepTemplateChangesResponse>("StepService/ListStepTemplateChanges", changes)
          .value();
  ASSERT_EQ(history.changes_size(), 2);
  EXPECT_EQ(history.changes(0).field(), "steps");
  EXPECT_THAT(history.changes(0).new_value(), HasSubstr("1 技术分析 [] assignee 60 min"));
  v1::StepTemplate bad = Defects();
  bad.mutable_steps(1)->clear_title();
  EXPECT_EQ(status::GetFieldViolations(Create(bad).status())[0].field,
            "step_template.steps[1].title");
  v1::ListStepTemplatesRequest list;
  list.set_filter("disabled = false");
  EXPECT_EQ(Call<v1::ListStepTemplatesResponse>("StepService/ListStepTemplates", list)
                ->step_templates_size(),
            1);
}

TEST_F(StepServiceTest, ACaseIsNotResolvedWhileRequiredStepsAreLeft) {
  ASSERT_TRUE(Create(Defects()).ok());
  const std::string c = Case("product.defect.crack");
  EXPECT_THAT(Told(c), ElementsAre("技术分析 OPEN gong", "财务预审 OPEN cai.wu", "回访 WAITING ",
                                   "物流 WAITING wang.li"));
  ASSERT_TRUE(Do("AcknowledgeCase", v1::AcknowledgeCaseRequest(), c).ok());
  const auto refused = Resolve(c).status();
  EXPECT_EQ(status::GetErrorDetail(refused)->reason, "OPEN_STEPS");
  EXPECT_THAT(refused.message(), HasSubstr("技术分析, 财务预审, 物流;"));
  const auto steps = StepsOf(c);
  EXPECT_EQ(Complete(steps[3].name()).status().code(), absl::StatusCode::kFailedPrecondition);
  const auto done = Complete(steps[0].name()).value();
  EXPECT_EQ(done.state(), v1::CASE_STEP_STATE_DONE);
  EXPECT_EQ(done.closer(), "ada");
  EXPECT_EQ(done.evidence_uris(0), "https://files.example.com/1.pdf");
  ASSERT_TRUE(Skip(steps[1].name()).ok());
  EXPECT_THAT(Told(c), ElementsAre("技术分析 DONE gong", "财务预审 SKIPPED cai.wu", "回访 OPEN ",
                                   "物流 OPEN wang.li"));
  ASSERT_TRUE(Complete(steps[3].name()).ok());
  EXPECT_TRUE(Resolve(c).ok());  // the optional one may be left

  v1::ListCaseStepChangesRequest request;
  request.set_parent(steps[1].name());
  const auto history =
      Call<v1::ListCaseStepChangesResponse>("StepService/ListCaseStepChanges", request).value();
  EXPECT_EQ(history.changes(0).action(), "skip");
  EXPECT_EQ(history.changes(0).reason(), "不需要");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(StepServiceTest, StepsFollowTheCategoryTheAssigneeAndTheEnd) {
  ASSERT_TRUE(Create(Defects()).ok());
  const std::string c = Case("");
  EXPECT_THAT(Told(c), IsEmpty());
  v1::UpdateCaseRequest sort;
  sort.mutable_case_()->set_name(c);
  sort.mutable_case_()->set_category("product.defect");
  ASSERT_TRUE(Call<v1::Case>("CaseService/UpdateCase", sort).ok());
  EXPECT_EQ(Told(c)[0], "技术分析 OPEN gong");
  v1::AssignCaseRequest assign;
  assign.set_assignee("zhao");
  ASSERT_TRUE(Do("AssignCase", assign, c).ok());
  EXPECT_EQ(Told(c)[0], "技术分析 OPEN zhao");
  ASSERT_TRUE(Complete(StepsOf(c)[0].name()).ok());
  v1::WithdrawCaseRequest withdraw;
  withdraw.set_reason("客户撤回");
  ASSERT_TRUE(Do("WithdrawCase", withdraw, c).ok());
  EXPECT_THAT(Told(c), ElementsAre("技术分析 DONE zhao", "财务预审 CANCELLED cai.wu",
                                   "回访 CANCELLED ", "物流 CANCELLED wang.li"));
  v1::ReopenCaseRequest reopen;
  reopen.set_reason("没有撤回");
  ASSERT_TRUE(Do("ReopenCase", reopen, c).ok());
  EXPECT_THAT(Told(c), ElementsAre("技术分析 DONE zhao", "财务预审 OPEN cai.wu", "回访 WAITING ",
                                   "物流 WAITING wang.li"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(StepServiceTest, ItsOwnerIsAskedToDoIt) {
  ASSERT_TRUE(Create(Defects()).ok());
  const std::string c = Case("product.defect");
  EXPECT_THAT(Tasks(), ElementsAre("gong: 客诉 #1：技术分析", "cai.wu: 客诉 #1：财务预审"));
  v1::AssignCaseStepRequest assign;
  assign.set_name(StepsOf(c)[1].name());
  assign.set_owner("cai.er");
  ASSERT_TRUE(Call<v1::CaseStep>("StepService/AssignCaseStep", assign).ok());
  EXPECT_THAT(Tasks(), ElementsAre("gong: 客诉 #1：技术分析", "cai.er: 客诉 #1：财务预审"));
  ASSERT_TRUE(Complete(StepsOf(c)[0].name()).ok());
  EXPECT_THAT(Tasks(), ElementsAre("cai.er: 客诉 #1：财务预审"));
  ASSERT_TRUE(Complete(StepsOf(c)[1].name()).ok());
  EXPECT_THAT(Tasks(), ElementsAre("wang.li: 客诉 #1：物流"));  // nobody has the return call
  v1::WithdrawCaseRequest withdraw;
  withdraw.set_reason("客户撤回");
  ASSERT_TRUE(Do("WithdrawCase", withdraw, c).ok());
  EXPECT_THAT(Tasks(), IsEmpty());
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(StepServiceTest, ItsOwnerSeesItWithoutBeingOnTheTeam) {
  ASSERT_TRUE(Create(Defects()).ok());
  const std::string c = Case("product.defect");
  const std::string finance = StepsOf(c)[1].name();
  v1::ListCaseStepsRequest mine;
  mine.set_owner("me");
  EXPECT_THAT(Titles(Listed(mine, "cai.wu", kManager).value()), ElementsAre("财务预审"));
  EXPECT_THAT(Titles(Listed({}, "cai.wu", kManager).value()), ElementsAre("财务预审"));
  EXPECT_EQ(Listed({}, "wang.li", kManager)->size(), 4u);
  EXPECT_EQ(Listed({}, "gong", kManager)->size(), 4u) << "who has the case sees all its steps";
  EXPECT_THAT(Listed({}, "wu.guan", kManager).value(), IsEmpty());
  v1::StartCaseStepRequest start;
  start.set_name(finance);
  EXPECT_EQ(
      Call<v1::CaseStep>("StepService/StartCaseStep", start, "wu.guan", kManager).status().code(),
      absl::StatusCode::kNotFound);
  EXPECT_TRUE(Call<v1::CaseStep>("StepService/StartCaseStep", start, "cai.wu", kManager).ok());
  start.set_name(StepsOf(c)[0].name());
  EXPECT_EQ(
      Call<v1::CaseStep>("StepService/StartCaseStep", start, "cai.wu", kManager).status().code(),
      absl::StatusCode::kNotFound);
  // Late ones.
  v1::ListCaseStepsRequest late;
  late.set_filter("overdue = true");
  EXPECT_THAT(Listed(late).value(), IsEmpty());
  service_.clock().Advance(absl::Hours(24 * 7));
  late.set_order_by("due_time");
  EXPECT_EQ(Listed(late)->size(), 2u);
  EXPECT_TRUE(Complete(finance, "cai.wu", kManager)->late());
  EXPECT_THAT(Titles(Listed(late, "wang.li", kManager).value()), ElementsAre("技术分析"));
}

}  // namespace
}  // namespace mainstay::feedback
