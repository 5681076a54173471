// The pages through which people answer: plain HTML for phones, keyboards and screen readers, in
// Chinese or English, without scripts; they look after the reader's choice of light or dark. A page
// holds nothing of its own address. Domain code.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/survey/responses/page_words.h"
#include "services/survey/responses/shown_form.h"

namespace mainstay::survey {

// One section's page.
struct FormPage {
  std::string language;  // "zh", "en"
  std::string title;     // the questionnaire's
  std::string intro;     // on the first page
  std::string privacy;   // of the campaign; told on the first page
  ShownSection section;
  size_t number = 1;  // of the section, from 1
  size_t count = 1;   // as far as is known
  int64_t save_count = 0;
  std::optional<absl::Time> expire_time;
  const Answers* answers = nullptr;  // never null
  // What was typed where an answer could not be read, by question's key.
  std::map<std::string, std::string> typed;
  std::vector<AnswerProblem> problems;
  // The first question that the answers opened on this page; empty: none. It gets the focus.
  std::string opened;
  // Answers came from another window too.
  bool merged = false;
};

// The form goes to the page's own address.
std::string FormPageHtml(const FormPage& page);

// A page that only tells something. `more` is shown instead of the notice's own text unless it is
// empty: a questionnaire's thanks.
std::string NoticePage(std::string_view language, const words::Notice& notice,
                       std::string_view more = "");

}  // namespace mainstay::survey
