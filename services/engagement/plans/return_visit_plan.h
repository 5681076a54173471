// The plan of return visits (回访计划) and its items, as they are kept and edited.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engagement/plans/return_visit_planner.h"

namespace mainstay::engagement {

// A plan as it is stored. Enums are the lower-case tail of the proto's value names.
struct ReturnVisitPlan {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts the writes of it and of its items, from 1
  std::string display_name;
  absl::CivilDay first_day;
  absl::CivilDay last_day;
  std::string user;     // whose accounts; empty: all that the creator saw
  std::string creator;  // user id
  // On whose teams the accounts are: of a creator who sees their team's only. Empty: every account.
  std::string team_user;
  std::string calendar;  // the name of the working calendar, "cn"
  int daily_limit = 0;   // visits that fill a person's day
  std::string state = "draft";
  std::string approver;
  std::optional<absl::Time> approve_time;
  absl::Time create_time;
  absl::Time update_time;
};

// An item of a plan: a visit that it proposes, or one that somebody added.
struct PlanItem {
  std::string id;                  // bare UUID
  int64_t version = 1;             // counts its writes, from 1
  ProposedVisit visit;             // its account as stored; of one that was merged, the survivor
  std::string state = "proposed";  // "proposed", "skipped", "planned"
  bool edited = false;             // by somebody: re-planning leaves it alone
  std::string skip_reason;
  std::string visit_id;  // of the visit that was planned by it
  absl::Time create_time;
  absl::Time update_time;
  // Read only: the account's name, and the visit's state once there is one.
  std::string account_display_name;
  std::string visit_state;
};

// What a plan holds.
struct PlanCounts {
  int items = 0;     // those skipped too
  int accounts = 0;  // that have items which are not skipped
  int skipped = 0;
  int over_budget = 0, day_full = 0, no_person = 0;  // warnings of items that are not skipped
};
PlanCounts CountItems(const std::vector<PlanItem>& items);

// The longest period, in days.
inline constexpr int kLongestPlan = 366;
inline constexpr int kUsualDailyLimit = 4;

// Fills in what may be absent: the calendar, the daily limit, the name.
void FillIn(ReturnVisitPlan& plan);

// Checks what people write of a plan that was filled in, which may begin on `earliest` at the
// earliest: a period that has begun is planned from then on. INVALID_ARGUMENT names all that cannot
// be accepted.
absl::Status Validate(const ReturnVisitPlan& plan, absl::CivilDay earliest);

// Checks what people write of an item; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const PlanItem& item);

// Whether a communication on the day `spoken`, of which the planner did not know, is the contact
// that the item was to be (DueContacts): for a periodic rule one of the same week (kSameWeek, in
// days of `zone`), and for what was late for it, or the first contact of all, also any after which
// it would not have been late, unless somebody gave the item its day; for what was late after an
// order any since. Other reasons ask for a visit, and what somebody added has its own.
bool IsServedBySpeaking(const PlanItem& item, absl::CivilDay spoken, absl::TimeZone zone);

// Sets or clears a warning; false when it stays as it is.
bool SetWarning(const char* warning, bool on, std::vector<std::string>& warnings);

// A reason in one line, as it is stored; and back. Nothing for a text that is none.
std::string ToText(const PlanReason& reason);
std::optional<PlanReason> ParsePlanReason(std::string_view line);

// How an item reads in the plan's history: "2026-01-20 09:00 wang.li on_site", in the zone.
std::string Describe(const PlanItem& item, absl::TimeZone zone);

}  // namespace mainstay::engagement
