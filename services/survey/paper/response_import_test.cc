#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/survey/paper/paper_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(PaperTest, EachRecordBecomesOneResponse) {
  const std::string campaign = AddCampaign();
  const std::string contact = "0190a000-0000-7000-8000-0000000000c1";
  const std::string file = absl::StrCat(
      "外部编号,客户,联系人,轮次,语言,提交时间,总体满意度,推荐,原因,Wi-Fi,餐饮,意见,日期,"
      "need.functional,need.dysfunctional,reasons.text\n",
      "P-1,北风,", contact,
      ",1,中文,2026-01-31 14:30,2,0,价格;其他,不适用,3,\"第一行\n好\",2026-01-30,喜欢,不喜欢,贵\n",
      "P-2,,,,en,2026-02-01,5,10,,,,,,,,\n");
  const auto import = Import(file, Of(campaign), 7);
  EXPECT_EQ(Counts(import), "2 0 0");
  EXPECT_THAT(import->name(), StartsWith(campaign + "/responseImports/"));
  const auto responses = List(campaign);
  ASSERT_EQ(responses.size(), 2u);
  const v1::Response& first = responses[0];
  EXPECT_EQ(first.external_id(), "P-1");
  EXPECT_EQ(first.account(), account_);
  EXPECT_EQ(first.contact(), absl::StrCat(account_, "/contacts/", contact));
  EXPECT_EQ(first.wave(), campaign + "/waves/1");
  EXPECT_EQ(first.channel(), v1::INVITATION_CHANNEL_PAPER);
  EXPECT_EQ(first.language(), "zh");
  EXPECT_EQ(first.submit_time().seconds(), 1769841000) << "Asia/Shanghai";
  EXPECT_EQ(first.recorded_by(), "ada");
  EXPECT_EQ(first.answers().at("overall").number(), 2);
  EXPECT_EQ(first.answers().at("nps").number(), 0);
  EXPECT_THAT(first.answers().at("reasons").choices(), ElementsAre("price", "other"));
  EXPECT_EQ(first.answers().at("reasons").text(), "贵");
  EXPECT_EQ(first.answers().at("service").rows().at("food"), 3);
  EXPECT_EQ(first.answers().at("comment").text(), "第一行\n好");
  EXPECT_EQ(responses[1].answers_size(), 2);
  EXPECT_EQ(responses[1].account(), "");

  EXPECT_EQ(Counts(Import(file, Of(campaign))), "0 2 0") << "the same file again";
  EXPECT_EQ(List(campaign).size(), 2u);
}

TEST_F(PaperTest, TheFormsRulesHoldHereToo) {
  const std::string campaign = AddCampaign();
  const std::string file =
      "external_id,account,contact,wave,overall,nps,service.wifi,reasons\n"  //
      "1,,,,,9,,\n"                                                          // 2: overall is asked
      "2,,,,6,9,,\n"                                                         // 3: off the scale
      "3,,,,5,9,,price\n"          // 4: not asked: kept out
      "4,,,,4,9,0,\n"              // 5: off the scale
      "5,,,2,4,,,\n"               // 6: no such wave
      "6,谁,,,4,,,\n"              // 7
      "7,,x,,4,,,\n"               // 8
      "8,,,,4,,bad,\n"             // 9
      "9,4\n"                      // 10
      "10,,,,4,,,\"never ends\n";  // 11
  const auto import = Import(file, Of(campaign));
  EXPECT_EQ(Counts(import), "1 0 9");
  EXPECT_THAT(
      Rejects(*import),
      ElementsAre("2 answers.overall", "3 answers.overall", "5 answers.service.wifi", "6 wave",
                  "7 account", "8 contact", "9 answers.service.wifi", "10 record", "11 file"));
  const auto kept = List(campaign);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_FALSE(kept[0].answers().contains("reasons"));

  const auto rejects = DownloadRejects(import->name());
  ASSERT_TRUE(rejects.ok()) << rejects.status();
  EXPECT_THAT(*rejects, StartsWith("external_id,account,contact,wave,overall,nps,service.wifi,"
                                   "reasons,line,field,reason\n1,,,,,9,,,2,answers.overall,\""));
  const std::string corrected = absl::StrReplaceAll(*rejects, {{"6,谁,", "6,北风,"}});
  EXPECT_EQ(Counts(Import(corrected, Of(campaign))), "1 0 8") << "it can be imported as it is";
}

TEST_F(PaperTest, WhatFilesWriteIsExplained) {
  const std::string campaign = AddCampaign();
  Request request = Of(campaign);
  request.mutable_columns()->set_external_id("id");
  request.add_answers("overall=Satisfaction");
  request.add_answers("service.wifi=Inflight");
  request.add_answers("reasons.price=Price?");
  request.add_words("overall:good=4");
  request.add_words("overall:bad=1");
  request.add_not_applicable("0");
  request.set_wave(1);
  request.set_language("en");
  const std::string file = "id,Satisfaction,Inflight,Price?,nps\n1,Good,0,,7\n2,BAD,3,yes,7\n";
  EXPECT_EQ(Counts(Import(file, request)), "2 0 0");
  const auto responses = List(campaign);
  ASSERT_EQ(responses.size(), 2u);
  for (const v1::Response& response : responses) {
    const bool good = response.external_id() == "1";
    EXPECT_EQ(response.answers().at("overall").number(), good ? 4 : 1);
    EXPECT_EQ(response.answers().at("service").not_applicable_rows_size(), good ? 1 : 0);
    EXPECT_EQ(response.answers().contains("reasons"), !good);
    EXPECT_FALSE(response.answers().contains("nps")) << "answers that are named count alone";
    EXPECT_EQ(response.wave(), campaign + "/waves/1");
    EXPECT_EQ(response.language(), "en");
  }
  request.add_words("weather:good=1");
  EXPECT_THAT(Import(file, request).status().message(), HasSubstr("words[2]"));
}

