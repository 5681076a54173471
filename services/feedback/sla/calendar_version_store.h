// The calendars that clocks count by, in every version since clocks run, and the note that clocks
// are out of date.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::feedback {

// Keeps the present version of the calendar beside those before it.
void KeepCalendarVersion(pg::Tx& tx, const std::string& name);
// What was received of a version (calendar_replica.content); nothing when there is no such version.
std::optional<std::string> ReadCalendarVersion(pg::Tx& tx, const std::string& name,
                                               int64_t version);

// Something that clocks are planned by changes with this transaction: those that are out of date
// are looked for from its commit on.
void RequestReplan(pg::Tx& tx, absl::Time now);
// Whether something did.
bool ReplanRequested(pg::Tx& tx);
// Nothing more is to be found of what changed before `until`.
void EndReplan(pg::Tx& tx, absl::Time until);

}  // namespace mainstay::feedback
