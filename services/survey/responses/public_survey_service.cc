#include "services/survey/responses/public_survey_service.h"

#include "services/survey/responses/public_survey_handlers.h"

namespace mainstay::survey {

void RegisterPublicSurveyService(rpc::Router& router, const Deps& deps) {
  RegisterSurveyForms(router, deps);
  RegisterSurveyPages(router, deps);
}

}  // namespace mainstay::survey
