#include "services/feedback/scoring/rank_reversal.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/feedback/scoring/scoring_test_kit.h"

namespace mainstay::feedback {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// García-Cascales & Lamata 2012 (see topsis_published_test.cc): with vector normalization the order
// is a001, a002, a000; a fourth, (5, 1), turns it round though it is itself the last.
std::vector<Alternative> Four() { return RowsOf({{1, 5}, {4, 2}, {3, 3}, {5, 1}}); }

TEST(RankReversalTest, AnAddedAlternativeCanTurnTheOthersRound) {
  const CriteriaSet set = SetOf({1, 1}, "++");
  std::vector<Alternative> three = Four();
  three.pop_back();
  const auto before = Ranked(set, three), after = Ranked(set, Four());
  EXPECT_THAT(RanksOf(before), testing::ElementsAre(3, 1, 2));
  EXPECT_THAT(RanksOf(after), testing::ElementsAre(1, 3, 2, 4));
  const Reversals reversals = ReversalsBetween(before, after, 2);
  EXPECT_EQ(reversals.count, 3);
  ASSERT_THAT(reversals.pairs, SizeIs(2));
  EXPECT_EQ(reversals.pairs[0].higher, "a001");
  EXPECT_EQ(reversals.pairs[0].lower, "a002");
  EXPECT_EQ(reversals.pairs[1].lower, "a000");
  EXPECT_EQ(ReversalsBetween(after, after, 9).count, 0);
}

TEST(RankReversalTest, NamesTheAlternativesWithoutWhichOthersTurn) {
  const auto removals = ReversalsByRemoval(SetOf({1, 1}, "++"), Four(), 9);
  ASSERT_TRUE(removals.ok()) << removals.status();
  ASSERT_FALSE(removals->empty());
  const Removal& last = removals->back();
  EXPECT_EQ(last.removed, "a003");
  EXPECT_EQ(last.reversals.count, 3);
  EXPECT_THAT(last.reversals.pairs, SizeIs(3));
}

TEST(RankReversalTest, TiesAreNoReversal) {
  // With max-min every one of the four has the closeness 0.5, whoever is left out.
  const auto removals = ReversalsByRemoval(SetOf({1, 1}, "++", "max_min"), Four(), 9);
  ASSERT_TRUE(removals.ok()) << removals.status();
  EXPECT_THAT(*removals, IsEmpty());
}

TEST(RankReversalTest, CountsAsLookingAtEveryPairDoes) {
  std::mt19937_64 random(21);
  int reversed = 0;
  for (int run = 0; run < 1000; ++run) {
    Case drawn = RandomCase(random, 12);
    const auto before = Ranked(drawn.set, drawn.alternatives);
    drawn.set = WithShare(drawn.set, 0, 0.9);
    drawn.alternatives.erase(drawn.alternatives.begin() + run % drawn.alternatives.size());
    const auto after = Ranked(drawn.set, drawn.alternatives);
    int64_t count = 0;
    std::vector<int> ranks = RanksOf(after);
    const auto rank_after = [&](const std::string& id) {
      for (size_t i = 0; i < drawn.alternatives.size(); ++i) {
        if (drawn.alternatives[i].id == id) return ranks[i];
      }
      return 0;
    };
    for (const auto& p : before.ranked) {
      for (const auto& q : before.ranked) {
        const int a = rank_after(p.id), b = rank_after(q.id);
        if (a > 0 && b > 0 && p.rank < q.rank && a > b) ++count;
      }
    }
    const Reversals reversals = ReversalsBetween(before, after, 1000);
    ASSERT_EQ(reversals.count, count) << run;
    ASSERT_EQ(reversals.pairs.size(), static_cast<size_t>(count)) << run;
    reversed += count > 0;
  }
  EXPECT_GT(reversed, 100);
}

// What the ideals at the scales' ends are for.
TEST(RankReversalTest, WithTheIdealsAtTheScalesNobodyMovesAnybody) {
  std::mt19937_64 random(22);
  for (int run = 0; run < 300; ++run) {
    Case drawn = RandomCase(random, 10);
    drawn.set.normalization = "max_min";
    drawn.set.ideals = "scale";
    for (Criterion& criterion : drawn.set.criteria) criterion.scale = Scale{-50, 100};
    const auto before = Ranked(drawn.set, drawn.alternatives);
    const auto removals = ReversalsByRemoval(drawn.set, drawn.alternatives, 9);
    ASSERT_TRUE(removals.ok()) << removals.status();
    EXPECT_THAT(*removals, IsEmpty());
    const std::vector<double> closenesses = ClosenessesOf(before);
    drawn.alternatives.pop_back();
    const std::vector<double> fewer = ClosenessesOf(Ranked(drawn.set, drawn.alternatives));
    for (size_t i = 0; i < fewer.size(); ++i) EXPECT_EQ(fewer[i], closenesses[i]);
  }
}

TEST(RankReversalTest, IsLimited) {
  std::vector<std::vector<double>> rows;
  for (size_t i = 0; i <= kMaxRemovals; ++i) rows.push_back({1.0 * i});
  const auto refused = ReversalsByRemoval(SetOf({1}, "+"), RowsOf(rows), 9);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(status::GetFieldViolations(refused.status())[0].field, "alternatives");
  auto alternatives = RowsOf(rows);
  alternatives[0].scores[0].reset();  // not ranked, not counted
  EXPECT_TRUE(ReversalsByRemoval(SetOf({1}, "+"), alternatives, 9).ok());
}

}  // namespace
}  // namespace mainstay::feedback
