// Who asks for requirements, in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/requirements/requirement.h"

namespace mainstay::feedback {

// At least one, in one statement.
void InsertAskers(pg::Tx& tx, const std::vector<RequirementAsker>& askers);

// The askers of the requirements of these ids and of what was merged into them, with the id that
// each was read for: only those of accounts in the scope, the first first, of each at most `most`.
std::vector<std::pair<std::string, RequirementAsker>> ReadAskers(
    pg::Tx& tx, const std::vector<std::string>& ids, const auth::AccountScope& scope,
    std::optional<int> most = std::nullopt);

// Gives each of `requirements` its askers, at most `most`.
void FillAskers(pg::Tx& tx, const auth::AccountScope& scope,
                absl::Span<SeenRequirement> requirements, std::optional<int> most = std::nullopt);

// The askers of the requirement alone, whoever sees them.
int CountAskers(pg::Tx& tx, const std::string& requirement_id);
// The accounts that ask for it or for what was merged into it, at most 1000 ids: for events.
std::vector<std::string> ReadAskingAccounts(pg::Tx& tx, const std::string& requirement_id);

void DeleteAsker(pg::Tx& tx, const std::string& asker_id);

}  // namespace mainstay::feedback
