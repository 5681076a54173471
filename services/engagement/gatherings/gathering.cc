#include "services/engagement/gatherings/gathering.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using text::Lines;
using Violations = std::vector<status::FieldViolation>;

constexpr int kMaxCapacity = 100000;
constexpr absl::Duration kLongest = absl::Hours(24 * 31);
constexpr std::string_view kPlanned[] = {"planned"};
constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kAhead[] = {"planned", "open"};

void CheckWindow(const Gathering& g, Violations& violations) {
  const auto check = [&](const char* field, absl::Time time) {
    const auto year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
    if (time == absl::InfinitePast()) {
      violations.push_back({field, "is required: a time such as 2026-12-01T09:00:00+08:00"});
    } else if (year < 2000 || year > 2100) {
      violations.push_back({field, "must be between the years 2000 and 2100"});
    } else {
      return true;
    }
    return false;
  };
  const bool starts = check("start_time", g.start_time);
  const bool both = check("end_time", g.end_time) && starts;
  if (both && g.end_time <= g.start_time) {
    violations.push_back({"end_time", "must be after start_time"});
  } else if (both && g.end_time - g.start_time > kLongest) {
    violations.push_back({"end_time", "must be at most 31 days after start_time"});
  }
}

void CheckCosts(const Gathering& g, Violations& violations) {
  text::CheckAmount("budget", g.budget, violations);
  text::CheckAmount("cost", g.cost, violations);
  if (g.budget.said() && g.cost.said() && g.budget.currency != g.cost.currency) {
    violations.push_back(
        {"cost", absl::StrCat("must be in the currency of the budget, ", g.budget.currency)});
  }
}

template <std::string Gathering::*member>
constexpr history::Field<Gathering> Text(std::string_view name) {
  return {name, [](const Gathering& g) { return g.*member; },
          [](Gathering& g, std::string_view value) { g.*member = std::string(value); }};
}
template <absl::Time Gathering::*member>
constexpr history::Field<Gathering> Instant(std::string_view name) {
  return {name,
          [](const Gathering& g) {
            return g.*member == absl::InfinitePast() ? "" : history::VerbTime(g.*member);
          },
          [](Gathering& g, std::string_view value) {
            g.*member = history::ParseVerbTime(value).value_or(absl::InfinitePast());
          }};
}
template <text::Amount Gathering::*member>
constexpr history::Field<Gathering> Money(std::string_view name) {
  return {name, [](const Gathering& g) { return ToText(g.*member); },
          [](Gathering& g, std::string_view value) { g.*member = text::ParseAmount(value); }};
}
std::string GetCapacity(const Gathering& g) { return absl::StrCat(g.capacity); }
void SetCapacity(Gathering& g, std::string_view value) {
  if (!absl::SimpleAtoi(value, &g.capacity)) g.capacity = 0;
}

// The first kWritten of them are what people change by Update.
constexpr history::Field<Gathering> kFields[] = {
    Text<&Gathering::kind>("kind"),
    Text<&Gathering::title>("title"),
    Text<&Gathering::description>("description"),
    Text<&Gathering::place>("place"),
    Instant<&Gathering::start_time>("start_time"),
    Instant<&Gathering::end_time>("end_time"),
    Text<&Gathering::time_zone>("time_zone"),
    Text<&Gathering::organizer>("organizer"),
    Money<&Gathering::budget>("budget"),
    Money<&Gathering::cost>("cost"),
    {"capacity", GetCapacity, SetCapacity},
    Text<&Gathering::state>("state"),
    Text<&Gathering::outcome>("outcome"),
    Text<&Gathering::cancel_reason>("cancel_reason"),
};
constexpr size_t kWritten = 11;

}  // namespace

void Complete(Gathering& g, const std::string& caller) {
  for (std::string* text : {&g.title, &g.place, &g.organizer}) *text = text::Trim(*text);
  if (g.time_zone.empty()) g.time_zone = text::kDefaultTimeZone;
  if (g.organizer.empty()) g.organizer = caller;
}

absl::Status Validate(const Gathering& g) {
  Violations violations;
  if (g.kind.empty()) {
    violations.push_back({"kind", "say what it is, such as GATHERING_KIND_CUSTOMER_EVENT"});
  }
  text::CheckText("title", g.title, 1, 200, Lines::kOne, violations);
  text::CheckText("description", g.description, 0, 8000, Lines::kMany, violations);
  text::CheckText("place", g.place, 0, 200, Lines::kOne, violations);
  CheckWindow(g, violations);
  if (!text::IsTimeZone(g.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  if (!text::IsUserId(g.organizer))
    violations.push_back({"organizer", std::string(text::kUserIdRule)});
  CheckCosts(g, violations);
  if (g.capacity < 0 || g.capacity > kMaxCapacity) {
    violations.push_back({"capacity", absl::StrCat("must be 0 to ", kMaxCapacity)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckGatheringState(std::string_view state, std::string_view verb,
                                 absl::Span<const std::string_view> from) {
  return status::CheckState("the gathering", state, verb, from);
}

absl::Status Open(Gathering& g) {
  RETURN_IF_ERROR(CheckGatheringState(g.state, ":open", kPlanned));
  g.state = "open";
  return absl::OkStatus();
}

absl::Status Hold(Gathering& g, const std::string& outcome, const text::Amount& cost,
                  absl::Time now) {
  Gathering held = g;
  held.outcome = text::Trim(outcome);
  if (cost.said()) held.cost = cost;
  Violations violations;
  text::CheckText("outcome", held.outcome, 1, 8000, Lines::kMany, violations);
  CheckCosts(held, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(CheckGatheringState(g.state, ":hold", kOpen));
  if (g.start_time > now) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOT_BEGUN",
                         "the gathering has not begun; :hold it when it has, or :cancel it");
  }
  held.state = "held";
  g = std::move(held);
  return absl::OkStatus();
}

absl::Status Cancel(Gathering& g, const std::string& reason) {
  const std::string why = text::Trim(reason);
  if (why.empty()) return status::BadField("reason", "say why, in 1 to 500 characters");
  RETURN_IF_ERROR(CheckGatheringState(g.state, ":cancel", kAhead));
  g.state = "cancelled";
  g.cancel_reason = why;
  return absl::OkStatus();
}

absl::Span<const history::Field<Gathering>> GatheringFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Gathering>> RecordedGatheringFields() { return kFields; }

}  // namespace mainstay::engagement
