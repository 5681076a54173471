// Finds accounts by parts of their names.
#pragma once

#include <string>
#include <vector>

#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "common/text/search.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// One page of what a search finds: first accounts whose name begins with the query, by name, then
// those that have every word somewhere, newest first.
struct FoundAccounts {
  std::vector<Account> accounts;
  std::vector<std::string> next;  // the cursor for the next page; empty on the last
};

// `after` is the `next` of the page before, or empty. `query` must have words. Give it a
// transaction of its own: it changes how that transaction plans.
FoundAccounts SearchAccounts(pg::Tx& tx, const text::SearchQuery& query,
                             const auth::AccountScope& scope, const std::vector<std::string>& after,
                             int limit);

}  // namespace mainstay::accounts
