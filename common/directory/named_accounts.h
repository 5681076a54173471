// The accounts that the records of a file name.
#pragma once

#include <map>
#include <set>
#include <string>

#include "common/auth/scope.h"
#include "common/pg/session.h"

namespace mainstay::directory {

struct NamedAccount {
  std::string id;  // bare UUID, of the account that survived merges
  std::string tier, region;
};

// Accounts in use: by bare UUIDs as asked, and by display names, of which those that several
// accounts have are `ambiguous`.
struct NamedAccounts {
  std::map<std::string, NamedAccount> by_id, by_name;
  std::set<std::string> ambiguous;
};

// Those of the ids and names that are known, within the scope.
NamedAccounts FindNamedAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                                const std::set<std::string>& names,
                                const auth::AccountScope& scope);

}  // namespace mainstay::directory
