#include "services/survey/questionnaires/questionnaire_service.h"

#include "services/survey/questionnaires/questionnaire_handlers.h"

namespace mainstay::survey {

void RegisterQuestionnaireService(rpc::Router& router, const Deps& deps) {
  RegisterQuestionnaireReads(router, deps);
  RegisterQuestionnaireWrites(router);
}

}  // namespace mainstay::survey
