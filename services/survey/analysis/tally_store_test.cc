// Tallies in PostgreSQL: counted in batches as responses come, they are what counting all of them
// anew gives.
#include "services/survey/analysis/tally_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/testing/postgres.h"
#include "common/testing/rows_read.h"
#include "services/survey/analysis/counting_store.h"
#include "services/survey/analysis/tally_testing.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

using testing::RowsRead;

constexpr char kQuestionnaire[] = "0190a000-0000-7000-8000-00000000000a";
constexpr char kCampaigns[][37] = {"0190a000-0000-7000-8000-0000000000c1",
                                   "0190a000-0000-7000-8000-0000000000c2"};

struct Row {
  std::string id;
  std::string campaign;
  Stratum stratum;
  Answers answers;
};

class TallyStoreTest : public ::testing::Test {
 protected:
  template <class F>
  void InTx(F body) {
    const absl::Status done = db_.Write({}, [&](pg::Tx& tx) -> absl::Status {
      body(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(done.ok()) << done;
  }

  void Insert(pg::Tx& tx, int count) {
    for (int i = 0; i < count; ++i) {
      Row row{api::NewUuid(absl::Now()), kCampaigns[random_() % 2], RandomStratum(random_),
              RandomAnswers(random_)};
      const std::string facts = absl::StrCat(
          R"({"region":")", row.stratum.region, R"(","role":")", row.stratum.role, "\"",
          row.stratum.tier.empty() ? "" : absl::StrCat(R"(,"tier":")", row.stratum.tier, "\""),
          "}");
      tx.Exec(
          "INSERT INTO responses (response_id, campaign_id, wave, questionnaire_id, "
          "questionnaire_version, channel, language, facts, answers, seed, submit_time, flags, "
          "recorded_by) VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, 0, now(), $9, '')",
          {row.id, row.campaign, absl::StrCat(row.stratum.wave), kQuestionnaire,
           row.stratum.channel, row.stratum.language, facts, AnswerDocument(row.answers),
           row.stratum.flagged ? "{speeder}" : "{}"});
      rows_.push_back(std::move(row));
    }
  }

  PlanSource Plans() {
    return [this](pg::Tx&, const std::string&,
                  int) -> absl::StatusOr<std::shared_ptr<const TallyPlan>> { return plan_; };
  }
  // Until nothing is left, `limit` at a time.
  void CountAll(int limit) {
    for (bool more = true; more;) {
      InTx([&](pg::Tx& tx) {
        const auto counted = CountResponses(tx, Plans(), limit);
        ASSERT_TRUE(counted.ok()) << counted.status();
        more = counted->more;
      });
    }
  }

  void ExpectTalliesOfAllRows() {
    for (const char* campaign : kCampaigns) {
      std::map<Stratum, Tally> expected;
      for (const Row& row : rows_) {
        if (row.campaign != campaign) continue;
        expected.try_emplace(row.stratum, plan_).first->second.Add(row.answers);
      }
      InTx([&](pg::Tx& tx) {
        EXPECT_EQ(CountUncounted(tx, campaign), 0);
        const auto strata = ReadTallies(tx, campaign, plan_);
        ASSERT_TRUE(strata.ok()) << strata.status();
        ASSERT_EQ(strata->size(), expected.size());
        for (const StratumTally& stratum : *strata) {
          ASSERT_TRUE(expected.contains(stratum.stratum));
          EXPECT_EQ(stratum.tally, expected.at(stratum.stratum));
        }
      });
    }
  }

  std::mt19937_64 random_{1};
  std::shared_ptr<const TallyPlan> plan_ = std::make_shared<const TallyPlan>(TalliedContent());
  std::unique_ptr<testing::TestDatabase> database_ =
      testing::NewDatabase("services/survey/migrations");
  pg::Session db_{{.dsn = database_->service_dsn()}};
  std::vector<Row> rows_;
};

TEST_F(TallyStoreTest, CountedAsTheyComeTheyAreWhatCountingAnewGives) {
  for (int round = 0; round < 12; ++round) {
    InTx([&](pg::Tx& tx) { Insert(tx, static_cast<int>(random_() % 40)); });
    if (random_() % 3 == 0) continue;
    CountAll(1 + static_cast<int>(random_() % 20));
    ExpectTalliesOfAllRows();
  }
}

TEST_F(TallyStoreTest, FlagsThatChangeMoveWhatWasCounted) {
  InTx([&](pg::Tx& tx) { Insert(tx, 200); });
  CountAll(50);
  for (int round = 0; round < 5; ++round) {
    InTx([&](pg::Tx& tx) {
      for (Row& row : rows_) {
        if (random_() % 4 != 0) continue;
        // A second flag moves nothing, nor does one of two that goes.
        const char* flags[] = {"{}", "{speeder}", "{speeder,straight_lining}"};
        const size_t choice = random_() % 3;
        row.stratum.flagged = choice > 0;
        tx.Exec("UPDATE responses SET flags = $2::text[] WHERE response_id = $1::uuid",
                {row.id, flags[choice]});
      }
      Insert(tx, 5);
    });
    CountAll(30);
    ExpectTalliesOfAllRows();
  }
}

TEST_F(TallyStoreTest, NothingIsCountedByHalves) {
  InTx([&](pg::Tx& tx) { Insert(tx, 50); });
  const absl::Status broken = db_.Write({}, [&](pg::Tx& tx) -> absl::Status {
    EXPECT_TRUE(CountResponses(tx, Plans(), 100).ok());
    return absl::AbortedError("as if the process died here");
  });
  EXPECT_EQ(broken.code(), absl::StatusCode::kAborted);
  CountAll(7);
  ExpectTalliesOfAllRows();
}

// It looks some times a second, and most often there is nothing to be found.
TEST_F(TallyStoreTest, WhatIsToBeCountedIsFoundWithoutReadingAllThatIs) {
  InTx([&](pg::Tx& tx) {
    Campaign campaign;
    campaign.id = kCampaigns[0];
    campaign.purpose = "satisfaction";
    campaign.questionnaire_id = kQuestionnaire;
    campaign.questionnaire_version = 1;
    campaign.privacy = "identified";
    campaign.state = "running";
    campaign.launch_time = campaign.create_time = campaign.update_time = absl::Now();
    InsertCampaign(tx, campaign);
    Insert(tx, 200);
    tx.Exec(
        "INSERT INTO invitations (invitation_id, version, campaign_id, wave, account_id, "
        "channel, language, state, state_reason, tier, region, role, influence, send_time, "
        "create_time) SELECT gen_random_uuid(), 0, $1::uuid, 1, gen_random_uuid(), 'link', 'zh', "
        "'sent', '', '', '', '', 0, now(), now() FROM generate_series(1, 2000)",
        {kCampaigns[0]});
  });
  CountAll(50);
  InTx([&](pg::Tx& tx) {
    while (TallyInvitations(tx, 500)) {
    }
  });
  InTx([&](pg::Tx& tx) {
    tx.Exec("SET LOCAL random_page_cost = 4");  // an index costs more than a small table
    const int64_t before = RowsRead(tx, "responses") + RowsRead(tx, "invitations");
    EXPECT_FALSE(CountResponses(tx, Plans(), 50)->more);
    EXPECT_FALSE(TallyInvitations(tx, 50));
    // To plan, PostgreSQL looks at the ends of an index.
    EXPECT_LE(RowsRead(tx, "responses") + RowsRead(tx, "invitations") - before, 10);
  });
}

TEST_F(TallyStoreTest, ATallyOfAnotherPlanIsAnError) {
  InTx([&](pg::Tx& tx) { Insert(tx, 50); });
  CountAll(100);
  QuestionnaireContent content = TalliedContent();
  content.sections.pop_back();
  InTx([&](pg::Tx& tx) {
    EXPECT_EQ(
        ReadTallies(tx, kCampaigns[0], std::make_shared<const TallyPlan>(content)).status().code(),
        absl::StatusCode::kInternal);
  });
}

// What a row says of one side.
std::optional<std::string> ValueIn(const Row& row, const CrossSide& side) {
  if (!side.dimension.empty()) return survey::ValueIn(row.stratum, side.dimension);
  const auto found = row.answers.find(side.key);
  if (found == row.answers.end()) return std::nullopt;
  const Answer& answer = found->second;
  if (side.choice) {
    if (answer.choices.empty()) return std::nullopt;
    return answer.choices[0];
  }
  if (!side.row.empty()) {
    const auto score = answer.rows.find(side.row);
    if (score == answer.rows.end()) return std::nullopt;
    return absl::StrCat(score->second);
  }
  if (!answer.number) return std::nullopt;
  return absl::StrCat(*answer.number);
}

TEST_F(TallyStoreTest, PairsAreThoseOfTheRows) {
  InTx([&](pg::Tx& tx) { Insert(tx, 400); });
  CountAll(1000);
  const std::vector<CrossSide> sides = {{.key = "nps"},
                                        {.key = "service", .row = "speed"},
                                        {.key = "reason", .choice = true},
                                        {.dimension = "tier"},
                                        {.dimension = "wave"},
                                        {.dimension = "channel"}};
  const std::vector<Selection> selections = {
      {}, {.values = {{"region", "华东"}, {"wave", "2"}}}, {.exclude_flagged = true}};
  for (const CrossSide& row_side : sides) {
    for (const CrossSide& column_side : sides) {
      for (const Selection& selection : selections) {
        std::map<std::pair<std::string, std::string>, int64_t> expected, counted;
        for (const Row& row : rows_) {
          if (row.campaign != kCampaigns[1] || !selection.Holds(row.stratum)) continue;
          const auto a = ValueIn(row, row_side), b = ValueIn(row, column_side);
          if (a && b) ++expected[{*a, *b}];
        }
        InTx([&](pg::Tx& tx) {
          for (const auto& pair : CountPairs(tx, kCampaigns[1], selection, row_side, column_side)) {
            counted[{pair.row, pair.column}] = pair.count;
          }
        });
        ASSERT_EQ(counted, expected);
      }
    }
  }
}

}  // namespace
}  // namespace mainstay::survey