TEST_F(PaperTest, WithoutIdsWhatIsSaidIsOneInOneFile) {
  const std::string campaign = AddCampaign();
  const std::string file = "overall,nps\n4,9\n4,9\n5,9\n";
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "3 0 0");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "0 3 0");
  EXPECT_EQ(Counts(Import("overall,external_id\n4,7\n5,7\n9,8\n4,8\n", Of(campaign))), "1 1 2")
      << "a repeat of a rejected record is not lost";
}

TEST_F(PaperTest, CampaignsThatTakeNoAnswersTakeNoPaper) {
  const std::string campaign = AddCampaign();
  SetState(campaign, "paused");
  EXPECT_EQ(Counts(Import("overall\n4\n", Of(campaign))), "1 0 0");
  SetState(campaign, "closed");
  EXPECT_EQ(Reason(Import("overall\n5\n", Of(campaign)).status()), "WRONG_STATE");
  EXPECT_TRUE(absl::IsNotFound(
      Import("overall\n5\n", Of("campaigns/0190a000-0000-7000-8000-0000000000ff")).status()));
  SetState(campaign, "running");
  EXPECT_EQ(Reason(Import("", Of(campaign)).status()), "MALFORMED_FILE");
  EXPECT_THAT(Import("a,b\n1,2\n", Of(campaign)).status().message(), HasSubstr("overall=header"));
}

TEST_F(PaperTest, AnonymousPapersKeepNobody) {
  const std::string campaign = AddCampaign("anonymous");
  const std::string file =
      absl::StrCat("external_id,account,contact,submit_time,overall\nP-7,", account_,
                   ",0190a000-0000-7000-8000-0000000000c1,2026-01-31 14:30,4\n");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "1 0 0");
  Sql("UPDATE responses SET tallied = true");  // or nobody sees them
  const auto responses = List(campaign);
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_EQ(responses[0].account(), "");
  EXPECT_EQ(responses[0].contact(), "");
  EXPECT_EQ(responses[0].recorded_by(), "");
  EXPECT_EQ(responses[0].external_id(), "");
  EXPECT_EQ(responses[0].submit_time().seconds(), 1769817600) << "the day in UTC";
}

TEST_F(PaperTest, AnImportGoesOnWhereItStopped) {
  const std::string campaign = AddCampaign();
  std::string file = "external_id,overall\n";
  for (int i = 0; i < 2500; ++i) absl::StrAppend(&file, i, ",", i % 6, "\n");
  Request request = Of(campaign);
  request.set_request_id("0190a000-0000-7000-8000-0000000000ac");
  Sql("ALTER TABLE responses ADD CONSTRAINT broken CHECK (external_id <> '2103')");
  EXPECT_FALSE(Import(file, request).ok());
  Sql("ALTER TABLE responses DROP CONSTRAINT broken");
  v1::GetResponseImportRequest get;
  get.set_name(absl::StrCat(campaign, "/responseImports/", request.request_id()));
  const auto begun = Call<v1::ResponseImport>("ResponseImportService/GetResponseImport", get);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_EQ(begun->state(), v1::RESPONSE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(begun->processed_records(), 2000);
  EXPECT_EQ(begun->rejects_size(), 100);
  EXPECT_EQ(Counts(Import(file, request)), "2083 0 417");
  EXPECT_EQ(Counts(Import(file, request)), "2083 0 417") << "answered again";
  request.set_file_name("x");
  request.set_wave(1);
  EXPECT_THAT(Import(file, request).status().message(), HasSubstr("request_id"));

  v1::ListResponseImportsRequest list;
  list.set_parent(campaign);
  const auto imports =
      Call<v1::ListResponseImportsResponse>("ResponseImportService/ListResponseImports", list);
  ASSERT_TRUE(imports.ok()) << imports.status();
  ASSERT_EQ(imports->response_imports_size(), 1);
  EXPECT_THAT(imports->response_imports(0).rejects(), IsEmpty());
}

TEST_F(PaperTest, RejectsAreKeptForAMonth) {
  const std::string campaign = AddCampaign();
  const auto import = Import("overall\nbad\n", Of(campaign));
  EXPECT_EQ(Counts(import), "0 0 1");
  EXPECT_TRUE(DownloadRejects(import->name()).ok());
  service_.clock().Advance(absl::Hours(31 * 24));
  EXPECT_EQ(Reason(DownloadRejects(import->name()).status()), "REJECTS_EXPIRED");
  const auto more = service_.db().Write(
      {}, [&](pg::Tx& tx) { return ForgetOldResponseRejects(tx, service_.clock().Now()); });
  EXPECT_TRUE(more.ok() && *more);
}

}  // namespace
}  // namespace mainstay::survey
