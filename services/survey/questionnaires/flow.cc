#include "services/survey/questionnaires/flow.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/questionnaires/answer_check.h"

namespace mainstay::survey {
namespace {

// What conditions see of an answer: `part` is a row or a half, or empty.
Value ValueOf(const Question& question, const Answer& answer, const std::string& part) {
  const auto number = [](const auto& place) {
    return place ? Value(static_cast<double>(*place)) : Value();
  };
  if (question.kind == QuestionKind::kMatrix) {
    if (part.empty()) return answer.rows.empty() ? Value() : Value(1.0);
    const auto row = answer.rows.find(part);
    return row == answer.rows.end() ? Value() : Value(static_cast<double>(row->second));
  }
  if (question.kind == QuestionKind::kKano) {
    if (part == "functional") return number(answer.functional);
    if (part == "dysfunctional") return number(answer.dysfunctional);
    return answer.functional && answer.dysfunctional ? Value(1.0) : Value();
  }
  if (!part.empty() || answer.not_applicable) return {};
  if (question.kind == QuestionKind::kMultipleChoice) {
    return answer.choices.empty() ? Value() : Value(answer.choices);
  }
  if (question.kind == QuestionKind::kSingleChoice) {
    return answer.choices.empty() ? Value() : Value(answer.choices[0]);
  }
  if (question.kind == QuestionKind::kText) {
    return answer.text.empty() ? Value() : Value(answer.text);
  }
  if (question.kind == QuestionKind::kDate) return answer.date ? Value(*answer.date) : Value();
  return number(answer.number);
}

// One way through the form: what these answers show, found front to back, because conditions look
// backwards only.
class Walk {
 public:
  Walk(const Form& form, const Facts& facts, const Answers& answers)
      : form_(form), facts_(facts), answers_(answers) {
    for (size_t s = 0; s < form.content.sections.size(); ++s) {
      std::vector<const Question*>& questions = sections_.emplace_back();
      if (!Holds(form.section_conditions[s])) continue;
      const Section& section = form.content.sections[s];
      for (size_t q = 0; q < section.questions.size(); ++q) {
        if (!Holds(form.question_conditions[s][q])) continue;
        questions.push_back(&section.questions[q]);
        shown_.insert(section.questions[q].key);
      }
    }
  }

  // By section, in the form's order.
  const std::vector<std::vector<const Question*>>& sections() const { return sections_; }

  bool Holds(const Condition& condition) const {
    return Evaluate(condition, [this](std::string_view name) { return Named(name); });
  }

  Value Named(std::string_view name) const {
    const size_t dot = name.find('.');
    const std::string_view key = name.substr(0, dot);
    if (!shown_.contains(key)) return FactNamed(facts_, name);
    const auto answer = answers_.find(std::string(key));
    if (answer == answers_.end()) return {};
    return ValueOf(*form_.FindQuestion(key), answer->second,
                   dot == name.npos ? "" : std::string(name.substr(dot + 1)));
  }

 private:
  const Form& form_;
  const Facts& facts_;
  const Answers& answers_;
  std::vector<std::vector<const Question*>> sections_;
  absl::flat_hash_set<std::string_view> shown_;
};

void CheckAnswers(const std::vector<const Question*>& questions, const Answers& answers,
                  std::vector<AnswerProblem>& problems) {
  for (const Question* question : questions) {
    const auto answer = answers.find(question->key);
    CheckAnswer(*question, answer == answers.end() ? nullptr : &answer->second, problems);
  }
}

// Well mixed and the same for ever: FNV-1a over the keys, then the finalizer of SplitMix64.
uint64_t OrderOf(uint64_t seed, std::string_view question, std::string_view key) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : absl::StrCat(question, ".", key)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  hash ^= seed;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

// `stays`: what keeps its place behind the others.
template <class T, class Stays>
std::vector<const T*> Ordered(const Question& question, const std::vector<T>& items, uint64_t seed,
                              Stays stays) {
  std::vector<const T*> ordered;
  for (const T& item : items) ordered.push_back(&item);
  if (!question.random_order) return ordered;
  const auto place = [&](const T* item) {
    return std::make_pair(stays(*item), stays(*item) ? 0 : OrderOf(seed, question.key, item->key));
  };
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const T* a, const T* b) { return place(a) < place(b); });
  return ordered;
}

}  // namespace

std::vector<const Question*> VisibleQuestions(const Form& form, const Facts& facts,
                                              const Answers& answers) {
  std::vector<const Question*> all;
  const Walk walk(form, facts, answers);
  for (const auto& questions : walk.sections()) {
    all.insert(all.end(), questions.begin(), questions.end());
  }
  return all;
}

std::vector<const Question*> VisibleQuestions(const Form& form, const Facts& facts,
                                              const Answers& answers, std::string_view section) {
  const Walk walk(form, facts, answers);
  for (size_t s = 0; s < walk.sections().size(); ++s) {
    if (form.content.sections[s].key == section) return walk.sections()[s];
  }
  return {};
}

std::vector<const Section*> ShownSections(const Form& form, const Facts& facts,
                                          const Answers& answers) {
  std::vector<const Section*> shown;
  const Walk walk(form, facts, answers);
  for (size_t s = 0; s < walk.sections().size(); ++s) {
    if (!walk.sections()[s].empty()) shown.push_back(&form.content.sections[s]);
  }
  return shown;
}

std::vector<AnswerProblem> Validate(const Form& form, const Facts& facts, const Answers& answers) {
  std::vector<AnswerProblem> problems;
  const Walk walk(form, facts, answers);
  for (const auto& questions : walk.sections()) CheckAnswers(questions, answers, problems);
  for (const auto& [key, answer] : answers) {
    if (form.FindQuestion(key) != nullptr) continue;
    problems.push_back(
        {key, "", {"问卷中没有这个问题。", "The questionnaire has no such question."}});
  }
  return problems;
}

std::vector<AnswerProblem> Validate(const Form& form, const Facts& facts, const Answers& answers,
                                    std::string_view section) {
  std::vector<AnswerProblem> problems;
  CheckAnswers(VisibleQuestions(form, facts, answers, section), answers, problems);
  return problems;
}

Answers Kept(const Form& form, const Facts& facts, const Answers& answers) {
  Answers kept;
  for (const Question* question : VisibleQuestions(form, facts, answers)) {
    const auto found = answers.find(question->key);
    if (found == answers.end()) continue;
    Answer answer = Tidied(*question, found->second);
    if (IsAnswered(answer)) kept.emplace(question->key, std::move(answer));
  }
  return kept;
}

bool IsAnswered(const Answer& answer) {
  return answer.number || !answer.choices.empty() || !answer.text.empty() || answer.date ||
         !answer.rows.empty() || answer.functional || answer.dysfunctional ||
         answer.not_applicable || !answer.not_applicable_rows.empty();
}

std::vector<const Option*> OrderedOptions(const Question& question, uint64_t seed) {
  return Ordered(question, question.options, seed,
                 [](const Option& option) { return option.exclusive || option.other; });
}

std::vector<const MatrixRow*> OrderedRows(const Question& question, uint64_t seed) {
  return Ordered(question, question.rows, seed, [](const MatrixRow&) { return false; });
}

Value ValueNamed(const Form& form, const Facts& facts, const Answers& answers,
                 std::string_view name) {
  return Walk(form, facts, answers).Named(name);
}

bool Holds(const Condition& condition, const Form& form, const Facts& facts,
           const Answers& answers) {
  return Walk(form, facts, answers).Holds(condition);
}

}  // namespace mainstay::survey
