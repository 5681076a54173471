#include "services/survey/responses/part_answers.h"

#include <algorithm>

#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

// The same by what is kept of them.
bool Same(const Answer& a, const Answer& b) {
  return AnswerDocument({{"a", a}}) == AnswerDocument({{"a", b}});
}

// Where a section stands among those shown; their number when it does not.
size_t PlaceOf(const std::vector<const Section*>& sections, std::string_view key) {
  return static_cast<size_t>(std::find_if(sections.begin(), sections.end(),
                                          [&](const Section* s) { return s->key == key; }) -
                             sections.begin());
}

}  // namespace

bool MergeSection(const Form& form, const SectionAnswers& from, PartAnswers& part) {
  const Section* const section = form.FindSection(from.section);
  if (section == nullptr) return false;
  const bool older = from.save_count != part.save_count;
  bool differs = false;
  for (const Question& question : section->questions) {
    const auto given = from.answers.find(question.key);
    const auto kept = part.answers.find(question.key);
    if (given == from.answers.end()) {
      if (kept == part.answers.end()) continue;
      if (older) {
        differs = true;
      } else {
        part.answers.erase(kept);
      }
      continue;
    }
    if (older && kept != part.answers.end() && !Same(given->second, kept->second)) differs = true;
    part.answers[question.key] = given->second;
  }
  return differs;
}

const Section* SectionToShow(const Form& form, const Facts& facts, const PartAnswers& part,
                             std::string_view wanted) {
  const auto sections = ShownSections(form, facts, part.answers);
  if (sections.empty()) return nullptr;
  size_t place = PlaceOf(sections, wanted.empty() ? std::string_view(part.section) : wanted);
  if (place == sections.size()) place = wanted.empty() ? 0 : sections.size() - 1;
  for (size_t i = 0; i < place; ++i) {
    if (!Validate(form, facts, part.answers, sections[i]->key).empty()) return sections[i];
  }
  return sections[place];
}

const Section* NextSection(const Form& form, const Facts& facts, const Answers& answers,
                           std::string_view section) {
  const auto sections = ShownSections(form, facts, answers);
  const size_t place = PlaceOf(sections, section);
  return place + 1 < sections.size() ? sections[place + 1] : nullptr;
}

const Section* SectionBefore(const Form& form, const Facts& facts, const Answers& answers,
                             std::string_view section) {
  const auto sections = ShownSections(form, facts, answers);
  const size_t place = PlaceOf(sections, section);
  return place == 0 || place == sections.size() ? nullptr : sections[place - 1];
}

std::string QuestionOpened(const Form& form, const Facts& facts, const Answers& answers,
                           std::string_view section, const std::vector<std::string>& shown) {
  for (const Question* question : VisibleQuestions(form, facts, answers, section)) {
    if (std::find(shown.begin(), shown.end(), question->key) == shown.end()) return question->key;
  }
  return "";
}

std::vector<std::string> QuestionsShown(const Form& form, const Facts& facts,
                                        const Answers& answers, std::string_view section) {
  std::vector<std::string> keys;
  for (const Question* question : VisibleQuestions(form, facts, answers, section)) {
    keys.push_back(question->key);
  }
  return keys;
}

}  // namespace mainstay::survey
