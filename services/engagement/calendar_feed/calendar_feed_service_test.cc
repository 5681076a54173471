// CalendarFeedService on a real database, with visits.
#include "services/engagement/calendar_feed/calendar_feed_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/calendar_feed_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>
#include <mainstay/type/v1/http_body.pb.h>

#include <pqxx/pqxx>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/api/proto_time.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/visits/visit_service.h"

namespace mainstay::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CalendarFeedTest : public EngagementServiceTest {
 protected:
  CalendarFeedTest()
      : EngagementServiceTest({"CalendarFeedService", "VisitService", "VisitFormService"},
                              {RegisterCalendarFeedService, RegisterVisitService}) {}

  // The feed's token.
  std::string NewFeed(std::string_view user, std::string_view role = "account_manager") {
    v1::CreateCalendarFeedRequest request;
    request.set_parent("users/me");
    const auto feed =
        Call<v1::CalendarFeed>("CalendarFeedService/CreateCalendarFeed", request, user, role);
    EXPECT_EQ(feed.status(), absl::OkStatus());
    EXPECT_EQ(feed->name(), absl::StrCat("users/", user, "/calendarFeed"));
    EXPECT_THAT(feed->url(), StartsWith("/v1/calendarFeeds/"));
    return feed->url().substr(feed->url().rfind('/') + 1);
  }
  // As anybody: without a token of theirs.
  absl::StatusOr<type::v1::HttpBody> Read(const std::string& token) {
    v1::ReadCalendarFeedRequest request;
    request.set_token(token);
    return rpc::Call<type::v1::HttpBody>(
        service_.channel(), "mainstay.engagement.v1.CalendarFeedService/ReadCalendarFeed", {},
        request);
  }
  std::string Feed(const std::string& token) {
    const auto body = Read(token);
    EXPECT_EQ(body.status(), absl::OkStatus());
    return body.ok() ? absl::StrReplaceAll(body->data(), {{"\r\n ", ""}, {"\r\n", "\n"}}) : "";
  }
  v1::Visit Plan(const std::string& account, const std::string& user,
                 absl::Duration ahead = absl::Hours(24)) {
    v1::CreateVisitRequest request;
    request.set_parent(account);
    v1::Visit& visit = *request.mutable_visit();
    visit.set_kind(v1::VISIT_KIND_VISIT);
    visit.set_purpose("SECRET purpose");
    visit.set_place("Hall 3");
    visit.add_participants()->set_user(user);
    *visit.mutable_planned_start_time() = api::TimeToProto(service_.clock().Now() + ahead);
    const auto planned = Call<v1::Visit>("VisitService/CreateVisit", request);
    EXPECT_EQ(planned.status(), absl::OkStatus());
    return *planned;
  }
  static std::string Uid(const v1::Visit& visit) {
    return absl::StrCat("UID:", visit.name().substr(visit.name().rfind('/') + 1), "@mainstay\n");
  }
};

TEST_F(CalendarFeedTest, ShowsOnesVisitsToWhoeverHasTheUrl) {
  const std::string account = AddAccount(service_, "Acme 艾克米", "wang.li");
  const v1::Visit mine = Plan(account, "wang.li");
  const v1::Visit a_colleagues = Plan(account, "zhao.min");
  const v1::Visit too_old = Plan(account, "wang.li", -absl::Hours(24 * 366));
  const std::string token = NewFeed("wang.li");
  EXPECT_EQ(token.size(), 43U);
  const auto body = Read(token);
  ASSERT_EQ(body.status(), absl::OkStatus());
  EXPECT_EQ(body->content_type(), "text/calendar; charset=utf-8");
  const std::string feed = Feed(token);
  EXPECT_THAT(feed, HasSubstr(Uid(mine)));
  EXPECT_THAT(feed, HasSubstr("SEQUENCE:1\n"));
  EXPECT_THAT(feed, HasSubstr("SUMMARY:Acme 艾克米\n"));
  EXPECT_THAT(feed, HasSubstr("LOCATION:Hall 3\n"));
  EXPECT_THAT(feed, Not(HasSubstr(Uid(a_colleagues))));
  EXPECT_THAT(feed, Not(HasSubstr(Uid(too_old))));
  EXPECT_THAT(feed, Not(HasSubstr("SECRET")));

  v1::CancelVisitRequest cancel;
  cancel.set_name(mine.name());
  cancel.set_reason("SECRET reason");
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CancelVisit", cancel).ok());
  EXPECT_THAT(Feed(token), HasSubstr("STATUS:CANCELLED\n"));
  EXPECT_THAT(Feed(token), HasSubstr("SEQUENCE:2\n"));
  EXPECT_THAT(Feed(token), Not(HasSubstr("SECRET")));
}

