// The facts that requirements publish: identifiers only, nothing of what was said.
#pragma once

#include <string>
#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/requirements/requirement.h"
#include "services/feedback/requirements/requirement_review.h"

namespace mainstay::feedback {

// `accounts`: ids of those that ask for it.
events::OutboxEvent RequirementCollectedEvent(const Requirement& requirement,
                                              const std::vector<std::string>& accounts,
                                              const history::WriteContext& context);
// `changes` gives the names of the fields; their values stay here.
events::OutboxEvent RequirementChangedEvent(const Requirement& requirement,
                                            const std::vector<history::Change>& changes,
                                            const history::WriteContext& context);
events::OutboxEvent RequirementStateChangedEvent(const Requirement& before,
                                                 const Requirement& after,
                                                 const std::vector<std::string>& accounts,
                                                 const history::WriteContext& context);
events::OutboxEvent RequirementMergedEvent(const Requirement& requirement,
                                           const history::WriteContext& context);
events::OutboxEvent RequirementUnmergedEvent(const Requirement& before, const Requirement& after,
                                             const history::WriteContext& context);
events::OutboxEvent RequirementReviewedEvent(const RequirementReview& review,
                                             const history::WriteContext& context);

}  // namespace mainstay::feedback
