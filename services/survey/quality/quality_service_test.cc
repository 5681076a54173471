// Flags of responses that come by files, as by every other way, and what people say of them.
#include "services/survey/quality/quality_service.h"

#include <mainstay/survey/v1/response_quality_service.pb.h>

#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/survey/paper/paper_fixture.h"
#include "services/survey/quality/quality_sequel.h"
#include "services/survey/quality/quality_store.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kLongQuestionnaire[] = R"json({
  "sections": [{"key": "first", "questions": [
    {"key": "nps", "kind": "QUESTION_KIND_NPS", "text": {"en": "Recommend"}},
    {"key": "need", "kind": "QUESTION_KIND_KANO", "text": {"en": "Need"}},
    {"key": "m", "kind": "QUESTION_KIND_MATRIX", "text": {"en": "Service"}, "scale_min": 1,
     "scale_max": 5, "rows": [
       {"key": "a", "text": {"en": "a"}}, {"key": "b", "text": {"en": "b"}},
       {"key": "c", "text": {"en": "c"}}, {"key": "d", "text": {"en": "d"}},
       {"key": "e", "text": {"en": "e"}}, {"key": "f", "text": {"en": "f"}},
       {"key": "g", "text": {"en": "g"}}, {"key": "h", "text": {"en": "h"}},
       {"key": "i", "text": {"en": "i"}}, {"key": "j", "text": {"en": "j"}}]}]}]})json";

void RegisterWithQuality(rpc::Router& router, const Deps& deps) {
  Deps with = deps;
  with.response_sequels = {QualitySequel()};
  RegisterResponseImportService(router, with);
  RegisterResponseQualityService(router, deps);
}

class QualityTest : public PaperTest {
 protected:
  QualityTest() : PaperTest(RegisterWithQuality, {"ResponseQualityService"}) {}

  // The flags of a campaign's responses, by external id.
  std::map<std::string, std::string> Flags(const std::string& campaign,
                                           const std::string& filter = "") {
    std::map<std::string, std::string> flags;
    for (const v1::Response& response : List(campaign, filter)) {
      flags[response.external_id()] = absl::StrJoin(response.flags(), " ");
    }
    return flags;
  }
  std::string NameOf(const std::string& campaign, const std::string& external_id) {
    for (const v1::Response& response : List(campaign)) {
      if (response.external_id() == external_id) return response.name();
    }
    return "";
  }
  // Thirty that take 100 seconds, and one that takes `seconds`, "quick".
  void FillWithTimes(const std::string& campaign, int seconds) {
    std::string file = "external_id,duration_seconds,nps\n";
    for (int i = 0; i < 30; ++i) absl::StrAppend(&file, i, ",100,9\n");
    absl::StrAppend(&file, "quick,", seconds, ",9\n");
    EXPECT_EQ(Counts(Import(file, Of(campaign))), "31 0 0");
  }
  template <class Request>
  absl::StatusOr<v1::Response> Say(const char* method, const std::string& name,
                                   const std::string& flag, const std::string& reason = "read it") {
    Request request;
    request.set_name(name);
    request.set_flag(flag);
    request.set_reason(reason);
    return Call<v1::Response>(absl::StrCat("ResponseQualityService/", method), request);
  }
  void JudgeAgain() {
    for (bool more = true; more;) {
      const auto judged = service_.db().Write(
          {}, [&](pg::Tx& tx) { return JudgeSpeedersAgain(tx, service_.clock().Now()); });
      ASSERT_TRUE(judged.ok()) << judged.status();
      more = *judged;
    }
  }
};

TEST_F(QualityTest, WhatCanBeJudgedAtOnceIs) {
  const std::string campaign = AddCampaign("identified", kLongQuestionnaire);
  const std::string file =
      "external_id,nps,need.functional,need.dysfunctional,m.a,m.b,m.c,m.d,m.e,m.f,m.g,m.h,m.i,m.j\n"
      "plain,9,1,5,1,2,3,4,5,1,2,3,4,5\n"
      "line,9,1,5,4,4,4,4,4,4,4,4,4,4\n"
      "both,9,1,1,1,2,3,4,5,1,2,3,4,5\n"
      "again,9,1,5,1,2,3,4,5,1,2,3,4,5\n"
      "short,9,,,4,4,4,4,,,,,,\n";
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "5 0 0") << "nothing is dropped";
  const std::map<std::string, std::string> flags = Flags(campaign);
  EXPECT_EQ(flags.at("plain"), "");
  EXPECT_EQ(flags.at("line"), "straight_lining");
  EXPECT_EQ(flags.at("both"), "contradiction");
  EXPECT_EQ(flags.at("again"), "duplicate");
  EXPECT_EQ(flags.at("short"), "");
  EXPECT_EQ(Counts(Import("external_id,nps,need.functional,need.dysfunctional,m.a,m.b,m.c,m.d,m.e,"
                          "m.f,m.g,m.h,m.i,m.j\nlater,9,1,5,1,2,3,4,5,1,2,3,4,5\n",
                          Of(campaign))),
            "1 0 0");
  EXPECT_EQ(Flags(campaign).at("later"), "duplicate");
  EXPECT_EQ(Flags(campaign, "flags : duplicate").size(), 2u);
  EXPECT_EQ(Flags(campaign, "flags = \"\"").size(), 2u);
}