TEST_F(CalendarFeedTest, OnlyOfAccountsWhoseTeamTheOwnerIsOn) {
  const std::string account = AddAccount(service_, "Acme", "zhao.min");
  const std::string into = AddAccount(service_, "Brightcom", "wang.li");
  const v1::Visit visit = Plan(account, "wang.li");
  const std::string token = NewFeed("wang.li", "director");  // whatever the role
  EXPECT_THAT(Feed(token), Not(HasSubstr(Uid(visit))));
  Merge(service_, account, into);
  EXPECT_THAT(Feed(token), HasSubstr(Uid(visit)));
  EXPECT_THAT(Feed(token), HasSubstr("SUMMARY:Brightcom\n"));
  Delete(service_, into);
  EXPECT_THAT(Feed(token), Not(HasSubstr(Uid(visit))));
}

TEST_F(CalendarFeedTest, AUrlWorksUntilItIsRevokedOrReplaced) {
  v1::GetCalendarFeedRequest get;
  get.set_name("users/wang.li/calendarFeed");
  auto read = [&] {
    return Call<v1::CalendarFeed>("CalendarFeedService/GetCalendarFeed", get, "wang.li",
                                  "service_agent");
  };
  EXPECT_EQ(read().status().code(), absl::StatusCode::kNotFound);
  const std::string first = NewFeed("wang.li");
  const std::string others = NewFeed("zhao.min");
  ASSERT_EQ(read().status(), absl::OkStatus());
  EXPECT_EQ(read()->url(), "");
  const std::string second = NewFeed("wang.li");
  EXPECT_NE(first, second);
  EXPECT_EQ(Read(first).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Read(second).status(), absl::OkStatus());
  v1::RevokeCalendarFeedRequest revoke;
  revoke.set_name("users/me/calendarFeed");
  EXPECT_EQ(
      Call<v1::CalendarFeed>("CalendarFeedService/RevokeCalendarFeed", revoke, "wang.li", "analyst")
          .status(),
      absl::OkStatus());
  const absl::Status gone = Read(second).status();
  EXPECT_EQ(gone.code(), absl::StatusCode::kNotFound);
  // Messages are logged.
  EXPECT_THAT(std::string(gone.message()), Not(HasSubstr(second)));
  EXPECT_EQ(Call<v1::CalendarFeed>("CalendarFeedService/RevokeCalendarFeed", revoke, "wang.li")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Read(others).status(), absl::OkStatus());
  for (const std::string& never : {std::string(), std::string("x"), std::string(43, 'A'),
                                   absl::StrCat(others, "="), others.substr(0, 42)}) {
    EXPECT_EQ(Read(never).status().code(), absl::StatusCode::kNotFound) << never;
  }
}

TEST_F(CalendarFeedTest, ARepeatedRevocationLeavesTheFeedMadeSince) {
  NewFeed("wang.li");
  v1::RevokeCalendarFeedRequest revoke;
  revoke.set_name("users/me/calendarFeed");
  revoke.set_request_id("0190a000-0000-7000-8000-00000000000a");
  const auto again = [&] {
    return Call<v1::CalendarFeed>("CalendarFeedService/RevokeCalendarFeed", revoke, "wang.li");
  };
  const auto first = again();
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(again()->DebugString(), first->DebugString());
  const std::string token = NewFeed("wang.li");
  EXPECT_EQ(again().status(), absl::OkStatus());
  EXPECT_EQ(Read(token).status(), absl::OkStatus());
  revoke.set_request_id("0190a000-0000-7000-8000-00000000000b");
  EXPECT_EQ(again().status(), absl::OkStatus());
  EXPECT_EQ(Read(token).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CalendarFeedTest, IsItsOwnersAlone) {
  NewFeed("wang.li");
  v1::GetCalendarFeedRequest get;
  get.set_name("users/wang.li/calendarFeed");
  EXPECT_EQ(Call<v1::CalendarFeed>("CalendarFeedService/GetCalendarFeed", get).status().code(),
            absl::StatusCode::kNotFound);
  v1::CreateCalendarFeedRequest create;
  create.set_parent("users/wang.li");
  EXPECT_EQ(
      Call<v1::CalendarFeed>("CalendarFeedService/CreateCalendarFeed", create).status().code(),
      absl::StatusCode::kNotFound);
  create.set_parent("users/me");
  EXPECT_EQ(
      Call<v1::CalendarFeed>("CalendarFeedService/CreateCalendarFeed", create, "erp", "integration")
          .status()
          .code(),
      absl::StatusCode::kPermissionDenied);
}

TEST_F(CalendarFeedTest, TheSecretIsNotKept) {
  const std::string token = NewFeed("wang.li");
  const auto found = service_.db().ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
    bool anywhere = false;
    for (const char* table : {"calendar_feeds", "idempotency", "outbox"}) {
      for (const auto& row : tx.Exec(absl::StrCat("SELECT t::text FROM ", table, " t"))) {
        anywhere |= absl::StrContains(row[0].c_str(), token);
      }
    }
    return anywhere;
  });
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(*found);
}

}  // namespace
}  // namespace mainstay::engagement
