// What imports of cases look up, and the external ids of what they brought, in PostgreSQL.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/auth/scope.h"
#include "common/imports/import_store.h"
#include "common/pg/session.h"

namespace mainstay::feedback {

inline constexpr imports::Tables kCaseImports{.imports = "case_imports",
                                              .rejects = "case_import_rejects"};

// Accounts in use and in the scope, with the account that each is seen under: by ids as asked, and
// by display names, of which those that several accounts have are `ambiguous`.
struct FoundAccounts {
  std::map<std::string, std::string> by_id, by_name;
  std::set<std::string> ambiguous;
};
FoundAccounts FindFileAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                               const std::set<std::string>& names, const auth::AccountScope& scope);

// An account, which is a survivor, and another system's id of a record.
using ExternalId = std::pair<std::string, std::string>;
// Those of `ids` that are cases already, under the account or one that was merged into it.
std::set<ExternalId> TakenExternalIds(pg::Tx& tx, const std::string& source,
                                      const std::vector<ExternalId>& ids);
// `case_ids` beside `ids`.
void InsertExternalIds(pg::Tx& tx, const std::string& import_id, const std::string& source,
                       const std::vector<ExternalId>& ids,
                       const std::vector<std::string>& case_ids);

}  // namespace mainstay::feedback
