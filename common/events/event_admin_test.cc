#include "common/events/event_admin.h"

#include <mainstay/events/v1/dead_letter.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/events/applier.h"
#include "common/testing/service_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::events {
namespace {

using ::testing::HasSubstr;

class EventAdminTest : public ::testing::Test {
 protected:
  // Event `n` of the account: its version and its seq.
  v1::Event Delivered(int n) {
    v1::Event event;
    event.set_seq(n);
    event.set_event_id(absl::StrFormat("019338a0-0000-7000-8000-%012d", n));
    event.set_area("feedback");
    event.set_account_id(kAccount);
    event.set_aggregate_type("case");
    event.set_aggregate_id(kAccount);
    event.set_aggregate_version(n);
    event.set_type("mainstay.testing.v1.Happened");
    return event;
  }
  static std::string NameOf(int n) {
    return absl::StrFormat("services/accounts/deadLetters/019338a0-0000-7000-8000-%012d", n);
  }
  // Events 1 to 3 come; the first fails for good.
  void SetUp() override {
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) {
                             return applier_
                                 .TakeIn(tx, {Delivered(1), Delivered(2), Delivered(3)},
                                         service_.clock().Now())
                                 .status();
                           })
                    .ok());
    for (int i = 1; i < kAttempts; ++i) {
      service_.clock().Advance(absl::Minutes(1));
      WorkOff();
    }
    service_.clock().Advance(absl::Minutes(1));
  }
  void WorkOff() {
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) {
                             return applier_
                                 .WorkOff(tx, {{"feedback", kAccount}}, service_.clock().Now(), 9,
                                          [] { return true; })
                                 .status();
                           })
                    .ok());
  }
  std::string List(v1::BacklogState state = v1::BACKLOG_STATE_UNSPECIFIED, int page_size = 0,
                   std::string* token = nullptr) {
    v1::ListDeadLettersRequest request;
    request.set_parent("services/accounts");
    request.set_state(state);
    request.set_page_size(page_size);
    if (token != nullptr) request.set_page_token(*token);
    const auto page = service_.Call<v1::ListDeadLettersResponse>(
        absl::StrCat(kService, "/ListDeadLetters"), request);
    std::string seqs;
    for (const auto& letter : page.value().dead_letters()) absl::StrAppend(&seqs, letter.seq());
    if (token != nullptr) *token = page->next_page_token();
    return seqs;
  }
  absl::StatusOr<v1::DeadLetter> Replay(int n, const std::string& reason = "mended") {
    v1::ReplayDeadLetterRequest request;
    request.set_name(NameOf(n));
    request.set_reason(reason);
    return service_.Call<v1::DeadLetter>(absl::StrCat(kService, "/ReplayDeadLetter"), request);
  }
  absl::StatusOr<v1::DeadLetter> Discard(int n, const std::string& reason,
                                         const std::string& request_id = "") {
    v1::DiscardDeadLetterRequest request;
    request.set_name(NameOf(n));
    request.set_reason(reason);
    request.set_request_id(request_id);
    return service_.Call<v1::DeadLetter>(absl::StrCat(kService, "/DiscardDeadLetter"), request);
  }

  static constexpr char kAccount[] = "019338a0-0000-7000-8000-0000000000aa";
  static constexpr char kService[] = "mainstay.accounts.v1.EventAdminService";
  bool mended_ = false;
  std::string applied_;
  const api::PageTokens tokens_{"0123456789abcdef"};
  const Applier applier_{{{.area = "feedback",
                           .handlers = {{"mainstay.testing.v1.Happened",
                                         [this](pg::Tx&, const v1::Event& event) -> absl::Status {
                                           if (event.seq() == 1 && !mended_)
                                             return absl::InternalError("broken");
                                           absl::StrAppend(&applied_, event.seq());
                                           return absl::OkStatus();
                                         }}}}}};
  testing::ServiceFixture service_{{.migrations = "services/accounts/migrations",
                                    .services = {kService},
                                    .handlers = [this](rpc::Router& router) {
                                      RegisterEventAdmin(router, "accounts", &tokens_);
                                    }}};
};

