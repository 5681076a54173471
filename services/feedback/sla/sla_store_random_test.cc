// Random clocks through the store, and cases lived through their writes, their calendar's changes
// and the watch, each time as a new process would, against a walk over every minute.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/testing/postgres.h"
#include "common/trace/trace.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/sla/clock_list_store.h"
#include "services/feedback/sla/clock_store.h"
#include "services/feedback/sla/clock_watch_writes.h"
#include "services/feedback/sla/policy_store.h"
#include "services/feedback/sla/sla_inbox_events.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/sla/sla_service_fixture.h"
#include "services/feedback/sla/sla_story.h"

namespace mainstay::feedback {
namespace {

using calendar::Random;

constexpr char kAccount[] = "0190a000-0000-7000-8000-00000000000a";

history::WriteContext By(absl::Time now) {
  return {.actor = "ada", .now = now, .trace = trace::NewTrace()};
}

Case Complaint(absl::Time received) {
  Case c;
  c.account_id = kAccount;
  c.kind = "complaint";
  c.subject = "漏油";
  c.cause = "老化";
  c.receive_time = received;
  Complete(c, received);
  return c;
}

class SlaStoreRandomTest : public ::testing::Test {
 protected:
  template <class F>
  void InTx(F body) {
    const absl::Status done = db_->Write({}, [&](pg::Tx& tx) -> absl::Status { return body(tx); });
    ASSERT_TRUE(done.ok()) << done;
  }
  // A connection of its own, as a new process has.
  void Restart() {
    db_ = std::make_unique<pg::Session>(pg::SessionOptions{.dsn = database_->service_dsn()});
  }
  void NewDatabase() {
    db_.reset();
    database_ = testing::NewDatabase("services/feedback/migrations");
    Restart();
  }

