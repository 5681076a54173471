// What imports of cases look up, and the external ids of what they brought, in PostgreSQL.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/imports/import_store.h"
#include "common/pg/session.h"

namespace mainstay::feedback {

inline constexpr imports::Tables kCaseImports{.imports = "case_imports",
                                              .rejects = "case_import_rejects"};

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
