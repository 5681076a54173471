// Answers that come while their campaign is closed: before it, or refused.
#include <gmock/gmock.h>
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/response_import_service.pb.h>

#include <functional>
#include <utility>

#include "common/status/status.h"
#include "common/testing/meanwhile.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/campaigns/closing_store.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/responses/response_fixture.h"

namespace mainstay::survey {
namespace {

using testing::Meanwhile;

class ClosingTest : public ResponseTest {
 protected:
  ClosingTest()
      : ResponseTest({RegisterCampaignService, RegisterResponseImportService},
                     {"CampaignService", "ResponseImportService"}) {}

  absl::Status Close(const Campaign& campaign) {
    v1::CloseCampaignRequest request;
    request.set_name(absl::StrCat("campaigns/", campaign.id));
    return Call<v1::Campaign>("CampaignService/CloseCampaign", request).status();
  }
  // "ANSWERED", "CLOSED", …
  std::string Answer(const Invited& invited) {
    const auto form = Submit(invited.token, {{"nps", Number(9)}});
    EXPECT_TRUE(form.ok()) << form.status();
    return form.ok() ? v1::SurveyState_Name(form->state()).substr(13) : "";
  }
  absl::Status Interview(const Invited& invited) {
    v1::RecordResponseRequest request;
    request.set_invitation(invited.name());
    (*request.mutable_answers())["nps"] = Number(9);
    return Call<v1::RecordResponseResponse>("ResponseService/RecordResponse", request).status();
  }
  absl::Status Import(const Campaign& campaign) {
    v1::ImportResponsesRequest request;
    v1::ResponseImport response;
    bool sent = false;
    const auto next = [&](google::protobuf::Message* message) {
      auto& part = static_cast<v1::ImportResponsesRequest&>(*message);
      part.set_parent(absl::StrCat("campaigns/", campaign.id));
      part.mutable_file()->set_data("external_id,nps\np1,9\n");
      return !std::exchange(sent, true);
    };
    return rpc::CallClientStream(service_.channel(),
                                 "mainstay.survey.v1.ResponseImportService/ImportResponses",
                                 service_.As("ada", "admin"), next, &request, &response);
  }
  // Does `answer` while the campaign is being closed.
  void WhileItIsClosed(const Campaign& campaign, std::function<void()> answer) {
    std::optional<Meanwhile> answering;
    Write([&](pg::Tx& tx) {
      WaitForAnswers(tx, campaign.id);
      tx.Exec("UPDATE campaigns SET state = 'closed', close_time = now() WHERE campaign_id = $1",
              {campaign.id});
      answering.emplace(std::move(answer));
      EXPECT_TRUE(answering->Waits(tx));
    });
  }
};

TEST_F(ClosingTest, WaitsForAnswersUnderWay) {
  const Campaign campaign = Launch("identified", Branching());
  const Invited invited = Invite(campaign, account_);
  std::optional<Meanwhile> closing;
  Write([&](pg::Tx& tx) {
    ASSERT_TRUE(LockByToken(tx, auth::LinkTokenHash(invited.token)));
    closing.emplace([&] { EXPECT_TRUE(Close(campaign).ok()); });
    EXPECT_TRUE(closing->Waits(tx)) << "what it will record would be in no figure";
    EXPECT_EQ(ReadCampaign(tx, campaign.id)->state, "running");
  });
  closing.reset();
  EXPECT_EQ(Answer(invited), "CLOSED");
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "0");
}

TEST_F(ClosingTest, AnswersThatComeMeanwhileAreRefused) {
  const Campaign by_link = Launch("identified", Branching());
  const Invited invited = Invite(by_link, account_);
  WhileItIsClosed(by_link, [&] { EXPECT_EQ(Answer(invited), "CLOSED"); });
  const Campaign by_phone = Launch("identified", Branching());
  const Invited called = Invite(by_phone, account_);
  WhileItIsClosed(by_phone, [&] {
    const absl::Status status = Interview(called);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  });
  const Campaign on_paper = Launch("identified", Branching());
  WhileItIsClosed(on_paper, [&] {
    const absl::Status status = Import(on_paper);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  });
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "0");
}

TEST_F(ClosingTest, AnswersDoNotWaitForEachOther) {
  const Campaign campaign = Launch("identified", Branching());
  const Invited first = Invite(campaign, account_);
  const Invited second = Invite(campaign, account_);
  Write([&](pg::Tx& tx) {
    ASSERT_TRUE(LockByToken(tx, auth::LinkTokenHash(first.token)));
    Meanwhile other([&] { EXPECT_EQ(Answer(second), "ANSWERED"); });
    EXPECT_FALSE(other.Waits(tx));
    EXPECT_TRUE(Import(campaign).ok());
  });
}

}  // namespace
}  // namespace mainstay::survey
