// What tests and the benchmark of the planner build plans from.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/calendar/calendar_csv.h"
#include "common/calendar/official_days.h"
#include "common/calendar/working_time.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

// Office hours in Shanghai with China's official days.
inline calendar::WorkingTime Office() {
  calendar::WorkingCalendar office{.time_zone = "Asia/Shanghai"};
  for (size_t i = 0; i < 5; ++i) office.weekly[i] = {{540, 720}, {810, 1080}};
  for (const calendar::OfficialYear& official : calendar::OfficialYears()) {
    const auto days = calendar::ParseSpecialDays(official.csv).value();
    office.special_days.insert(office.special_days.end(), days.begin(), days.end());
  }
  return calendar::WorkingTime::Compile(office).value();
}

// A rule about core accounts that asks for an hour on site; its id is its name.
inline CadenceRule RuleOf(const std::string& id, const std::string& kind, int days) {
  CadenceRule rule;
  rule.id = rule.display_name = id;
  rule.tiers = {"core"};
  rule.kind = kind;
  rule.days = days;
  FillIn(rule);
  return rule;
}

}  // namespace mainstay::engagement
