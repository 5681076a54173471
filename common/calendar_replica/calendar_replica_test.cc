#include "common/calendar_replica/calendar_replica.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/calendar_events.pb.h>

#include <fstream>
#include <iterator>
#include <pqxx/pqxx>

#include "common/calendar_replica/calendar_proto.h"
#include "common/testing/postgres.h"

namespace mainstay::calendar_replica {
namespace {

class CalendarReplicaTest : public ::testing::Test {
 protected:
  CalendarReplicaTest() {
    KeepCalendars(subscription_);
    std::ifstream file("common/calendar_replica/calendar_replica.sql");
    const std::string sql{std::istreambuf_iterator<char>(file), {}};
    EXPECT_TRUE(session_
                    .Write({},
                           [&](pg::Tx& tx) {
                             tx.Exec(sql);
                             return absl::OkStatus();
                           })
                    .ok());
  }

  static calendar::WorkingCalendar Hours() {
    calendar::WorkingCalendar hours{.time_zone = "Asia/Shanghai"};
    hours.weekly[0] = {{540, 720}, {810, 1440}};
    hours.weekly[6] = {{0, 60}};
    calendar::SpecialDay festival{.date = absl::CivilDay(2026, 2, 17), .name = "春节"};
    calendar::SpecialDay make_up{.date = absl::CivilDay(2026, 2, 28),
                                 .kind = calendar::DayKind::kWorkday,
                                 .name = "补班",
                                 .name_en = "Make-up workday"};
    make_up.follows = absl::Weekday::sunday;
    calendar::SpecialDay half{
        .date = absl::CivilDay(2026, 12, 31), .kind = calendar::DayKind::kWorkday, .name = "半天"};
    half.shifts = {{540, 720}};
    hours.special_days = {festival, make_up, half};
    return hours;
  }

  static v1::WorkingCalendarChanged Changed(const calendar::WorkingCalendar& hours) {
    v1::WorkingCalendarChanged payload;
    payload.mutable_working_calendar()->set_name("workingCalendars/cn");
    payload.mutable_working_calendar()->set_time_zone(hours.time_zone);
    WeeklyToProto(hours, *payload.mutable_working_calendar());
    for (const auto& day : hours.special_days) *payload.add_special_days() = DayToProto(day);
    return payload;
  }

  absl::Status Receive(const v1::WorkingCalendarChanged& payload, int64_t version) {
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_aggregate_version(version);
    event.set_payload(payload.SerializeAsString());
    return session_.Write(
        {}, [&](pg::Tx& tx) { return subscription_.handlers.at(event.type())(tx, event); });
  }

  std::optional<Replica> Read(const std::string& name) {
    auto replica = session_.Read({}, [&](pg::Tx& tx) { return ReadReplica(tx, name); });
    EXPECT_TRUE(replica.ok()) << replica.status();
    return *replica;
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  pg::Session session_{{.dsn = database_->owner_dsn()}};
  events::Subscription subscription_{.area = "engagement"};
};

TEST_F(CalendarReplicaTest, KeepsTheCalendarAsItWasPublished) {
  EXPECT_FALSE(Read("cn").has_value());
  ASSERT_EQ(Receive(Changed(Hours()), 1), absl::OkStatus());
  const auto replica = Read("cn");
  ASSERT_TRUE(replica.has_value());
  EXPECT_EQ(replica->version, 1);
  EXPECT_EQ(replica->hours, Hours());
}

TEST_F(CalendarReplicaTest, TheNewestVersionHolds) {
  calendar::WorkingCalendar newer = Hours();
  newer.time_zone = "Europe/Berlin";
  ASSERT_EQ(Receive(Changed(newer), 7), absl::OkStatus());
  ASSERT_EQ(Receive(Changed(Hours()), 6), absl::OkStatus());
  EXPECT_EQ(Read("cn")->hours.time_zone, "Europe/Berlin");
  EXPECT_EQ(Read("cn")->version, 7);
}

TEST_F(CalendarReplicaTest, WhatCannotBeCountedWithIsNotTaken) {
  v1::WorkingCalendarChanged payload = Changed(Hours());
  payload.mutable_working_calendar()->set_time_zone("Beijing");
  EXPECT_EQ(Receive(payload, 1).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(Read("cn").has_value());
}

}  // namespace
}  // namespace mainstay::calendar_replica
