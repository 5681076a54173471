// What is due by time, in PostgreSQL: waves to invite, reminders to plan, invitations that are
// over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::survey {

// A wave of a campaign that runs whose time has come, and how far its planning is.
struct DueWave {
  std::string campaign_id;
  int number = 0;
  std::string invited_to;  // the last account of the audience that was invited; empty: none yet
};
// The one that is due first by `now`; nothing when none is.
std::optional<DueWave> FindDueWave(pg::Tx& tx, absl::Time now);
// The same wave, locked, if it still is where it was: nobody else planned it meanwhile.
bool LockDueWave(pg::Tx& tx, const DueWave& wave);
// Where its planning is now: "inviting" or, when everybody was invited, "invited".
void SaveWave(pg::Tx& tx, const DueWave& wave, std::string_view state);
// Looks at the wave again at that time: what it takes was not there.
void PutOffWave(pg::Tx& tx, const DueWave& wave, absl::Time look_at);
// How many invitations of the wave there are, by state.
struct StateCount {
  std::string state;
  int count = 0;
};
std::vector<StateCount> CountWave(pg::Tx& tx, const DueWave& wave);

// The account's region; empty when it is not known.
std::string RegionOf(pg::Tx& tx, const std::string& account_id);

// Makes a delivery of the invitation itself (number 0) for each, due at `now`.
void InsertDeliveries(pg::Tx& tx, const std::vector<std::string>& invitation_ids, absl::Time now);

// Plans the reminders that are due by `now`, at most `limit`, of campaigns that run; how many were
// looked at. Who has answered, or whose time is over, gets none.
int PlanReminders(pg::Tx& tx, absl::Time now, int limit);
// Ends the invitations whose time is over by `now`, at most `limit`, and what is still to be sent
// of campaigns that are closed; how many. Of an anonymous campaign only tokens go.
int ExpireInvitations(pg::Tx& tx, absl::Time now, int limit);

}  // namespace mainstay::survey
