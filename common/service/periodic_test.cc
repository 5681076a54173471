#include "common/service/periodic.h"

#include <atomic>
#include <functional>
#include <memory>

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/testing/postgres.h"

namespace mainstay::service {
namespace {

constexpr absl::Duration kSoon = absl::Milliseconds(10);
constexpr absl::Duration kLate = absl::Hours(1);

bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 6000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

bool Counted(const std::string& task, const std::string& outcome) {
  return absl::StrContains(
      metrics::Render(),
      absl::StrCat("mainstay_periodic_runs_total{outcome=\"", outcome, "\",task=\"", task, "\"}"));
}

class PeriodicTest : public ::testing::Test {
 protected:
  void SetUp() override {
    pg::Session session(options_);
    ASSERT_TRUE(session
                    .Write({},
                           [](pg::Tx& tx) {
                             tx.Exec("CREATE TABLE work (done int)");
                             return absl::OkStatus();
                           })
                    .ok());
  }

  int Rows() {
    pg::Session session(options_);
    return session
        .ReadOne({},
                 [](pg::Tx& tx) -> absl::StatusOr<int> {
                   return tx.Exec("SELECT count(*) FROM work")[0][0].as<int>();
                 })
        .value();
  }

  // A name of this test's run, however often it runs in this process: counters stay.
  std::string Named(const char* task) const { return absl::StrCat(task, " ", run_); }

  static inline int tests_ = 0;
  const int run_ = ++tests_;
  const std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  const pg::SessionOptions options_{.dsn = database_->owner_dsn()};
  std::atomic<int> runs_ = 0;
};

TEST_F(PeriodicTest, RunsAgainAndAgainEachStepInATransaction) {
  Periodic periodic(options_, {{.name = Named("insert"),
                                .interval = kSoon,
                                .body = [this](pg::Tx& tx, absl::Time) -> absl::StatusOr<bool> {
                                  tx.Exec("INSERT INTO work VALUES (1)");
                                  ++runs_;
                                  return false;
                                }}});
  EXPECT_TRUE(Eventually([this] { return runs_ >= 3; }));
  EXPECT_TRUE(Eventually([this] { return Rows() >= 3; }));
  EXPECT_TRUE(Eventually([this] { return Counted(Named("insert"), "done"); }));
}

TEST_F(PeriodicTest, GoesOnAtOnceWhileMoreIsLeft) {
  Periodic periodic(
      options_,
      {{.name = Named("batches"),
        .interval = kLate,
        .body = [this](pg::Tx&, absl::Time) -> absl::StatusOr<bool> { return ++runs_ < 5; }}});
  EXPECT_TRUE(Eventually([this] { return Counted(Named("batches"), "done"); }));
  EXPECT_EQ(runs_, 5);
}

TEST_F(PeriodicTest, OneWithMuchToDoLetsOthersHaveTheirTurn) {
  std::atomic<int> others = 0, steps = 0;
  Periodic periodic(options_, {{.name = Named("much"),
                                .interval = kLate,
                                .jitter = absl::ZeroDuration(),
                                .body =
                                    [&](pg::Tx&, absl::Time) {
                                      ++steps;
                                      return others < 3;  // for as long as nobody else runs
                                    }},
                               {.name = Named("other"),
                                .interval = kSoon,
                                .jitter = absl::ZeroDuration(),
                                .body = [&](pg::Tx&, absl::Time) {
                                  ++others;
                                  return false;
                                }}});
  EXPECT_TRUE(Eventually([&] { return others >= 3 && Counted(Named("much"), "done"); }));
  EXPECT_GE(steps, 2);
}

TEST_F(PeriodicTest, AFailureLeavesNothingAndDoesNotEndIt) {
  auto fails = [this](pg::Tx& tx, absl::Time) -> absl::StatusOr<bool> {
    if (++runs_ == 2) tx.Exec("SELECT no_such_column");
    tx.Exec("INSERT INTO work VALUES (1)");
    if (runs_ == 1) return absl::InternalError("of the body");
    return false;
  };
  {
    Periodic periodic(options_, {{.name = Named("fails"), .interval = kSoon, .body = fails}});
    EXPECT_TRUE(Eventually([this] { return Counted(Named("fails"), "done"); }));
  }
  EXPECT_TRUE(Counted(Named("fails"), "failed"));
  EXPECT_EQ(Rows(), runs_ - 2);
}

TEST_F(PeriodicTest, ReplicasDoNotRunItTogether) {
  std::atomic<int> inside = 0;
  std::atomic<bool> together = false;
  const PeriodicTask task = {.name = Named("alone"),
                             .interval = kSoon,
                             .body = [&](pg::Tx&, absl::Time) -> absl::StatusOr<bool> {
                               if (++inside > 1) together = true;
                               absl::SleepFor(absl::Milliseconds(50));
                               --inside;
                               ++runs_;
                               return false;
                             }};
  Periodic one(options_, {task}), other(options_, {task});
  EXPECT_TRUE(Eventually([this] { return runs_ >= 3 && Counted(Named("alone"), "busy"); }));
  EXPECT_FALSE(together);
}

TEST_F(PeriodicTest, StopsBetweenSteps) {
  auto periodic = std::make_unique<Periodic>(
      options_,
      std::vector<PeriodicTask>{{.name = "endless",
                                 .interval = kSoon,
                                 .body = [this](pg::Tx&, absl::Time) -> absl::StatusOr<bool> {
                                   ++runs_;
                                   return true;
                                 }}});
  EXPECT_TRUE(Eventually([this] { return runs_ > 0; }));
  periodic.reset();
  const int runs = runs_;
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(runs_, runs);
}

// Planned when a table was empty, a statement reads all of it when it no longer is.
TEST_F(PeriodicTest, PlansAnewAtEachStep) {
  std::atomic<int> planned_anew = -1;
  Periodic periodic(
      options_, {{.name = "growing",
                  .interval = kLate,
                  .body = [&](pg::Tx& tx, absl::Time) -> absl::StatusOr<bool> {
                    constexpr pg::Statement kOne{"one", "SELECT FROM work WHERE done = $1::int"};
                    constexpr pg::Statement kPlans{
                        "plans", "SELECT custom_plans FROM pg_prepared_statements WHERE name = $1"};
                    if (++runs_ <= 10) return tx.Run(kOne, 1).empty();
                    planned_anew = tx.Run(kPlans, "one")[0][0].as<int>();
                    return false;
                  }}});
  EXPECT_TRUE(Eventually([&] { return planned_anew >= 0; }));
  EXPECT_EQ(planned_anew, 10);
}

TEST_F(PeriodicTest, TheFirstRunComesWithinTheJitter) {
  Periodic periodic(options_, {{.name = "spread",
                                .interval = kLate,
                                .jitter = absl::Milliseconds(100),
                                .body = [this](pg::Tx&, absl::Time now) -> absl::StatusOr<bool> {
                                  EXPECT_LT(absl::Now() - now, absl::Minutes(1));
                                  ++runs_;
                                  return false;
                                }}});
  EXPECT_TRUE(Eventually([this] { return runs_ == 1; }));
}

}  // namespace
}  // namespace mainstay::service
