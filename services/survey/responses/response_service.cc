#include "services/survey/responses/response_service.h"

#include "services/survey/responses/response_handlers.h"

namespace mainstay::survey {

void RegisterResponseService(rpc::Router& router, const Deps& deps) {
  RegisterResponseReads(router, deps);
  RegisterInterviews(router, deps);
}

}  // namespace mainstay::survey
