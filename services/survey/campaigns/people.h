// The people of accounts and what was used of their contact budgets, as the other services know
// them.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/survey/campaigns/audience.h"

namespace mainstay::survey {

// Most accounts that are asked about at once.
inline constexpr int kMostAskedAccounts = 200;

// In whose name, and until when, it is asked.
struct Asking {
  std::string token;
  absl::Time deadline;
};

// Thread-safe.
class People {
 public:
  virtual ~People() = default;
  // The contacts in use of at most kMostAskedAccounts accounts that the token sees.
  virtual absl::StatusOr<std::vector<Person>> ContactsOf(
      const Asking& asking, const std::vector<std::string>& account_ids) = 0;
  // Those of the accounts whose contact budget is used up.
  virtual absl::StatusOr<absl::flat_hash_set<std::string>> OverBudget(
      const Asking& asking, const std::vector<std::string>& account_ids) = 0;
};

}  // namespace mainstay::survey
