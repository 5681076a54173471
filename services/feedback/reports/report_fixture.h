// Some hundred cases of every course, which are counted here too.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/report_service.pb.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/reports/report_service.h"

namespace mainstay::feedback {

inline constexpr char kManager[] = "account_manager";

// A clock as this test gave it to a case; times in hours after the case came.
struct Clock {
  std::string kind;
  std::optional<int> met, due;
  bool withdrawn = false, targeted = true;
};

class ReportTest : public FeedbackServiceTest {
 protected:
  ReportTest() : FeedbackServiceTest({"ReportService"}, {RegisterReportService}) {
    service_.clock().Set(now_);
    for (const auto& [name, owner] : std::vector<std::pair<std::string, std::string>>{
             {"北风", "wang.li"}, {"南风", "wang.li"}, {"东风", "zhao.min"}}) {
      accounts_.push_back(AddAccount(service_, name, owner).substr(sizeof("accounts/") - 1));
      owners_[accounts_.back()] = owner;
    }
  }

  template <class T>
  const T& OneOf(const std::vector<T>& values) {
    return values[random_() % values.size()];
  }

  // Cases of every state and history, some the recurrences of closed ones, with clocks.
  void MakeCases(int count) {
    std::vector<Case*> rows;
    for (int i = 0; i < count; ++i) {
      auto made = std::make_unique<Case>();
      Case& c = *made;
      c.id = api::NewUuid(now_);
      c.account_id = OneOf(accounts_);
      c.kind = OneOf<std::string>({"complaint", "question"});
      c.channel = OneOf<std::string>({"phone", ""});
      c.category = OneOf<std::string>(
          {"product.defect", "product.failure", "product", "delivery", "productivity", ""});
      c.subject = "x";
      c.cause = OneOf<std::string>({"Old seal", " old  SEAL ", "wrong box", ""});
      c.products = OneOf<std::vector<std::string>>({{}, {"P1"}, {"P1", "P2"}});
      c.severity = OneOf<std::string>({"minor", "moderate", "major", "critical"});
      c.scope = "single";
      c.assignee = OneOf<std::string>({"", "li.na", "abe"});
      c.state = OneOf<std::string>({"new", "in_progress", "waiting_for_customer", "resolved",
                                    "closed", "closed", "closed", "withdrawn"});
      c.receive_time = now_ - absl::Minutes(static_cast<int>(random_() % (200 * 24 * 60)));
      c.reopen_count = static_cast<int>(random_() % 3);
      if (c.state == "resolved" || c.state == "closed") {
        c.resolve_time = c.receive_time + absl::Minutes(static_cast<int>(random_() % 10000));
      }
      if (c.state == "closed") {
        c.close_time = *c.resolve_time + absl::Hours(1);
        c.closure = OneOf<std::string>({"customer", "time_out"});
      }
      c.create_time = c.update_time = c.receive_time;
      if (i > 10 && random_() % 4 == 0) {
        const Case& earlier = *cases_[random_() % cases_.size()];
        if (earlier.state == "closed") {
          c.recurrence_of = earlier.id;
          c.account_id = earlier.account_id;
        }
      }
      rows.push_back(&c);
      cases_.push_back(std::move(made));
    }
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) {
                             InsertCases(tx, rows);
                             for (const Case* c : rows) MakeClocks(tx, *c);
                             return absl::OkStatus();
                           })
                    .ok());
  }

  void MakeClocks(pg::Tx& tx, const Case& c) {
    for (const char* kind : {"acknowledge", "resolve"}) {
      Clock clock{.kind = kind};
      if (random_() % 2 == 0) clock.met = static_cast<int>(random_() % 50);
      if (random_() % 5 != 0) clock.due = static_cast<int>(random_() % 6000) - 100;
      clock.withdrawn = random_() % 9 == 0;
      clock.targeted = random_() % 7 != 0;
      clocks_[c.id].push_back(clock);
      const auto at = [&](std::optional<int> hours) {
        return hours ? pg::ToParam(c.receive_time + absl::Hours(*hours)) : pg::Param();
      };
      tx.Exec(
          "INSERT INTO case_clocks (clock_id, case_id, account_id, kind, version, start_time, "
          "pause_from, pause_to, undone_from, undone_to, met_time, withdraw_time, tier, "
          "policy_version, rule, calendar, calendar_version, target, at_risk_after, "
          "count_reopened, due_time, at_risk_told, level) VALUES (gen_random_uuid(), $1, $2, $3, "
          "1, "
          "$4, '{}', '{}', '{}', '{}', $5, $6, '', 0, 0, $7, 0, $8, $8, true, $9, false, 0)",
          {pg::ToParam(c.id), pg::ToParam(c.account_id), pg::ToParam(clock.kind),
           pg::ToParam(c.receive_time), at(clock.met),
           clock.withdrawn ? pg::ToParam(c.receive_time) : pg::Param(),
           pg::ToParam(clock.targeted ? "cn" : ""),
           clock.targeted ? pg::ToParam(int64_t{1}) : pg::Param(), at(clock.due)});
    }
  }

  // The cases that are recurrences of `c`, of those, and so on.
  std::vector<const Case*> RecurrencesOf(const Case& c) const {
    std::vector<const Case*> found;
    for (const auto& other : cases_) {
      if (other->recurrence_of != c.id || other->state == "withdrawn") continue;
      found.push_back(other.get());
      for (const Case* further : RecurrencesOf(*other)) found.push_back(further);
    }
    return found;
  }

  using Which = std::function<bool(const Case&)>;

  // The figures as the API's comments define them, case by case.
  v1::CaseFigures Counted(const Which& which) const {
    v1::CaseFigures f;
    int64_t judged = 0;
    std::vector<double> settling;
    std::map<std::string, v1::ClockFigures> clocks;
    for (const auto& c : cases_) {
      if (!which(*c)) continue;
      if (c->state == "withdrawn") {
        f.set_withdrawn_count(f.withdrawn_count() + 1);
        continue;
      }
      f.set_received_count(f.received_count() + 1);
      const bool closed = c->state == "closed";
      const auto back = closed ? RecurrencesOf(*c) : std::vector<const Case*>();
      if (closed) f.set_closed_count(f.closed_count() + 1);
      if (closed && c->closure == "time_out") {
        f.set_closed_by_time_out_count(f.closed_by_time_out_count() + 1);
      }
      if (c->state == "resolved") f.set_resolved_count(f.resolved_count() + 1);
      if (!closed && c->state != "resolved") f.set_open_count(f.open_count() + 1);
      if (c->reopen_count > 0) f.set_reopened_count(f.reopened_count() + 1);
      if (!back.empty()) f.set_came_back_count(f.came_back_count() + 1);
      if (!c->recurrence_of.empty()) f.set_recurrence_count(f.recurrence_count() + 1);
      const bool root = c->recurrence_of.empty();
      if (root && (closed || c->reopen_count > 0)) ++judged;
      if (root && closed && c->reopen_count == 0 && back.empty()) {
        f.set_first_time_right_count(f.first_time_right_count() + 1);
      }
      if (root && closed && std::all_of(back.begin(), back.end(), [](const Case* r) {
            return r->state == "closed";
          })) {
        absl::Time end = *c->resolve_time;
        for (const Case* r : back) end = std::max(end, *r->resolve_time);
        settling.push_back(absl::ToDoubleSeconds(end - c->receive_time));
      }
      CountClocks(*c, clocks);
    }
    if (judged > 0) {
      f.set_first_time_right_rate(static_cast<double>(f.first_time_right_count()) /
                                  static_cast<double>(judged));
    }
    f.set_settled_count(static_cast<int64_t>(settling.size()));
    if (!settling.empty()) {
      std::sort(settling.begin(), settling.end());
      double sum = 0;
      for (const double seconds : settling) sum += seconds;
      const size_t n = settling.size();
      f.mutable_mean_settling_time()->set_seconds(
          static_cast<int64_t>(sum / static_cast<double>(n)));
      f.mutable_median_settling_time()->set_seconds(
          static_cast<int64_t>((settling[(n - 1) / 2] + settling[n / 2]) / 2));
    }
    for (const char* kind : {"acknowledge", "resolve"}) {
      if (!clocks.contains(kind)) continue;
      v1::ClockFigures& k = clocks[kind];
      const int64_t ended = k.in_time_count() + k.late_count();
      if (ended > 0) {
        k.set_attainment_rate(static_cast<double>(k.in_time_count()) / static_cast<double>(ended));
      }
      *f.add_clocks() = k;
    }
    return f;
  }

  void CountClocks(const Case& c, std::map<std::string, v1::ClockFigures>& figures) const {
    for (const Clock& clock : clocks_.at(c.id)) {
      if (clock.withdrawn || !clock.targeted) continue;
      v1::ClockFigures& f = figures[clock.kind];
      f.set_clock(clock.kind == "resolve" ? v1::CLOCK_KIND_RESOLVE : v1::CLOCK_KIND_ACKNOWLEDGE);
      const absl::Time end = clock.met ? c.receive_time + absl::Hours(*clock.met) : now_;
      const bool late = clock.due && c.receive_time + absl::Hours(*clock.due) < end;
      if (late) {
        f.set_late_count(f.late_count() + 1);
      } else if (clock.met) {
        f.set_in_time_count(f.in_time_count() + 1);
      } else {
        f.set_running_count(f.running_count() + 1);
      }
    }
  }

  // To the second: sums are rounded in another order.
  static std::string Text(v1::CaseFigures figures) {
    for (auto* time :
         {figures.mutable_mean_settling_time(), figures.mutable_median_settling_time()}) {
      time->set_nanos(0);
    }
    return figures.DebugString();
  }

  absl::StatusOr<v1::CaseReport> Report(v1::GetCaseReportRequest request,
                                        std::string_view user = "ada",
                                        std::string_view role = "admin") {
    if (request.parent().empty()) request.set_parent("accounts/-");
    return Call<v1::CaseReport>("ReportService/GetCaseReport", request, user, role);
  }

  // A UTC+8 noon.
  const absl::Time now_ = absl::FromCivil(absl::CivilHour(2026, 7, 20, 4), absl::UTCTimeZone());
  std::mt19937 random_{20260720};
  std::vector<std::string> accounts_;
  std::map<std::string, std::string> owners_;
  std::vector<std::unique_ptr<Case>> cases_;
  std::map<std::string, std::vector<Clock>> clocks_;
};

}  // namespace mainstay::feedback
