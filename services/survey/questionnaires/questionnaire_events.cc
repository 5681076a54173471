#include "services/survey/questionnaires/questionnaire_events.h"

#include <mainstay/survey/v1/questionnaire_events.pb.h>

#include "common/events/event_of.h"
#include "services/survey/questionnaires/questionnaire_proto.h"

namespace mainstay::survey {

events::OutboxEvent QuestionnaireChangedEvent(const Questionnaire& questionnaire,
                                              const history::WriteContext& context) {
  v1::QuestionnaireChanged payload;
  payload.set_questionnaire(QuestionnaireName(questionnaire.id));
  payload.set_state(QuestionnaireStateToProto(questionnaire.state));
  payload.set_published_version(questionnaire.published_version);
  payload.set_deleted(questionnaire.delete_time.has_value());
  return events::EventOf(
      {events::kNoAccount, "questionnaire", questionnaire.id, questionnaire.version}, payload,
      context);
}

}  // namespace mainstay::survey
