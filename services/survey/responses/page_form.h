// What comes back from a survey's page (question_html.h says how its fields are named). Domain
// code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/survey/questionnaires/flow.h"

namespace mainstay::survey {

inline constexpr size_t kMostPageBytes = 256 << 10;
inline constexpr size_t kMostPageFields = 2000;

struct PageForm {
  std::string section;             // its key
  int64_t save_count = 0;          // what it was filled in on
  std::string go = "next";         // "next", "back", or a language to go on in: "zh", "en"
  std::vector<std::string> shown;  // keys of the questions that stood on the page
  Answers answers;                 // of the section's questions; those left empty are not in it
  // What was typed where an answer could not be read, by question's key, and what is wrong with it.
  std::map<std::string, std::string> typed;
  std::vector<AnswerProblem> problems;
};

// Nothing when it is no form of a page of `form`, or too large. Fields of questions that the
// section does not have are passed over; whether an answer can be taken is flow.h's to say.
std::optional<PageForm> ParsePageForm(const Form& form, std::string_view content_type,
                                      std::string_view data);

}  // namespace mainstay::survey
