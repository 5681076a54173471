// What an interviewer types as an answer, for the questions of a form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <mainstay/survey/v1/survey_form.pb.h>

#include "absl/status/status.h"
#include "tools/mainstayctl/language.h"

namespace mainstay::ctl {

// One of the things that a question asks for: all of it, or a row, a half of a KANO pair, or own
// words. Called as columns of files are: "reason", "service.speed", "need.functional",
// "reason.text".
struct AnswerPart {
  std::string part;    // "" for all of it
  std::string prompt;  // what to say and what can be typed, one line or several
};

// What is to be asked of a question one by one, in `language`. Own words are asked once an option
// that wants them is chosen: WordsPart.
std::vector<AnswerPart> PartsOf(const survey::v1::FormQuestion& question, Language language);
// Whether `answer` chose an option of the question that asks for own words.
bool WantsWords(const survey::v1::FormQuestion& question, const survey::v1::Answer& answer);

// Puts `text` into a part of the answer: numbers, dates as 2026-01-31, options by key, text or
// place from 1, several of them with commas or semicolons between; "n/a" where that can be
// answered. INVALID_ARGUMENT on "answer" says what is accepted; what is right is the service's to
// say.
absl::Status ReadAnswer(const survey::v1::FormQuestion& question, std::string_view part,
                        std::string_view text, survey::v1::Answer& answer);

}  // namespace mainstay::ctl
