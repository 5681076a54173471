// A question's fields in a page (form_page.h), and how they are named in the form that comes back:
//   a.<question>              one value: scale, number, text, date, option; several: options
//   a.<question>.<row>        a matrix' row
//   a.<question>.functional   and .dysfunctional of a KANO pair
//   a.<question>.text         own words for an option
// "na" on a scale is "does not apply". Domain code.
#pragma once

#include <string>
#include <string_view>

#include "services/survey/responses/form_page.h"

namespace mainstay::survey {

inline constexpr char kNotApplicableValue[] = "na";

// The field's name: `part` is a row, "functional", "dysfunctional" or "text"; empty for the
// question.
std::string FieldName(std::string_view question, std::string_view part = "");

// The id of the first field that an answer's problem is about.
std::string FieldId(const ShownQuestion& question, std::string_view row = "");

// The question with its fields, filled in with what was answered, and what is wrong with it.
std::string QuestionHtml(const FormPage& page, const ShownQuestion& shown);

}  // namespace mainstay::survey
