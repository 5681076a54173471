// Holds survey to its table: every role, every method.
#include "tests/contract/survey_paper_world.h"

namespace mainstay::contract {
namespace {

class SurveyMatrix : public SurveyPaperWorld {
 protected:
  World NewWorld(const std::string& owner, std::string_view request) override {
    World world;
    world["$account"] = testing::AddAccount(service_, absl::StrCat("Company ", ++made_), owner);
    AddInvitations(request, world["$account"], world);
    AddLoop(request, world["$account"], world);
    AddPaper(request, world["$account"], world);
    return world;
  }

  void AddCommon(std::string_view request, World& world) override {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$dead")) world["$dead"] = DeadLetter();
    AddQuestionnaires(request, world);
    AddCampaigns(request, world);
  }
};

TEST_F(SurveyMatrix, NamesEveryRole) { NamesEveryRole(); }
TEST_F(SurveyMatrix, NamesEveryMethodOnce) { NamesEveryMethodOnce(); }
TEST_F(SurveyMatrix, NobodyGetsInWithoutATokenOrARole) { NobodyGetsInWithoutATokenOrARole(); }
TEST_F(SurveyMatrix, EveryCellHolds) {
  EveryCellHolds();
  // By now every method that writes has been called.
  survey::ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::contract
