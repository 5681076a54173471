#include "services/engagement/calendar_feed/visit_feed.h"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mainstay::engagement {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

// When a zone is needed.
struct Period {
  absl::Time first = absl::InfiniteFuture();
  absl::Time last = absl::InfinitePast();
};

icaltimetype WallTime(absl::CivilSecond civil) {
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(civil.year());
  time.month = civil.month();
  time.day = civil.day();
  time.hour = civil.hour();
  time.minute = civil.minute();
  time.second = civil.second();
  return time;
}

icaltimetype Utc(absl::Time at) {
  icaltimetype time = WallTime(absl::ToCivilSecond(at, absl::UTCTimeZone()));
  time.zone = icaltimezone_get_utc_timezone();
  return time;
}

void Add(icalcomponent* component, icalproperty* property) {
  icalcomponent_add_property(component, property);  // which owns it from now on
}

void AddExtension(icalcomponent* component, const char* name, const char* value) {
  icalproperty* property = icalproperty_new_x(value);
  icalproperty_set_x_name(property, name);
  Add(component, property);
}

// STANDARD or DAYLIGHT: what holds from `onset`, by the clock that was right until then.
icalcomponent* Observance(absl::CivilSecond onset, int offset_before,
                          const absl::TimeZone::CivilInfo& after) {
  icalcomponent* observance =
      icalcomponent_new(after.is_dst ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
  Add(observance, icalproperty_new_dtstart(WallTime(onset)));
  Add(observance, icalproperty_new_tzoffsetfrom(offset_before));
  Add(observance, icalproperty_new_tzoffsetto(after.offset));
  Add(observance, icalproperty_new_tzname(after.zone_abbr));
  return observance;
}

// The zone's clock changes from the last one before the period to its end.
icalcomponent* TimeZoneOf(const std::string& name, const absl::TimeZone& zone,
                          const Period& period) {
  icalcomponent* component = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
  Add(component, icalproperty_new_tzid(name.c_str()));
  absl::TimeZone::CivilTransition transition;
  absl::Time from = period.first;
  if (zone.PrevTransition(period.first + absl::Nanoseconds(1), &transition)) {
    from = zone.At(transition.to).post - absl::Nanoseconds(1);
  } else {
    const absl::TimeZone::CivilInfo always = zone.At(period.first);
    icalcomponent_add_component(component,
                                Observance(absl::CivilSecond(1970), always.offset, always));
  }
  while (zone.NextTransition(from, &transition)) {
    const absl::Time onset = zone.At(transition.to).post;
    if (onset > period.last || onset <= from) break;
    icalcomponent_add_component(
        component,
        Observance(transition.from, zone.At(onset - absl::Nanoseconds(1)).offset, zone.At(onset)));
    from = onset;
  }
  return component;
}

bool IsUtc(const std::string& zone) { return zone == "UTC"; }

// A DTSTART or DTEND with this time.
void AddTime(icalcomponent* event, icalproperty* (*make)(icaltimetype), absl::Time at,
             const std::string& zone_name, const absl::TimeZone& zone) {
  const absl::CivilSecond civil = absl::ToCivilSecond(at, zone);
  const absl::Time whole = absl::FromUnixSeconds(absl::ToUnixSeconds(at));
  if (IsUtc(zone_name) || zone.At(civil).pre != whole) return Add(event, make(Utc(at)));
  icalproperty* property = make(WallTime(civil));
  icalproperty_add_parameter(property, icalparameter_new_tzid(zone_name.c_str()));
  Add(event, property);
}

icalproperty_status StatusOf(std::string_view state) {
  if (state == "cancelled") return ICAL_STATUS_CANCELLED;
  return state == "planned" ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

// Texts of one line: a carriage return would be taken for the end of one.
std::string OneLine(std::string_view text) { return absl::StrReplaceAll(text, {{"\r", ""}}); }

icalcomponent* EventOf(const FeedVisit& visit, const absl::TimeZone& zone) {
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  Add(event, icalproperty_new_uid(absl::StrCat(visit.id, "@mainstay").c_str()));
  Add(event, icalproperty_new_sequence(static_cast<int>(visit.version)));
  Add(event, icalproperty_new_dtstamp(Utc(visit.update_time)));
  Add(event, icalproperty_new_created(Utc(visit.create_time)));
  Add(event, icalproperty_new_lastmodified(Utc(visit.update_time)));
  AddTime(event, icalproperty_new_dtstart, visit.start, visit.time_zone, zone);
  AddTime(event, icalproperty_new_dtend, visit.end, visit.time_zone, zone);
  Add(event, icalproperty_new_status(StatusOf(visit.state)));
  Add(event, icalproperty_new_summary(OneLine(visit.account_display_name).c_str()));
  if (!visit.place.empty()) {
    Add(event, icalproperty_new_location(OneLine(visit.place).c_str()));
  }
  Add(event, icalproperty_new_categories(visit.kind.c_str()));
  return event;
}

absl::TimeZone ZoneOf(const std::string& name) {
  absl::TimeZone zone;
  absl::LoadTimeZone(name, &zone);  // UTC if it is gone
  return zone;
}

}  // namespace

std::string FeedText(const std::vector<FeedVisit>& visits) {
  const Component root(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  Add(root.get(), icalproperty_new_version("2.0"));
  Add(root.get(), icalproperty_new_prodid("-//Mainstay//Visits//EN"));
  AddExtension(root.get(), "X-WR-CALNAME", "Mainstay 拜访");
  AddExtension(root.get(), "X-PUBLISHED-TTL", "PT15M");
  std::map<std::string, Period> periods;
  for (const FeedVisit& visit : visits) {
    Period& period = periods[visit.time_zone];
    period.first = std::min(period.first, visit.start);
    period.last = std::max(period.last, visit.end);
  }
  for (const auto& [name, period] : periods) {
    if (!IsUtc(name)) {
      icalcomponent_add_component(root.get(), TimeZoneOf(name, ZoneOf(name), period));
    }
  }
  for (const FeedVisit& visit : visits) {
    icalcomponent_add_component(root.get(), EventOf(visit, ZoneOf(visit.time_zone)));
  }
  const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(root.get()));
  return text.get();
}

}  // namespace mainstay::engagement
