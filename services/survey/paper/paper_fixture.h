// Files of filled-in questionnaires, imported into a real server and exported from it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/survey/v1/response_export_service.pb.h>
#include <mainstay/survey/v1/response_import_service.pb.h>
#include <mainstay/survey/v1/response_service.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "common/testing/file_pieces.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/response_export_service.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/responses/response_service.h"

namespace mainstay::survey {

// A question of most kinds; `overall` must be answered.
inline constexpr char kPaperQuestionnaire[] = R"json({
  "title": {"zh": "满意度", "en": "Satisfaction"},
  "sections": [{
    "key": "first",
    "questions": [
      {"key": "overall", "kind": "QUESTION_KIND_CSAT", "text": {"zh": "总体满意度", "en": "Overall"},
       "required": true, "scale_min": 1, "scale_max": 5, "not_applicable": true},
      {"key": "nps", "kind": "QUESTION_KIND_NPS", "text": {"zh": "推荐", "en": "Recommend"}},
      {"key": "reasons", "kind": "QUESTION_KIND_MULTIPLE_CHOICE",
       "text": {"zh": "原因", "en": "Reasons"}, "visible_if": "overall <= 3",
       "options": [{"key": "price", "text": {"zh": "价格", "en": "Price"}},
                   {"key": "speed", "text": {"zh": "速度", "en": "Speed"}},
                   {"key": "other", "text": {"zh": "其他", "en": "Other"}, "other": true}]},
      {"key": "service", "kind": "QUESTION_KIND_MATRIX", "text": {"zh": "服务", "en": "Service"},
       "scale_min": 1, "scale_max": 5, "not_applicable": true,
       "rows": [{"key": "wifi", "text": {"zh": "无线网络", "en": "Wi-Fi"}},
                {"key": "food", "text": {"zh": "餐饮", "en": "Food"}}]},
      {"key": "comment", "kind": "QUESTION_KIND_TEXT", "text": {"zh": "意见", "en": "Comment"}},
      {"key": "visited", "kind": "QUESTION_KIND_DATE", "text": {"zh": "日期", "en": "Date"}},
      {"key": "need", "kind": "QUESTION_KIND_KANO", "text": {"zh": "需求", "en": "Need"}}
    ]}]})json";

class PaperTest : public SurveyServiceTest {
 protected:
  using Request = v1::ImportResponsesRequest;

  // `import` registers the imports, and with `more` those services too.
  explicit PaperTest(Register import = RegisterResponseImportService,
                     const std::vector<std::string>& more = {})
      : SurveyServiceTest(Services(more),
                          {import, RegisterResponseExportService, RegisterResponseService}) {}
  static std::vector<std::string> Services(const std::vector<std::string>& more) {
    std::vector<std::string> services = {"ResponseImportService", "ResponseExportService",
                                         "ResponseService"};
    services.insert(services.end(), more.begin(), more.end());
    return services;
  }

