// A user's place on an account's team.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::accounts {

// As stored; enums are the lower-case tail of the proto's value names.
struct TeamMember {
  std::string account_id;  // bare UUID of the survivor for a merged account
  std::string user;
  std::string role;            // "account_manager", "service", "technical", "finance", "sponsor"
  std::string raci;            // "responsible", "accountable", "consulted", "informed"
  bool owner = false;          // of the account
  std::string inherited_from;  // bare UUID of the merged account that the member came with
  absl::Time create_time;
  absl::Time update_time;
  bool operator==(const TeamMember&) const = default;
};

// Checks user and role, and that exactly the owner is accountable: the account has one who answers
// for it. Fields are those of the API's TeamMember.
absl::Status Validate(const TeamMember& member);

// What the account's history says of a member: "account_manager responsible".
std::string Describe(const TeamMember& member);

}  // namespace mainstay::accounts
