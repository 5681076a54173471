// What is counted of published questionnaires.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/pg/session.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// Of a published version (questionnaires/version_store.h). Thread-safe.
absl::StatusOr<std::shared_ptr<const TallyPlan>> PublishedPlan(pg::Tx& tx,
                                                               const std::string& questionnaire_id,
                                                               int version);

}  // namespace mainstay::survey
