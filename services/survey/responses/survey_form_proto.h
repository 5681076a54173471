// Forms as programs are shown them.
#pragma once

#include <mainstay/survey/v1/survey_form.pb.h>

#include <string_view>
#include <vector>

#include "services/survey/responses/shown_form.h"
#include "services/survey/responses/sitting.h"

namespace mainstay::survey {

v1::FormSection ToProto(const ShownSection& section);

// `sections`: one, or all that are shown to an interviewer. The caller fills in what is of a place
// in the form.
v1::SurveyForm FormToProto(const Sitting& sitting, const std::vector<ShownSection>& sections,
                           const std::vector<AnswerProblem>& problems);

// Of a link that cannot be answered.
v1::SurveyForm ClosedFormToProto(const Sitting& sitting, std::string_view language);

}  // namespace mainstay::survey