TEST_F(QualityTest, SpeedersAreThoseFarBelowTheMedian) {
  const std::string campaign = AddCampaign("identified", kLongQuestionnaire);
  FillWithTimes(campaign, 39);
  EXPECT_EQ(Flags(campaign).at("quick"), "speeder");
  EXPECT_EQ(Flags(campaign).at("0"), "");
  const std::string anonymous = AddCampaign("anonymous", kLongQuestionnaire);
  FillWithTimes(anonymous, 39);
  Sql("UPDATE responses SET tallied = true");  // or nobody sees them
  EXPECT_EQ(List(anonymous, "flags : speeder").size(), 1u) << "the flag is all that is kept";
}

TEST_F(QualityTest, TheMedianOfNowIsWhatCounts) {
  const std::string campaign = AddCampaign("identified", kLongQuestionnaire);
  EXPECT_EQ(Counts(Import("external_id,duration_seconds,nps\nfirst,39,9\n", Of(campaign))),
            "1 0 0");
  FillWithTimes(campaign, 50);
  EXPECT_EQ(Flags(campaign).at("first"), "") << "there was no median yet";
  JudgeAgain();
  EXPECT_EQ(Flags(campaign).at("first"), "speeder");
  EXPECT_EQ(Flags(campaign).at("quick"), "");
  std::string file = "external_id,duration_seconds,nps\n";
  for (int i = 100; i < 200; ++i) absl::StrAppend(&file, i, ",60,9\n");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "100 0 0");
  JudgeAgain();
  EXPECT_EQ(Flags(campaign).at("first"), "") << "39 of 60 seconds is no hurry";
}

TEST_F(QualityTest, WhatPeopleSayStays) {
  const std::string campaign = AddCampaign("identified", kLongQuestionnaire);
  FillWithTimes(campaign, 39);
  const std::string quick = NameOf(campaign, "quick");
  const auto cleared = Say<v1::ClearResponseFlagRequest>("ClearResponseFlag", quick, "speeder");
  ASSERT_TRUE(cleared.ok()) << cleared.status();
  EXPECT_THAT(cleared->flags(), IsEmpty());
  const std::string slow = NameOf(campaign, "0");
  ASSERT_TRUE(Say<v1::FlagResponseRequest>("FlagResponse", slow, "speeder").ok());
  const auto flagged =
      Say<v1::FlagResponseRequest>("FlagResponse", slow, "other", "a test of ours");
  ASSERT_TRUE(flagged.ok()) << flagged.status();
  EXPECT_THAT(flagged->flags(), ElementsAre("other", "speeder"));
  JudgeAgain();
  EXPECT_EQ(Flags(campaign).at("quick"), "");
  EXPECT_EQ(Flags(campaign).at("0"), "other speeder");
  ASSERT_TRUE(Say<v1::FlagResponseRequest>("FlagResponse", slow, "other").ok());

  v1::ListResponseFlagChangesRequest list;
  list.set_parent(slow);
  const auto changes = Call<v1::ListResponseFlagChangesResponse>(
      "ResponseQualityService/ListResponseFlagChanges", list);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes_size(), 2) << "what changed nothing is no change";
  EXPECT_EQ(changes->changes(0).action(), "flag");
  EXPECT_EQ(changes->changes(0).old_value(), "speeder");
  EXPECT_EQ(changes->changes(0).new_value(), "other,speeder");
  EXPECT_EQ(changes->changes(0).reason(), "a test of ours");
  EXPECT_EQ(changes->changes(0).actor(), "ada");
  EXPECT_EQ(changes->changes(0).version(), 2);
}

// While they are read others who answer the same wait.
TEST_F(QualityTest, ABigCampaignIsJudgedByAPartOfIt) {
  const std::string id = AddCampaign().substr(sizeof("campaigns/") - 1);
  std::mt19937_64 random(5);
  FingerprintCounts all;
  for (int i = 0; i < 20'000; ++i) all[static_cast<int64_t>(random())] = i % 10 == 0 ? 3 : 1;
  const absl::Status done = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
    EXPECT_EQ(ReadCoincidences(tx, id).responses, 0);
    AddFingerprints(tx, id, all);
    const Coincidences part = ReadCoincidences(tx, id);
    EXPECT_EQ(part.responses, kMostFingerprints + 2 * part.repeated);
    EXPECT_NEAR(static_cast<double>(part.repeated), kMostFingerprints / 10.0, 100);
    EXPECT_EQ(part.greatest, std::next(all.begin(), kMostFingerprints - 1)->first);
    return absl::OkStatus();
  });
  EXPECT_TRUE(done.ok()) << done;
}

TEST_F(QualityTest, RefusesWhatMeansNothing) {
  const std::string campaign = AddCampaign("identified", kLongQuestionnaire);
  FillWithTimes(campaign, 100);
  const std::string name = NameOf(campaign, "0");
  EXPECT_THAT(Say<v1::FlagResponseRequest>("FlagResponse", name, "ugly").status().message(),
              HasSubstr("straight_lining"));
  EXPECT_THAT(Say<v1::FlagResponseRequest>("FlagResponse", name, "other", " ").status().message(),
              HasSubstr("reason"));
  EXPECT_TRUE(absl::IsNotFound(
      Say<v1::FlagResponseRequest>(
          "FlagResponse", campaign + "/responses/0190a000-0000-7000-8000-0000000000ff", "other")
          .status()));
}

}  // namespace
}  // namespace mainstay::survey
