// What a respondent answered so far (part answers), and how answers from a page join it. Domain
// code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/survey/questionnaires/flow.h"

namespace mainstay::survey {

// The most that is kept of one respondent, as AnswerDocument writes it.
inline constexpr size_t kMostAnswerBytes = 200'000;

struct PartAnswers {
  int64_t save_count = 0;  // 0: nothing was answered yet
  std::string language;    // "zh", "en"
  std::string section;     // key of the one that was shown last; empty: none
  uint64_t seed = 0;
  Answers answers;
  absl::Time start_time;
};

// Answers that come from one section's page.
struct SectionAnswers {
  std::string section;     // key
  int64_t save_count = 0;  // PartAnswers::save_count that the page was made of
  Answers answers;         // by question's key; those left empty are not in it
  // The questions that stood on the page; nothing: those that what was kept showed.
  std::optional<std::vector<std::string>> shown = {};
  std::string language;  // to go on in, "zh" or "en"; empty: as before
  // The last section's answers submit the response when nothing is to be put right.
  bool submits = false;
};

// Puts the section's answers in the place of those of before. When the page is older than what is
// kept, it takes nothing back: what it leaves empty stays. True when it was, and says otherwise
// than what was kept since.
bool MergeSection(const Form& form, const SectionAnswers& from, PartAnswers& part);

// Which section to show: `wanted` when it is shown and nothing before it is to be put right, else
// the first that has something; without `wanted` the one shown last. Null when nothing is asked.
const Section* SectionToShow(const Form& form, const Facts& facts, const PartAnswers& part,
                             std::string_view wanted);

// The section shown behind `section`; null behind the last. In front of it: null before the first.
const Section* NextSection(const Form& form, const Facts& facts, const Answers& answers,
                           std::string_view section);
const Section* SectionBefore(const Form& form, const Facts& facts, const Answers& answers,
                             std::string_view section);

// The first question of the section that is shown now and not among `shown`; empty: none.
std::string QuestionOpened(const Form& form, const Facts& facts, const Answers& answers,
                           std::string_view section, const std::vector<std::string>& shown);
// The keys of those that are shown.
std::vector<std::string> QuestionsShown(const Form& form, const Facts& facts,
                                        const Answers& answers, std::string_view section);

}  // namespace mainstay::survey
