// Looks for accounts that may be the same company. Answers over all accounts, whoever asks; what
// the caller may not see comes back without the account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// Why an account is a candidate; the surest first.
enum class DuplicateReason { kTaxId = 1, kName = 2, kDomain = 3 };

struct DuplicateCandidate {
  std::optional<Account> account;  // nothing when the caller may not see it
  std::vector<DuplicateReason> reasons;
};

// Candidates for `account` (its tax id, name, website and parent count), the surest first, at most
// 20. Those that the caller may not see come last, as one, so that not even their number is told.
// Companies of one group may share a website: an account's parent and siblings are no candidates by
// domain. Merged accounts count as their survivors, deleted ones not at all.
std::vector<DuplicateCandidate> FindDuplicates(pg::Tx& tx, const Account& account,
                                               const auth::AccountScope& scope);

// The advisory locks under which the duplicate check of `account` holds until it is created: of two
// creations that would find each other, the second waits and then does. For api::WriteOnce.
std::vector<int64_t> DuplicateLocks(const Account& account);

}  // namespace mainstay::accounts
