// The invitation (邀请): one person of an account and a gathering: what they replied, whether they
// came.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/engagement/gatherings/gathering.h"

namespace mainstay::engagement {

// An invitation as it is stored, and what is shown of its gathering.
struct Invitation {
  std::string id;            // bare UUID
  std::string gathering_id;  // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string contact_id;  // bare UUID; empty: no contact
  std::string guest_name;  // of somebody who is no contact
  bool walked_in = false;  // came without an invitation
  std::string reply = "none";  // "none", "accepted", "declined", "withdrawn"
  std::string attendance;      // "attended", "absent"; empty: not noted
  std::string note;
  absl::Time create_time;
  absl::Time update_time;
  // Of the gathering: not stored with the invitation.
  std::string gathering_kind, gathering_title, gathering_state;
  absl::Time gathering_start_time;
};

// Checks what people write of a new invitation; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const Invitation& invitation);

// Makes a new invitation of `gathering`: an invited person has not replied, one who walked in came.
// FAILED_PRECONDITION with reason WRONG_STATE unless the gathering is planned or open, for a
// walk-in open or held.
absl::Status Invite(Invitation& invitation, const Gathering& gathering);

// What verbs do; FAILED_PRECONDITION with reason WRONG_STATE names the states of the gathering that
// allow it. An empty note leaves the one before.
//
// `reply` must be said. `accepted`: how many have accepted so far, this one included if it has;
// FAILED_PRECONDITION with reason GATHERING_FULL when that is the gathering's capacity and this one
// would be another. A walk-in has no reply: FAILED_PRECONDITION with reason WALKED_IN.
absl::Status ReplyTo(Invitation& invitation, const Gathering& gathering, int accepted,
                     const std::string& reply, const std::string& note);
// `attendance`: empty is taken for "attended".
absl::Status Attend(Invitation& invitation, const Gathering& gathering,
                    const std::string& attendance, const std::string& note);

// Every field whose changes are kept.
absl::Span<const history::Field<Invitation>> InvitationFields();

}  // namespace mainstay::engagement
