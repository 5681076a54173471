#include "services/feedback/requirements/requirement_service.h"

#include "services/feedback/requirements/requirement_handlers.h"

namespace mainstay::feedback {

void RegisterRequirementService(rpc::Router& router, const Deps& deps) {
  RegisterRequirementReads(router, deps);
  RegisterRequirementWrites(router, deps);
  RegisterRequirementVerbs(router, deps);
  RegisterRequirementMerges(router, deps);
  RegisterRequirementReviews(router, deps);
}

}  // namespace mainstay::feedback
