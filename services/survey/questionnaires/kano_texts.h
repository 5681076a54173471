// The words of a KANO pair, which are the same for every need, so that answers can be compared.
// Domain code: no SQL, no proto.
#pragma once

#include <array>
#include <cstddef>

#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// The answers to either half, 1 to 5 from the front (Kano 1984, as Berger et al. 1993 word them).
const std::array<LocalText, 5>& KanoAnswers();

// What is asked of a need ("online order tracking"): what if it is there, and what if it is not.
LocalText FunctionalText(const LocalText& need);
LocalText DysfunctionalText(const LocalText& need);

}  // namespace mainstay::survey