TEST_F(EventAdminTest, ListsWhatIsDeadAndWhatWaits) {
  EXPECT_EQ(List(), "1");
  EXPECT_EQ(List(v1::BACKLOG_STATE_WAITING), "23");
  std::string token;
  EXPECT_EQ(List(v1::BACKLOG_STATE_WAITING, 1, &token), "2");
  EXPECT_EQ(List(v1::BACKLOG_STATE_WAITING, 1, &token), "3");
  EXPECT_EQ(token, "");
  EXPECT_EQ(List(v1::BACKLOG_STATE_GAP), "");
}

TEST_F(EventAdminTest, AReplayTriesAgain) {
  auto letter = Replay(1);
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_EQ(letter->state(), v1::BACKLOG_STATE_RETRYING);
  EXPECT_EQ(letter->attempts(), 0);
  EXPECT_EQ(letter->error(), "INTERNAL: broken");
  EXPECT_EQ(letter->handled_by(), "ada");
  EXPECT_EQ(letter->reason(), "mended");
  EXPECT_EQ(letter->account(), absl::StrCat("accounts/", kAccount));
  WorkOff();  // not mended at all
  EXPECT_EQ(applied_, "");
  EXPECT_EQ(List(v1::BACKLOG_STATE_RETRYING), "1");
  EXPECT_TRUE(absl::IsFailedPrecondition(Replay(1).status()));
  mended_ = true;
  service_.clock().Advance(absl::Minutes(1));
  WorkOff();
  EXPECT_EQ(applied_, "123");
  EXPECT_EQ(List(v1::BACKLOG_STATE_REPLAYED), "1");
}

TEST_F(EventAdminTest, ADiscardLetsTheOthersGoOn) {
  EXPECT_THAT(std::string(Discard(1, "").status().message()), HasSubstr("reason"));
  const std::string id = "019338a0-0000-7000-8000-0000000000bb";
  auto letter = Discard(1, "never happened", id);
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_EQ(letter->state(), v1::BACKLOG_STATE_DISCARDED);
  EXPECT_TRUE(Discard(1, "never happened", id).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Discard(1, "again").status()));
  WorkOff();
  EXPECT_EQ(applied_, "23");
  EXPECT_EQ(List(), "");
  EXPECT_EQ(List(v1::BACKLOG_STATE_DISCARDED), "1");
}

TEST_F(EventAdminTest, ADamagedRowCanBeDiscarded) {
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [](pg::Tx& tx) {
                           tx.Exec("UPDATE event_backlog SET event = '\\xff' WHERE seq = 1");
                           return absl::OkStatus();
                         })
                  .ok());
  const auto letter = Discard(1, "damaged");
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_EQ(letter->state(), v1::BACKLOG_STATE_DISCARDED);
  // Nobody knows which version that was, and it is not to be had.
  for (int i = 0; i < kWishes; ++i) {
    WorkOff();
    EXPECT_EQ(applied_, "");
    service_.clock().Advance(kWishInterval);
  }
  WorkOff();
  EXPECT_EQ(applied_, "23");
}

TEST_F(EventAdminTest, NamesMustBeRight) {
  EXPECT_TRUE(absl::IsNotFound(Replay(9).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Replay(2).status()));
  v1::ReplayDeadLetterRequest request;
  request.set_name("services/feedback/deadLetters/019338a0-0000-7000-8000-000000000001");
  EXPECT_TRUE(absl::IsInvalidArgument(
      service_.Call<v1::DeadLetter>(absl::StrCat(kService, "/ReplayDeadLetter"), request)
          .status()));
  EXPECT_THAT(std::string(Replay(1, std::string(501, 'x')).status().message()),
              HasSubstr("reason"));
}

}  // namespace
}  // namespace mainstay::events
