// The demo's cases, steps and disputes against feedback's handlers on a real server: a load that
// broke off is completed, also on the next day, and nothing is there twice.
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/dispute_service.pb.h>
#include <mainstay/feedback/v1/step_service.pb.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/disputes/dispute_service.h"
#include "services/feedback/steps/step_sequel.h"
#include "services/feedback/steps/step_service.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

namespace v1 = feedback::v1;

class LoadCasesTest : public feedback::FeedbackServiceTest {
 protected:
  LoadCasesTest()
      : FeedbackServiceTest({"CaseService", "DisputeService", "StepService"}, {Register}) {
    options_.token = service_.As("ada", "admin").token;
  }
  static void Register(rpc::Router& router, const feedback::Deps& deps) {
    feedback::Deps with = deps;
    with.case_sequels = {feedback::StepSequel(*deps.working_times)};
    feedback::RegisterCaseService(router, with);
    feedback::RegisterDisputeService(router, with);
    feedback::RegisterStepService(router, with);
  }

  // What LoadAccounts and LoadPeople leave behind; the accounts stay those of the first call.
  void Prepare(LoaderSession& session) {
    const bool first = names_.empty();
    for (size_t i = 0; i < session.company.accounts.size(); ++i) {
      if (first) {
        names_.push_back(testing::AddAccount(service_, absl::StrCat("Company ", i), "wang.li"));
        contacts_.emplace_back();
        for (size_t c = 0; c < session.company.accounts[i].contacts.size(); ++c) {
          contacts_.back().push_back(
              absl::StrCat(names_[i], "/contacts/", api::NewUuid(service_.clock().Now())));
        }
      }
      session.were_there[i] = !first;
    }
    session.names = names_;
    session.contacts = contacts_;
  }
  absl::Status Load(const Company& company) {
    LoaderSession session(company, service_.channel(), options_);
    Prepare(session);
    RETURN_IF_ERROR(LoadStepTemplates(session));
    RETURN_IF_ERROR(LoadCases(session));
    RETURN_IF_ERROR(LoadReopenedCases(session));
    RETURN_IF_ERROR(LoadSteps(session));
    RETURN_IF_ERROR(LoadDisputes(session));
    return LoadConfirmedCases(session);
  }
  size_t CountCases(const std::string& filter) {
    v1::ListCasesRequest request;
    request.set_parent("accounts/-");
    request.set_filter(filter);
    request.set_page_size(1000);
    const auto cases = Call<v1::ListCasesResponse>("CaseService/ListCases", request);
    EXPECT_TRUE(cases.ok()) << cases.status();
    return static_cast<size_t>(cases->cases_size());
  }
  std::map<int, int> StepStates() {
    v1::ListCaseStepsRequest request;
    request.set_parent("accounts/-/cases/-");
    request.set_page_size(1000);
    std::map<int, int> states;
    const auto steps = Call<v1::ListCaseStepsResponse>("StepService/ListCaseSteps", request);
    EXPECT_TRUE(steps.ok()) << steps.status();
    for (const v1::CaseStep& step : steps->steps()) ++states[step.state()];
    return states;
  }

  LoadOptions options_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> contacts_;
};

TEST_F(LoadCasesTest, LoadsTheCasesOnceWhateverBrokeOff) {
  const Company whole = MakeCompany(absl::CivilDay(2026, 6, 30));
  Company half = whole;  // every account broke off behind some of its cases
  for (size_t i = half.cases.size(); i-- > 0;) {
    if (i % 3 == 1) half.cases.erase(half.cases.begin() + static_cast<std::ptrdiff_t>(i));
  }
  ASSERT_LT(half.cases.size(), whole.cases.size());
  LoaderSession session(half, service_.channel(), options_);
  Prepare(session);
  ASSERT_TRUE(LoadStepTemplates(session).ok());
  const absl::Status broken = LoadCases(session);
  ASSERT_TRUE(broken.ok()) << broken;

  const absl::Status loaded = Load(whole);
  ASSERT_TRUE(loaded.ok()) << loaded;
  EXPECT_EQ(CountCases(""), whole.cases.size());
  EXPECT_GT(CountCases("reopen_count > 0"), 0u);
  // Their course is not recorded, so that whoever verifies closed cases hears of them.
  const size_t closed = std::count_if(whole.cases.begin(), whole.cases.end(), [](const auto& c) {
    return c.course && c.course->state() == v1::CASE_STATE_CLOSED;
  });
  const size_t confirmed = CountCases("state = CASE_STATE_CLOSED");
  EXPECT_GT(confirmed, closed);
  const std::map<int, int> steps = StepStates();
  for (const auto state : {v1::CASE_STEP_STATE_WAITING, v1::CASE_STEP_STATE_OPEN,
                           v1::CASE_STEP_STATE_IN_PROGRESS, v1::CASE_STEP_STATE_DONE}) {
    EXPECT_TRUE(steps.contains(state)) << v1::CaseStepState_Name(state);
  }
  v1::ListDisputesRequest list;
  list.set_parent("accounts/-/cases/-");
  list.set_page_size(1000);
  const auto disputes = Call<v1::ListDisputesResponse>("DisputeService/ListDisputes", list);
  std::set<int> strategies, states;
  for (const v1::Dispute& dispute : disputes->disputes()) {
    strategies.insert(dispute.strategy());
    states.insert(dispute.state());
  }
  EXPECT_EQ(strategies.size(), 5u);
  EXPECT_EQ(states.size(), 5u);

  const Company next_day = MakeCompany(absl::CivilDay(2026, 7, 1));
  const absl::Status again = Load(next_day);
  ASSERT_TRUE(again.ok()) << again;
  EXPECT_LT(CountCases(""), whole.cases.size() + 20) << "a day more, and nothing twice";
  EXPECT_EQ(Call<v1::ListDisputesResponse>("DisputeService/ListDisputes", list)->disputes_size(),
            disputes->disputes_size());
  EXPECT_EQ(Call<v1::ListStepTemplatesResponse>("StepService/ListStepTemplates",
                                                v1::ListStepTemplatesRequest())
                ->step_templates_size(),
            2);
  EXPECT_LT(CountCases("state = CASE_STATE_CLOSED"), confirmed + 20);
  EXPECT_EQ(StepStates()[v1::CASE_STEP_STATE_DONE], steps.at(v1::CASE_STEP_STATE_DONE));
}

}  // namespace
}  // namespace mainstay::demo
