#include "services/survey/analysis/plan_store.h"

#include "common/status/status.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {

absl::StatusOr<std::shared_ptr<const TallyPlan>> PublishedPlan(pg::Tx& tx,
                                                               const std::string& questionnaire_id,
                                                               int version) {
  ASSIGN_OR_RETURN(const auto published, ReadVersion(tx, questionnaire_id, version));
  return std::make_shared<const TallyPlan>(published->content());
}

}  // namespace mainstay::survey
