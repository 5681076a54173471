// Cases and their clocks on a real server, under a clock and a calendar that stand until they are
// moved.
#pragma once

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/engagement/v1/calendar_events.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/sla_service.pb.h>

#include <algorithm>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/calendar_replica/calendar_proto.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/directory/directory_events.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/sla/clock_watch_writes.h"
#include "services/feedback/sla/sla_fixture.h"
#include "services/feedback/sla/sla_inbox_events.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/sla/sla_service.h"

namespace mainstay::feedback {

// With National Day, as Office() has it.
inline calendar::WorkingCalendar OfficeWithHolidays() {
  calendar::WorkingCalendar hours = OfficeHours();
  for (int day = 1; day <= 7; ++day) {
    hours.special_days.push_back({.date = absl::CivilDay(2026, 10, day), .name = "国庆节"});
  }
  hours.special_days.push_back(
      {.date = absl::CivilDay(2026, 10, 10), .kind = calendar::DayKind::kWorkday, .name = "补班"});
  return hours;
}

inline engagement::v1::WorkingCalendarChanged CalendarPayload(
    const calendar::WorkingCalendar& hours, const std::string& name = "cn") {
  engagement::v1::WorkingCalendarChanged payload;
  payload.mutable_working_calendar()->set_name("workingCalendars/" + name);
  payload.mutable_working_calendar()->set_time_zone(hours.time_zone);
  calendar_replica::WeeklyToProto(hours, *payload.mutable_working_calendar());
  for (const auto& day : hours.special_days) {
    *payload.add_special_days() = calendar_replica::DayToProto(day);
  }
  return payload;
}

class SlaServiceTest : public FeedbackServiceTest {
 protected:
  SlaServiceTest()
      : FeedbackServiceTest({"CaseService", "SlaService"}, {RegisterCases, RegisterSlaService}) {
    ReplanByAccounts(accounts_);
    calendar_replica::KeepCalendars(calendars_);
    ReplanByCalendars(calendars_);
    service_.clock().Set(At("09-28 09:00"));
  }

  static void RegisterCases(rpc::Router& router, const Deps& deps) {
    Deps with = deps;
    with.case_sequels = {SlaSequel()};
    RegisterCaseService(router, with);
  }

  // An event as the consumer hands it over.
  void Receive(const events::Subscription& subscription, const google::protobuf::Message& payload,
               const std::string& id, int64_t version) {
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_aggregate_id(id);
    event.set_aggregate_version(version);
    event.set_payload(payload.SerializeAsString());
    const absl::Status taken = service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
    EXPECT_TRUE(taken.ok()) << taken;
  }
  void TakeCalendar(const calendar::WorkingCalendar& hours, int64_t version) {
    Receive(calendars_, CalendarPayload(hours), "0190a000-0000-7000-8000-00000000000c", version);
  }
  void TakeTier(const std::string& account, const std::string& tier, int64_t version) {
    accounts::v1::AccountChanged payload;
    payload.set_account(account);
    payload.add_fields("tier");
    payload.set_tier(tier);
    payload.set_display_name("北风");
    payload.set_owner("wang.li");
    Receive(accounts_, payload, account.substr(9), version);
  }

  // How many facts of a type there are.
  int64_t Facts(const std::string& type) {
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<int64_t> {
                return tx
                    .Exec("SELECT count(*) FROM outbox WHERE type LIKE '%.' || $1", {type})[0][0]
                    .as<int64_t>();
              })
        .value_or(-1);
  }

  // As the periodic work of one instance, until there is nothing left to do.
  void Watch() { Watch(service_.db(), ClockWatch()); }
  void Watch(pg::Session& db, const ClockWatch& watch) {
    for (int i = 0; i < 10'000; ++i) {
      const auto more = db.Write({}, [&](pg::Tx& tx) { return watch(tx, service_.clock().Now()); });
      ASSERT_TRUE(more.ok()) << more.status();
      if (!*more) break;
    }
    // What is out of date is looked for in a run of its own.
    for (int i = 0; i < 10'000; ++i) {
      const auto more = db.Write({}, [&](pg::Tx& tx) { return watch(tx, service_.clock().Now()); });
      ASSERT_TRUE(more.ok()) << more.status();
      if (!*more) return;
    }
  }
  void WatchAt(std::string_view month_to_minute) {
    service_.clock().Set(At(month_to_minute));
    Watch();
  }

