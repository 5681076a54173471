// Visits as an iCalendar file (RFC 5545), as calendar programs subscribe to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace mainstay::engagement {

// What a feed tells of a visit.
struct FeedVisit {
  std::string id;  // bare UUID
  int64_t version = 1;
  std::string account_display_name;
  std::string kind;   // "return_visit"
  std::string state;  // any but "missed"
  absl::Time start;
  absl::Time end;
  std::string time_zone;  // IANA name
  std::string place;
  absl::Time create_time;
  absl::Time update_time;
};

// The file: an event a visit, in their order, in the visit's own time zone, and a VTIMEZONE a zone
// that covers them. UIDs are "<id>@mainstay"; SEQUENCE is the version, so that programs take over
// what changed. A time that clocks show twice and that is the second one is given in UTC, which
// TZID cannot say. The same visits make the same text.
std::string FeedText(const std::vector<FeedVisit>& visits);

}  // namespace mainstay::engagement
