// Customer care (客户关怀): what comes up for a customer, and what is to be done about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace mainstay::engagement {

// Something that comes up: a contact's day, or a festival.
struct CareItem {
  std::string id;          // bare UUID
  std::string account_id;  // of one that was merged, the survivor
  std::string kind;        // "birthday", "anniversary", "festival", "other"
  std::string contact_id;  // bare UUID; empty: a festival of all
  std::string festival;    // calendar::Festivals(); empty: a contact's day
  absl::CivilDay day;
  std::string task_id;  // bare UUID
};

// For which tiers a festival is remembered, and how many days before.
struct CareRule {
  std::string festival;
  std::string id;                  // bare UUID; empty: never set
  int64_t version = 0;             // counts its writes, from 1
  std::vector<std::string> tiers;  // "core", "potential", "general", "none": not graded
  int days_ahead = 0;
  absl::Time create_time;
  absl::Time update_time;
};

// What holds until a rule is set: the Spring Festival for every account that is graded, the
// Mid-Autumn Festival for core and potential ones, no other; two weeks before.
CareRule DefaultCareRule(std::string_view festival);

// INVALID_ARGUMENT for a tier that there is not, or that is said twice, and for other days than 0
// to 60.
absl::Status Validate(const CareRule& rule);

// The day at `now` in China.
absl::CivilDay CareDay(absl::Time now);

// What the task of an item says, in English and Chinese, and when it is due: 18:00 of the
// item's day in China, a holiday too.
std::string CareSubject(const CareItem& item);
std::string CareSubjectZh(const CareItem& item);
absl::Time CareDueTime(const CareItem& item);

}  // namespace mainstay::engagement
