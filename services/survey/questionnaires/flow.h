// How a form is gone through: what is shown, what an answer may be, in which order options stand.
// The one set of rules for page, JSON, phone and paper. Domain code: no SQL, no proto. Answers to
// questions that are not shown count as not given everywhere here, so an answer changed earlier on
// takes back what was answered behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/facts.h"
#include "services/survey/questionnaires/form.h"

namespace mainstay::survey {

// The questions that these answers show, in order. Pointers are into `form`.
std::vector<const Question*> VisibleQuestions(const Form& form, const Facts& facts,
                                              const Answers& answers);
// The same of one section; empty when there is no such section or it is not shown.
std::vector<const Question*> VisibleQuestions(const Form& form, const Facts& facts,
                                              const Answers& answers, std::string_view section);

// The sections that are shown, in order: their condition holds and a question of them is shown.
// Empty when nothing is asked of these facts at all.
std::vector<const Section*> ShownSections(const Form& form, const Facts& facts,
                                          const Answers& answers);

// Why an answer cannot be taken.
struct AnswerProblem {
  std::string question;  // key
  // What of it: a matrix' row; "functional" or "dysfunctional" of a KANO pair; "text" for the
  // respondent's own words to an option; else empty.
  std::string row;
  LocalText message;  // says what to do, in both languages
  bool operator==(const AnswerProblem&) const = default;
};

// What is wrong with the whole response, in the form's order; empty: it can be submitted. Answers
// to questions that are not shown are nobody's mistake; those to questions that the form does not
// have are.
std::vector<AnswerProblem> Validate(const Form& form, const Facts& facts, const Answers& answers);
// The same of one section's questions alone, before the next one is shown.
std::vector<AnswerProblem> Validate(const Form& form, const Facts& facts, const Answers& answers,
                                    std::string_view section);

// What is stored of answers that Validate took: those to questions that are shown; choices in the
// form's order and each once, texts trimmed, empty answers and words for options not chosen left
// out.
Answers Kept(const Form& form, const Facts& facts, const Answers& answers);

// Whether something was answered at all: "does not apply" is an answer here, blanks are none.
bool IsAnswered(const Answer& answer);

// Options and rows in the order that a response with this seed sees; the order of the form unless
// random_order. The same everywhere and for ever: the order of a hash of seed and keys.
std::vector<const Option*> OrderedOptions(const Question& question, uint64_t seed);
std::vector<const MatrixRow*> OrderedRows(const Question& question, uint64_t seed);

// `text` in `language` ("zh", "en") with its pipes filled: "{{reason}}" becomes what was answered,
// "{{service.speed}}" of a matrix; options by their texts, dates in words; "…" where nothing was.
// The result is plain text: pages escape it.
std::string Piped(const Form& form, const LocalText& text, const Answers& answers,
                  std::string_view language);

// The value that conditions see for `name` (form.h, facts.h), of answers that are shown.
Value ValueNamed(const Form& form, const Facts& facts, const Answers& answers,
                 std::string_view name);
// Whether a condition about a whole response holds: of loop rules, quotas.
bool Holds(const Condition& condition, const Form& form, const Facts& facts,
           const Answers& answers);

}  // namespace mainstay::survey
