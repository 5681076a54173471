// The facts that questionnaires publish.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/questionnaires/questionnaire_record.h"

namespace mainstay::survey {

events::OutboxEvent QuestionnaireChangedEvent(const Questionnaire& questionnaire,
                                              const history::WriteContext& context);

}  // namespace mainstay::survey
