// The pages that customers see through confirmation links: plain HTML in Chinese or English, which
// works on a phone and without scripts. Domain code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/web/language.h"
#include "services/feedback/closure/confirmation_form.h"

namespace mainstay::feedback {

// What a customer is asked: of the case nothing else.
struct ConfirmationQuestion {
  int64_t number = 0;
  std::string subject;
  std::string resolution;
  absl::Time expire_time;
};

// Shows the resolution and asks. `again`: the form that came could not be read. The form goes to
// the page's own address, which so is nowhere in it.
std::string QuestionPage(web::Language language, const ConfirmationQuestion& question, bool again);

// Thanks for an answer: of the one who clicked first and of everybody after.
std::string AnsweredPage(web::Language language, bool solved);

// For an answer that came after another one, which counts: which that was, when, and whom to ask.
std::string AnsweredOtherwisePage(web::Language language, bool solved, absl::Time answer_time);

// Of a link that cannot be answered: "expired", "revoked", "superseded"; anything else is a link
// that never was one. Says nothing of any case.
std::string UnanswerablePage(web::Language language, std::string_view state);

}  // namespace mainstay::feedback
