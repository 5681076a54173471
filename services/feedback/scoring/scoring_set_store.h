// Criteria sets and their versions in PostgreSQL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/list.h"
#include "common/pg/session.h"
#include "services/feedback/scoring/scoring_set.h"

namespace mainstay::feedback {

// A new set, with its version 1.
void InsertSet(pg::Tx& tx, const ScoringSet& set);
// The next version of a set that was read with LockSet.
void AddSetVersion(pg::Tx& tx, const ScoringSet& set);

// A version of the set; the present one for 0.
std::optional<ScoringSet> ReadSet(pg::Tx& tx, const std::string& id, int64_t version);
// A set's id and the number of one of its versions, and of many what each says.
using SetVersion = std::pair<std::string, int64_t>;
std::map<SetVersion, ScoringSet> ReadSets(pg::Tx& tx, const std::vector<SetVersion>& versions);
// The present one, locked until the transaction ends.
std::optional<ScoringSet> LockSet(pg::Tx& tx, const std::string& id);

absl::Span<const api::Sort> SetSorts();         // the latest made first
absl::Span<const api::Sort> SetVersionSorts();  // the newest first
// The sets as they are.
api::Rows<ScoringSet> ListSets(pg::Tx& tx, const api::ListQuery& query);
// A set's versions.
api::Rows<ScoringSet> ListSetVersions(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& id);

}  // namespace mainstay::feedback
