// The one way in which requirements are written: the row, its history and its event, in the
// caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/feedback/requirements/requirement.h"
#include "services/feedback/requirements/requirement_store.h"

namespace mainstay::feedback {

// Takes a completed and validated requirement in, with its askers: at least one. Gives all their
// ids and times.
Requirement OpenRequirement(pg::Tx& tx, Requirement requirement,
                            std::vector<RequirementAsker> askers,
                            const history::WriteContext& context);

// Makes `after` the next version of `before`, which is locked, and returns it; `before` when
// nothing changed. `more` changed beside its fields: who asks, scores.
Requirement ChangeRequirement(pg::Tx& tx, const Requirement& before, Requirement after,
                              const std::string& action, const std::vector<history::Change>& more,
                              const history::WriteContext& context);

// The requirement with its facts, and of it what the view shows.
SeenRequirement See(pg::Tx& tx, const Requirement& requirement, const RequirementView& view);

}  // namespace mainstay::feedback
