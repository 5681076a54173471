// The part of survey's world that came by paper.
#pragma once

#include <mainstay/survey/v1/response_import_service.pb.h>

#include <string>
#include <utility>

#include "tests/contract/survey_world.h"

namespace mainstay::contract {

class SurveyPaperWorld : public SurveyWorld {
 protected:
  // A campaign that asks whether one would recommend us, to which the account answered on paper.
  void AddPaper(std::string_view request, const std::string& account, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (!wanted("$answered") && !wanted("$paper") && !wanted("$import") && !wanted("$interview")) {
      return;
    }
    v1::CreateQuestionnaireRequest questionnaire;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(display_name: "NPS" content {title {en: "NPS"} sections {key: "s" questions {
             key: "nps" kind: QUESTION_KIND_NPS text {en: "?"}}}})",
        questionnaire.mutable_questionnaire()));
    world["$answered"] = MoveCampaign<v1::LaunchCampaignRequest>(
        "Launch", CampaignOf(Make<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire",
                                                     questionnaire),
                             v1::INVITATION_CHANNEL_LINK));
    world["$interview"] = Invitation(world["$answered"], account, v1::INVITATION_CHANNEL_PHONE);
    world["$import"] = Import(world["$answered"], account);
    const auto response = service_.db().ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
      return std::string(tx.Exec("SELECT response_id FROM responses WHERE campaign_id = $1",
                                 {world["$answered"].substr(sizeof("campaigns"))})[0][0]
                             .c_str());
    });
    EXPECT_TRUE(response.ok()) << response.status();
    world["$paper"] = absl::StrCat(world["$answered"], "/responses/", response.value_or(""));
  }

 private:
  std::string Import(const std::string& campaign, const std::string& account) {
    v1::ImportResponsesRequest request;
    request.set_parent(campaign);
    request.mutable_file()->set_data(absl::StrCat("account,nps\n", account, ",9\n"));
    bool sent = false;
    const auto next = [&](Message* message) {
      if (std::exchange(sent, true)) return false;
      static_cast<v1::ImportResponsesRequest&>(*message) = request;
      return true;
    };
    v1::ImportResponsesRequest message;
    v1::ResponseImport import;
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.survey.v1.ResponseImportService/ImportResponses",
        service_.As("admin", "admin"), next, &message, &import);
    if (!status.ok()) ADD_FAILURE() << status;
    return import.name();
  }
};

}  // namespace mainstay::contract
