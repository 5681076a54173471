// The facts that steps and their templates publish.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/steps/case_step.h"
#include "services/feedback/steps/step_template.h"

namespace mainstay::feedback {

events::OutboxEvent StepTemplateChangedEvent(const StepTemplate& step_template,
                                             const std::vector<history::Change>& changes,
                                             const history::WriteContext& context);
events::OutboxEvent CaseStepChangedEvent(const CaseStep& step,
                                         const history::WriteContext& context);

// Sees to it that the owner of a step that can begin, and nobody else, is asked to do it: adds the
// facts that engagement makes tasks of, and notes them on `after`. `case_number` is told to people.
void KeepTask(const CaseStep* before, int64_t case_number, const history::WriteContext& context,
              CaseStep& after, std::vector<events::OutboxEvent>& facts);

}  // namespace mainstay::feedback