  std::string Open(v1::CaseSeverity severity, v1::CaseScope scope = v1::CASE_SCOPE_SEVERAL,
                   v1::CaseKind kind = v1::CASE_KIND_COMPLAINT) {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(kind);
    request.mutable_case_()->set_subject("漏油");
    request.mutable_case_()->set_severity(severity);
    request.mutable_case_()->set_scope(scope);
    request.mutable_case_()->set_assignee("li.na");
    const auto made = Call<v1::Case>("CaseService/CreateCase", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  template <class Request>
  void Do(const std::string& method, Request request, const std::string& name) {
    request.set_name(name);
    const auto done = Call<v1::Case>("CaseService/" + method, request);
    ASSERT_TRUE(done.ok()) << method << ": " << done.status();
  }
  void Tell(const std::string& name) {
    v1::CreateCaseEntryRequest request;
    request.set_parent(name);
    request.mutable_entry()->set_kind(v1::CASE_ENTRY_KIND_TOLD);
    request.mutable_entry()->set_channel(v1::CASE_CHANNEL_PHONE);
    request.mutable_entry()->set_text("工程师明天到");
    ASSERT_TRUE(Call<v1::CaseEntry>("CaseService/CreateCaseEntry", request).ok());
  }
  void Wait(const std::string& name) {
    v1::WaitForCustomerRequest request;
    request.set_reason("样品");
    Do("WaitForCustomer", request, name);
  }
  void Start(const std::string& name) { Do("StartCase", v1::StartCaseRequest(), name); }
  void Resolve(const std::string& name) {
    v1::ResolveCaseRequest request;
    request.set_resolution("换密封圈");
    request.set_cause("老化");
    Do("ResolveCase", request, name);
  }
  void Reopen(const std::string& name) {
    v1::ReopenCaseRequest request;
    request.set_reason("又漏了");
    Do("ReopenCase", request, name);
  }
  void Withdraw(const std::string& name) {
    v1::WithdrawCaseRequest request;
    request.set_reason("误录");
    Do("WithdrawCase", request, name);
  }

  v1::ListCaseClocksResponse ClocksOf(const std::string& name) {
    v1::ListCaseClocksRequest request;
    request.set_parent(name);
    const auto clocks = Call<v1::ListCaseClocksResponse>("SlaService/ListCaseClocks", request);
    EXPECT_TRUE(clocks.ok()) << clocks.status();
    return clocks.value_or(v1::ListCaseClocksResponse());
  }
  v1::CaseClock ClockOfKind(const std::string& name, v1::ClockKind kind) {
    const v1::ListCaseClocksResponse clocks = ClocksOf(name);
    for (const v1::CaseClock& clock : clocks.clocks()) {
      if (clock.kind() == kind) return clock;
    }
    ADD_FAILURE() << "no clock " << kind;
    return v1::CaseClock();
  }
  v1::CaseClock Resolution(const std::string& name) {
    return ClockOfKind(name, v1::CLOCK_KIND_RESOLVE);
  }
  // "10-08 18:00", in China.
  static std::string Shown(const google::protobuf::Timestamp& time) {
    return absl::FormatTime("%m-%d %H:%M", api::TimeOf(time), calendar::ChinaTime());
  }
  static int64_t Minutes(const google::protobuf::Duration& duration) {
    return duration.seconds() / 60;
  }
  // What became of the case's clocks, the oldest first: "resolve breached 09-28 10:00".
  std::vector<std::string> Entries(const std::string& name) {
    v1::ListCaseClockEntriesRequest request;
    request.set_parent(name);
    request.set_page_size(2);
    std::vector<std::string> texts;
    do {
      const auto page =
          Call<v1::ListCaseClockEntriesResponse>("SlaService/ListCaseClockEntries", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::CaseClockEntry& entry : page->entries()) texts.push_back(TextOf(entry));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::reverse(texts.begin(), texts.end());
    return texts;
  }
  static std::string TextOf(const v1::CaseClockEntry& entry) {
    const auto tail = [](const std::string& name, size_t prefix) { return name.substr(prefix); };
    std::string text = absl::StrCat(tail(v1::ClockKind_Name(entry.clock()), 11), " ",
                                    tail(v1::ClockEntryKind_Name(entry.kind()), 17));
    if (entry.has_happen_time()) absl::StrAppend(&text, " ", Shown(entry.happen_time()));
    if (entry.level() > 0) absl::StrAppend(&text, " level ", entry.level());
    for (const std::string& user : entry.recipients()) absl::StrAppend(&text, " ", user);
    if (!entry.reason().empty()) absl::StrAppend(&text, " by ", entry.reason());
    if (entry.has_due_before()) absl::StrAppend(&text, " from ", Shown(entry.due_before()));
    if (entry.has_due_after()) absl::StrAppend(&text, " to ", Shown(entry.due_after()));
    return text;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  events::Subscription accounts_ = directory::DirectorySubscription();
  events::Subscription calendars_{.area = "engagement"};
};

}  // namespace mainstay::feedback
