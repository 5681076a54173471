// DisputeService on a real server.
#include "services/feedback/disputes/dispute_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/dispute_service.pb.h>

#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

constexpr char kManager[] = "account_manager";

class DisputeServiceTest : public FeedbackServiceTest {
 protected:
  DisputeServiceTest()
      : FeedbackServiceTest({"CaseService", "DisputeService"},
                            {RegisterCaseService, RegisterDisputeService}) {}

  std::string Case() {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("泵漏水");
    return Call<v1::Case>("CaseService/CreateCase", request).value().name();
  }
  absl::StatusOr<v1::Dispute> Create(const std::string& case_name, const std::string& subject,
                                     std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::CreateDisputeRequest request;
    request.set_parent(case_name);
    request.mutable_dispute()->set_subject(subject);
    request.mutable_dispute()->set_strategy(v1::DISPUTE_STRATEGY_COMPROMISE);
    request.mutable_dispute()->add_steps()->set_text("约见采购总监");
    return Call<v1::Dispute>("DisputeService/CreateDispute", request, user, role);
  }
  template <class Request>
  absl::StatusOr<v1::Dispute> Do(const std::string& method, const std::string& name,
                                 Request request) {
    request.set_name(name);
    return Call<v1::Dispute>("DisputeService/" + method, request);
  }
  absl::StatusOr<v1::Dispute> Concede(const std::string& name, v1::ConcessionParty party,
                                      int64_t units) {
    v1::ConcedeInDisputeRequest request;
    request.mutable_concession()->set_party(party);
    request.mutable_concession()->set_text("折让");
    request.mutable_concession()->mutable_amount()->set_currency_code("CNY");
    request.mutable_concession()->mutable_amount()->set_units(units);
    return Do("ConcedeInDispute", name, request);
  }
  std::vector<std::string> Listed(v1::ListDisputesRequest request, std::string_view user = "ada",
                                  std::string_view role = "admin") {
    std::vector<std::string> subjects;
    request.set_page_size(1);
    do {
      const auto page =
          Call<v1::ListDisputesResponse>("DisputeService/ListDisputes", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& dispute : page->disputes()) subjects.push_back(dispute.subject());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(DisputeServiceTest, GoesToItsEndWithWhatEachSideGave) {
  const v1::Dispute made = Create(Case(), "赔偿金额", "wang.li", kManager).value();
  EXPECT_EQ(made.lead(), "wang.li");
  EXPECT_EQ(made.state(), v1::DISPUTE_STATE_OPEN);
  ASSERT_TRUE(Do("NegotiateDispute", made.name(), v1::NegotiateDisputeRequest()).ok());
  ASSERT_TRUE(Concede(made.name(), v1::CONCESSION_PARTY_OURS, 1000).ok());
  ASSERT_TRUE(Concede(made.name(), v1::CONCESSION_PARTY_CUSTOMER, 300).ok());
  v1::EscalateDisputeRequest escalate;
  escalate.set_lead("zong");
  escalate.set_reason("客户要求");
  EXPECT_EQ(Do("EscalateDispute", made.name(), escalate)->lead(), "zong");
  v1::SettleDisputeRequest settle;
  settle.set_result("赔一千");
  const v1::Dispute settled = Do("SettleDispute", made.name(), settle).value();
  ASSERT_EQ(settled.concessions_size(), 2);
  EXPECT_EQ(settled.concessions(0).amount().units(), 1000);
  EXPECT_EQ(settled.concessions(1).party(), v1::CONCESSION_PARTY_CUSTOMER);
  EXPECT_EQ(settled.concessions(1).author(), "ada");
  EXPECT_TRUE(settled.has_end_time());
  EXPECT_EQ(Concede(made.name(), v1::CONCESSION_PARTY_OURS, 1).status().code(),
            absl::StatusCode::kFailedPrecondition);
  v1::GetDisputeRequest get;
  get.set_name(made.name());
  EXPECT_EQ(Call<v1::Dispute>("DisputeService/GetDispute", get)->DebugString(),
            settled.DebugString());
  EXPECT_EQ(EventsOf(made.name()).size(), 6u);
  v1::ListDisputeChangesRequest changes;
  changes.set_parent(made.name());
  const auto history =
      Call<v1::ListDisputeChangesResponse>("DisputeService/ListDisputeChanges", changes).value();
  EXPECT_EQ(history.changes(0).action(), "settle");
  EXPECT_EQ(history.changes(0).field(), "state");
  v1::ReopenDisputeRequest reopen;
  reopen.set_reason("客户反悔");
  EXPECT_EQ(Do("ReopenDispute", made.name(), reopen)->state(), v1::DISPUTE_STATE_NEGOTIATING);
  v1::LoseDisputeRequest lose;
  lose.set_result("客户走了");
  EXPECT_EQ(Do("LoseDispute", made.name(), lose)->state(), v1::DISPUTE_STATE_LOST);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(DisputeServiceTest, WhatIsWrittenOfItChangesUntilItEnds) {
  v1::UpdateDisputeRequest update;
  *update.mutable_dispute() = Create(Case(), "赔偿金额").value();
  update.mutable_dispute()->mutable_steps(0)->set_done(true);
  update.mutable_dispute()->add_steps()->set_text("签补充协议");
  update.mutable_dispute()->add_team("li.na");
  const auto changed = Call<v1::Dispute>("DisputeService/UpdateDispute", update).value();
  EXPECT_TRUE(changed.steps(0).done());
  EXPECT_EQ(changed.steps(1).text(), "签补充协议");
  EXPECT_EQ(Call<v1::Dispute>("DisputeService/UpdateDispute", update).status().code(),
            absl::StatusCode::kAborted);  // old etag
  *update.mutable_dispute() = changed;
  update.mutable_dispute()->set_result("x");
  EXPECT_EQ(status::GetFieldViolations(
                Call<v1::Dispute>("DisputeService/UpdateDispute", update).status())[0]
                .field,
            "dispute.result");
  v1::LoseDisputeRequest lose;
  lose.set_result("客户走了");
  ASSERT_TRUE(Do("LoseDispute", changed.name(), lose).ok());
  *update.mutable_dispute() = changed;
  update.mutable_dispute()->clear_etag();
  update.mutable_dispute()->set_subject("y");
  EXPECT_EQ(Call<v1::Dispute>("DisputeService/UpdateDispute", update).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(DisputeServiceTest, IsSeenByThoseWhoSeeItsCase) {
  const std::string c = Case();
  Create(c, "一").value();
  service_.clock().Advance(absl::Seconds(1));
  const std::string second = Create(c, "二")->name();
  service_.clock().Advance(absl::Seconds(1));
  Create(Case(), "三").value();
  ASSERT_TRUE(Do("NegotiateDispute", second, v1::NegotiateDisputeRequest()).ok());
  v1::ListDisputesRequest all;
  all.set_parent("accounts/-/cases/-");
  EXPECT_THAT(Listed(all, "wang.li", kManager), ElementsAre("三", "二", "一"));
  EXPECT_THAT(Listed(all, "somebody", kManager), ElementsAre());
  v1::AssignCaseRequest assign;
  assign.set_name(c);
  assign.set_assignee("gong");
  ASSERT_TRUE(Call<v1::Case>("CaseService/AssignCase", assign).ok());
  EXPECT_THAT(Listed(all, "gong", kManager), ElementsAre("二", "一"))
      << "of the case that they have";
  all.set_filter("state = DISPUTE_STATE_NEGOTIATING");
  EXPECT_THAT(Listed(all), ElementsAre("二"));
  v1::ListDisputesRequest of_case;
  of_case.set_parent(c);
  EXPECT_THAT(Listed(of_case), ElementsAre("二", "一"));
  v1::GetDisputeRequest get;
  get.set_name(second);
  EXPECT_EQ(
      Call<v1::Dispute>("DisputeService/GetDispute", get, "somebody", kManager).status().code(),
      absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace mainstay::feedback