  // A running campaign that asks the questionnaire: "campaigns/{uuid}".
  std::string AddCampaign(const std::string& privacy = "identified",
                          std::string_view content = kPaperQuestionnaire,
                          const std::string& state = "running") {
    const absl::Time now = absl::Now();
    Campaign campaign{.id = api::NewUuid(now),
                      .display_name = "Paper",
                      .purpose = "satisfaction",
                      .questionnaire_id = api::NewUuid(now),
                      .questionnaire_version = 1,
                      .privacy = privacy};
    campaign.waves = {{.number = 1, .asked_time = now, .start_time = now}};
    campaign.state = state;
    campaign.launch_time = campaign.create_time = campaign.update_time = now;
    campaign.creator = "ada";
    const absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      const std::vector<pg::Param> values = {campaign.questionnaire_id, std::string(content)};
      tx.Exec(
          "INSERT INTO questionnaires (questionnaire_id, version, display_name, content, "
          "question_count, state, published_version, draft_changed, publish_time, create_time, "
          "update_time) VALUES ($1::uuid, 1, 'Paper', $2::jsonb, 7, 'published', 1, false, "
          "now(), now(), now())",
          values);
      tx.Exec(
          "INSERT INTO questionnaire_versions VALUES ($1::uuid, 1, $2::jsonb, 'ada', '', "
          "now())",
          values);
      InsertCampaign(tx, campaign);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return absl::StrCat("campaigns/", campaign.id);
  }
  // As the owner of the tables.
  void Sql(const std::string& statement) {
    pg::Session owner({.dsn = service_.database().owner_dsn()});
    const absl::Status status = owner.Write({}, [&](pg::Tx& tx) -> absl::Status {
      tx.Exec(statement);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }
  void SetState(const std::string& campaign, const std::string& state) {
    const absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      tx.Exec(
          "UPDATE campaigns SET state = $2, close_time = CASE $2 WHEN 'closed' THEN now() END "
          "WHERE campaign_id = $1::uuid",
          {campaign.substr(campaign.find('/') + 1), state});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }

  Request Of(const std::string& campaign) {
    Request request;
    request.set_parent(campaign);
    return request;
  }
  absl::StatusOr<v1::ResponseImport> Import(std::string_view file, const Request& first,
                                            size_t size = 256 << 10) {
    Request message;
    v1::ResponseImport response;
    rpc::CallOptions options = service_.As("ada", "admin");
    options.deadline = absl::Now() + absl::Minutes(5);
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.survey.v1.ResponseImportService/ImportResponses", options,
        testing::InPieces(file, first, size), &message, &response);
    if (!status.ok()) return status;
    return response;
  }
  // "created unchanged rejected".
  static std::string Counts(const absl::StatusOr<v1::ResponseImport>& import) {
    if (!import.ok()) return import.status().ToString();
    EXPECT_EQ(import->state(), v1::RESPONSE_IMPORT_STATE_SUCCEEDED);
    EXPECT_EQ(import->records(), import->processed_records());
    return absl::StrCat(import->created_records(), " ", import->unchanged_records(), " ",
                        import->rejected_records());
  }
  // "line field" of each.
  static std::vector<std::string> Rejects(const v1::ResponseImport& import) {
    std::vector<std::string> rejects;
    for (const auto& r : import.rejects()) {
      rejects.push_back(absl::StrCat(r.line(), " ", r.field()));
    }
    return rejects;
  }

  // What a server-streaming method of HttpBody answers.
  absl::StatusOr<std::string> Body(std::string_view method,
                                   const google::protobuf::Message& request,
                                   std::string_view user = "ada", std::string_view role = "admin") {
    type::v1::HttpBody body;
    std::string bytes;
    rpc::CallOptions options = service_.As(user, role);
    options.deadline = absl::Now() + absl::Minutes(5);
    const absl::Status status =
        rpc::CallServerStream(service_.channel(), absl::StrCat("mainstay.survey.v1.", method),
                              options, request, &body, [&] {
                                bytes += body.data();
                                return true;
                              });
    if (!status.ok()) return status;
    return bytes;
  }
  absl::StatusOr<std::string> DownloadRejects(const std::string& name) {
    v1::DownloadResponseImportRejectsRequest request;
    request.set_name(name);
    return Body("ResponseImportService/DownloadResponseImportRejects", request);
  }
  absl::StatusOr<std::string> Export(const std::string& campaign, std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::ExportResponsesRequest request;
    request.set_parent(campaign);
    return Body("ResponseExportService/ExportResponses", request, user, role);
  }
  std::vector<v1::Response> List(const std::string& campaign, const std::string& filter = "") {
    v1::ListResponsesRequest request;
    request.set_parent(campaign);
    request.set_page_size(1000);
    request.set_order_by("submit_time");
    request.set_filter(filter);
    const auto page = Call<v1::ListResponsesResponse>("ResponseService/ListResponses", request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    return {page->responses().begin(), page->responses().end()};
  }
  static std::string Reason(const absl::Status& error) {
    const auto detail = status::GetErrorDetail(error);
    return detail ? detail->reason : "";
  }

  const std::string account_ = testing::AddAccount(service_, "北风", "wang.li");
};

}  // namespace mainstay::survey
