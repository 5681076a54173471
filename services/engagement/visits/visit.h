// The visit (拜访): what is planned, what was recorded, and what a record of one must keep to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::engagement {

// One of our people at a visit.
struct Participant {
  std::string user;   // user id
  std::string level;  // "staff", "manager", "director", "executive"; empty: not known
  bool operator==(const Participant&) const = default;
};

// One of the customer's people at a visit.
struct Attendee {
  std::string contact_id;  // bare UUID
  std::string level;       // as Participant::level
  bool host = false;       // receives us
  bool operator==(const Attendee&) const = default;
};

struct Position {
  double latitude = 0;   // degrees, -90 to 90
  double longitude = 0;  // degrees, -180 to 180
};

// A visit as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail of
// the proto's value names: "on_site".
struct Visit {
  std::string id;          // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string kind;
  std::string mode;
  std::string purpose;
  absl::Time planned_start;
  absl::Time planned_end;
  std::string time_zone;  // IANA name
  std::string place;
  std::vector<Participant> participants;  // the first leads
  std::vector<Attendee> attendees;
  std::string state = "planned";
  std::string preparation;
  std::optional<absl::Time> check_in_time;
  std::optional<Position> check_in_position;
  std::optional<bool> on_time;  // there is one when check_in_time is
  std::optional<absl::Time> complete_time;
  std::string content;
  std::string progress;
  std::string outcome;
  std::vector<std::string> customer_needs;  // one line each
  std::optional<absl::CivilDay> next_visit_date;
  std::map<std::string, std::string> form_answers;
  int64_t form_version = 0;  // that the answers were checked against; 0: there was no form
  std::string cancel_reason;
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in what may be absent: mode, time zone, end, and `caller` as the one who goes. Cuts the
// spaces around single-line fields.
void FillIn(Visit& visit, const std::string& caller);

// Checks every field of a visit that was filled in; INVALID_ARGUMENT names all that cannot be
// accepted. The answers of the form are the form's to check (visit_form.h).
absl::Status Validate(const Visit& visit);

// The part of it that lists need before updates copy them as texts: people, needs and answers.
absl::Status ValidateLists(const Visit& visit);

// The rules of a window alone: the end comes after the beginning, at most kLongestVisit later.
inline constexpr absl::Duration kLongestVisit = absl::Hours(24);
absl::Status ValidateWindow(absl::Time start, absl::Time end);

// How the highest level that is known on our side stands to the highest of the customer's: "equal",
// "ours_lower", "ours_higher"; empty while one is not known (对口走访).
std::string LevelMatch(const Visit& visit);

// Whether a check-in counts as on time: on the planned day, by the visit's time zone, up to
// `tolerance` after the planned beginning, and before the planned end.
bool IsOnTime(const Visit& visit, absl::Time check_in, absl::Duration tolerance);

// The one table of a visit's fields, by their names in the API: its history, and what updates copy.
absl::Span<const history::Field<Visit>> VisitFields();

// How a field is changed: by UpdateVisit until the visit is called off; by UpdateVisit once it
// takes place, being part of the record; or by verbs alone.
enum class FieldKind { kPlan, kRecord, kVerb };
FieldKind KindOf(std::string_view field);

}  // namespace mainstay::engagement