  std::unique_ptr<testing::TestDatabase> database_ =
      testing::NewDatabase("services/feedback/migrations");
  std::unique_ptr<pg::Session> db_ =
      std::make_unique<pg::Session>(pg::SessionOptions{.dsn = database_->service_dsn()});
  Random random_{calendar::TestSeed()};
};

TEST_F(SlaStoreRandomTest, RowsAreTheClocks) {
  for (int i = 0; i < 60; ++i) {
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random_, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted counted(random_, zone_name, zone, first);
    std::map<std::string, Story> stories;  // by clock
    std::vector<std::string> cases;
    InTx([&](pg::Tx& tx) -> absl::Status {
      std::vector<CaseDraft> drafts(40);
      for (CaseDraft& draft : drafts) draft.after = Complaint(counted.every.At(0));
      RETURN_IF_ERROR(OpenCases(tx, {}, absl::MakeSpan(drafts), By(counted.every.At(0))));
      std::vector<CaseClock> clocks;
      for (const CaseDraft& draft : drafts) {
        const Story story(random_, counted.every);
        CaseClock clock = ClockOf("resolve", draft.after);
        clock.id = api::NewUuid(counted.every.At(0));
        clock.facts = story.facts();
        clock.basis.calendar = "cn";
        clock.terms = story.terms();
        stories.emplace(clock.id, story);
        cases.push_back(draft.after.id);
        clocks.push_back(std::move(clock));
      }
      return InsertClocks(tx, clocks);
    });
    // Saved once more as it was read.
    InTx([&](pg::Tx& tx) {
      SaveClocks(tx, LockClocks(tx, cases));
      return absl::OkStatus();
    });
    std::vector<CaseClock> read;
    InTx([&](pg::Tx& tx) {
      read = LockClocks(tx, cases);
      return absl::OkStatus();
    });
    ASSERT_EQ(read.size(), stories.size());
    for (const CaseClock& clock : read) {
      const Story& story = stories.at(clock.id);
      ASSERT_EQ(*clock.terms, story.terms());
      ASSERT_EQ(clock.facts.pauses, story.facts().pauses);
      ASSERT_EQ(clock.facts.undone, story.facts().undone);
      for (int times = 0; times < 3; ++times) {
        const int at = story.start() + random_.To(story.last() - story.start());
        ExpectWalked(Read(*clock.terms, clock.facts, counted.working, counted.every.At(at)),
                     story.Walk(counted.every, at), counted.every.At(story.last()));
        if (HasFatalFailure()) return;
      }
    }
  }
}

// A case that people work on, and what each of its clocks is by a walk over the minutes.
struct Life {
  Case c;
  int next = 0;  // the minute of what happens next
  std::map<std::string, Story> clocks;
  std::map<std::string, const Counted*> counted;  // by which calendar each clock counts
  std::optional<int> withdrawn;
};

class CaseLives : public SlaStoreRandomTest {
 protected:
  void TakeCalendar(const calendar::WorkingCalendar& hours, int64_t version) {
    events::Subscription subscription{.area = "engagement"};
    calendar_replica::KeepCalendars(subscription);
    ReplanByCalendars(subscription);
    const auto payload = CalendarPayload(hours);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_aggregate_version(version);
    event.set_payload(payload.SerializeAsString());
    InTx([&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
  }

  SlaRule RandomRule() {
    SlaRule rule{.route = std::string(kUrgentRoute), .calendar = "cn"};
    rule.resolve_minutes = 1 + random_.To(random_.Chance(50) ? 600 : 4000);
    rule.acknowledge_minutes = 1 + random_.To(std::min(300, *rule.resolve_minutes - 1));
    rule.at_risk_minutes = 1 + random_.To(100);
    rule.count_reopened = random_.Chance(50);
    rule.ladder = {
        {.when = "at_risk", .roles = {"assignee"}},
        {.when = "at_due", .roles = {"account_manager"}},
        {.when = "after_due", .minutes_after_due = 1 + random_.To(300), .users = {"zhang.san"}}};
    return rule;
  }

  void Open(const Counted& counted, const SlaRule& rule, int many);
  void LiveUntil(const Counted& counted, int until);
  // One thing that may happen to it in its state at `minute`.
  absl::Status Happen(pg::Tx& tx, Life& life, int minute, const Counted& counted);
  void Ended(Life& life, int minute, bool on);
  void Watch(absl::Time now);
  void CheckAll(const Counted& counted, int at);
  void CheckLists(absl::Time now);
  void CheckSteps();

  // Everything as a process that has just begun has it.
  void BeginAnew() {
    Restart();
    sequels_ = {SlaSequel()};
  }
  CaseSequels sequels_ = {SlaSequel()};
  std::vector<Life> lives_;
  std::map<std::string, std::string> states_;  // of the open clocks, at the last check
  int64_t escalated_ = 0;                      // levels reached, in all databases
};

void CaseLives::Open(const Counted& counted, const SlaRule& rule, int many) {
  InTx([&](pg::Tx& tx) -> absl::Status {
    for (int i = 0; i < many; ++i) {
      const int start = random_.To(counted.every.minutes() / 9);
      Life& life = lives_.emplace_back();
      ASSIGN_OR_RETURN(life.c, OpenCase(tx, sequels_, Complaint(counted.every.At(start)),
                                        By(counted.every.At(start))));
      for (const std::string_view kind : kClockKinds) {
        const auto terms = TermsOf(rule, kind);
        if (!terms) continue;
        life.clocks.emplace(std::string(kind), Story(counted.every, start, *terms));
        life.counted[std::string(kind)] = &counted;
      }
      life.next = start + 1 + random_.To(400);
    }
    return absl::OkStatus();
  });
}

void CaseLives::Ended(Life& life, int minute, bool on) {
  for (auto& [kind, story] : life.clocks) {
    story.Withdraw(on ? std::optional<int>(minute) : std::nullopt);
    if (on) story.Pause(minute, false);
    if (!on) {
      story.Pause(*life.withdrawn, true);
      story.Pause(minute, false);
    }
  }
  life.withdrawn = on ? std::optional<int>(minute) : std::nullopt;
}

absl::Status CaseLives::Happen(pg::Tx& tx, Life& life, int minute, const Counted& counted) {
  const absl::Time now = counted.every.At(minute);
  const Case before = life.c;
  Case after = before;
  const std::string& state = before.state;
  std::string verb = "update";
  Story& resolve = life.clocks.at("resolve");
  const auto pause = [&](bool on) {
    for (auto& [kind, story] : life.clocks) story.Pause(minute, on);
  };
  if (random_.Chance(5) && (state != "closed" && state != "withdrawn")) {
    verb = "withdraw";
    RETURN_IF_ERROR(Withdraw(after, "误录"));
  } else if (state == "new") {
    verb = "acknowledge";
    RETURN_IF_ERROR(random_.Chance(50) ? Acknowledge(after, now) : Tell(after, now));
  } else if (state == "resolved" || state == "withdrawn") {
    verb = "reopen";
    RETURN_IF_ERROR(Reopen(after, "又漏了"));
  } else if (state == "waiting_for_customer" && random_.Chance(70)) {
    verb = "start";
    RETURN_IF_ERROR(Start(after));
  } else if (state != "waiting_for_customer" && random_.Chance(50)) {
    verb = "wait";
    RETURN_IF_ERROR(Wait(after, "样品"));
  } else {
    verb = "resolve";
    RETURN_IF_ERROR(Resolve(after, "换密封圈", "老化", now));
  }
  ASSIGN_OR_RETURN(life.c,
                   ChangeCase(tx, sequels_, before, after, {.name = verb, .entry = {}}, By(now)));
  if (verb == "withdraw") Ended(life, minute, true);
  if (verb == "wait") pause(true);
  if (verb == "start" || verb == "resolve") pause(false);
  if (verb == "resolve") resolve.Met(minute, true);
  if (verb == "reopen") {
    if (before.resolve_time) resolve.Met(minute, false);
    if (state == "withdrawn") Ended(life, minute, false);
    // What is opened again is planned by what holds now.
    for (auto& [kind, by] : life.counted) {
      if (kind == "resolve" || !life.c.acknowledge_time) by = &counted;
    }
  }
  if (!before.acknowledge_time && life.c.acknowledge_time) {
    life.clocks.at("acknowledge").Met(minute, true);
  }
  return absl::OkStatus();
}

void CaseLives::LiveUntil(const Counted& counted, int until) {
  InTx([&](pg::Tx& tx) -> absl::Status {
    for (Life& life : lives_) {
      while (life.next <= until) {
        RETURN_IF_ERROR(Happen(tx, life, life.next, counted));
        life.next += 1 + random_.To(random_.Chance(50) ? 300 : 4000);
      }
    }
    return absl::OkStatus();
  });
}

void CaseLives::Watch(absl::Time now) {
  const ClockWatch watch;
  for (int empty = 0; empty < 2;) {
    InTx([&](pg::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const bool more, watch(tx, now));
      if (!more) ++empty;
      return absl::OkStatus();
    });
    if (HasFatalFailure()) return;
  }
}

void CaseLives::CheckAll(const Counted& counted, int at) {
  states_.clear();
  std::map<std::string, std::vector<CaseClock>> read;
  InTx([&](pg::Tx& tx) {
    for (const Life& life : lives_) read[life.c.id] = ReadClocks(tx, life.c.id);
    return absl::OkStatus();
  });
  for (const Life& life : lives_) {
    const std::vector<CaseClock>& clocks = read[life.c.id];
    ASSERT_EQ(clocks.size(), 3u);
    for (const CaseClock& clock : clocks) {
      SCOPED_TRACE(absl::StrCat(clock.kind, " of ", life.c.id, " at ", at, ", ", life.c.state));
      const auto story = life.clocks.find(clock.kind);
      ASSERT_EQ(clock.terms.has_value(), story != life.clocks.end());
      if (!clock.terms) continue;
      const Counted& by = *life.counted.at(clock.kind);
      const ClockReading reading =
          Read(*clock.terms, clock.facts, by.working, counted.every.At(at));
      ExpectWalked(reading, story->second.Walk(by.every, at),
                   counted.every.At(story->second.last()));
      if (HasFatalFailure()) return;
      ASSERT_EQ(clock.due_time, reading.due_time) << "as the row has it";
      ASSERT_EQ(clock.breach_told, reading.breach_time) << "as it was told";
      ASSERT_FALSE(clock.next_check_time && *clock.next_check_time <= counted.every.At(at));
      if (!clock.facts.met && !clock.facts.withdrawn) states_[clock.id] = reading.state;
    }
  }
}

// What lists take from the rows' times is what the clocks say.
void CaseLives::CheckLists(absl::Time now) {
  std::map<std::string, std::string> listed;
  for (const std::string_view state : {kClockRunning, kClockAtRisk, kClockPaused, kClockBreached}) {
    InTx([&](pg::Tx& tx) {
      const api::ListQuery query{
          .filter = {.where = "TRUE"}, .sort = ClockSorts()[0], .limit = 1000};
      const auto page = ListOpenClocks(tx, query, {.state = std::string(state), .now = now}, "",
                                       auth::AccountScope::All());
      for (const ListedClock& one : page.items) {
        EXPECT_TRUE(listed.emplace(one.clock.id, state).second);
      }
      return absl::OkStatus();
    });
  }
  ASSERT_EQ(listed, states_);
}

// Each level that a clock has reached is on record once.
void CaseLives::CheckSteps() {
  InTx([&](pg::Tx& tx) {
    const auto wrong = tx.Exec(R"sql(
SELECT k.clock_id FROM case_clocks k LEFT JOIN case_clock_entries e
  ON e.case_id = k.case_id AND e.clock = k.kind AND e.kind = 'escalated'
GROUP BY k.clock_id HAVING count(e.level) <> k.level OR coalesce(max(e.level), 0) <> k.level)sql");
    EXPECT_EQ(wrong.size(), 0);
    escalated_ += tx.Exec("SELECT FROM case_clock_entries WHERE kind = 'escalated'").size();
    return absl::OkStatus();
  });
}

TEST_F(CaseLives, AreCountedAsAWalkOverTheMinutesCountsThem) {
  for (int i = 0; i < 6; ++i) {
    NewDatabase();
    BeginAnew();
    lives_.clear();
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random_, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted before(random_, zone_name, zone, first);
    const Counted after(random_, zone_name, zone, first);
    SlaPolicy policy{.id = "0190a000-0000-7000-8000-00000000000b",
                     .display_name = "x",
                     .rules = {RandomRule()},
                     .in_force = true};
    FillIn(policy);
    ASSERT_TRUE(Validate(policy).ok()) << Validate(policy);
    policy.create_time = policy.update_time = before.every.At(0);
    InTx([&](pg::Tx& tx) { return InsertPolicy(tx, policy).status(); });
    TakeCalendar(before.hours, 1);
    Open(before, policy.rules[0], 30);
    if (HasFatalFailure()) return;
    const int last = before.every.minutes() - 1;
    const Counted* counted = &before;
    for (int steps = 1; steps <= 8; ++steps) {
      const int at = last * steps / 8;
      BeginAnew();
      LiveUntil(*counted, at);
      if (steps == 4) {
        TakeCalendar(after.hours, 2);
        counted = &after;
        for (Life& life : lives_) {
          for (auto& [kind, by] : life.counted) {
            const bool met = kind == "resolve" ? life.c.resolve_time.has_value()
                                               : life.c.acknowledge_time.has_value();
            if (!met && !life.withdrawn) by = &after;
          }
        }
      }
      Watch(before.every.At(at));
      CheckAll(before, at);
      if (HasFatalFailure()) return;
      CheckLists(before.every.At(at));
      if (HasFatalFailure()) return;
    }
    CheckSteps();
  }
  EXPECT_GT(escalated_, 0) << "some rules have no ladder";
}

}  // namespace
}  // namespace mainstay::feedback
