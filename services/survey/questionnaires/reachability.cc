#include "services/survey/questionnaires/reachability.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/expression/satisfiability.h"

namespace mainstay::survey {
namespace {

// The names that answers to a matrix or a pair are asked by.
std::vector<std::string> PartsOf(const Question& question) {
  std::vector<std::string> parts;
  for (const MatrixRow& row : question.rows) {
    parts.push_back(absl::StrCat(question.key, ".", row.key));
  }
  if (question.kind == QuestionKind::kKano) {
    parts = {absl::StrCat(question.key, ".functional"),
             absl::StrCat(question.key, ".dysfunctional")};
  }
  return parts;
}

Condition Implies(const Condition& first, const Condition& second) {
  return AnyOf({Not(first), second});
}

class Finder {
 public:
  explicit Finder(const Form& form) : form_(form), declarations_(DeclarationsOf(form.content)) {}

  Reachability Run() {
    Reachability found;
    std::vector<Condition> nothing;
    for (size_t s = 0; s < form_.content.sections.size(); ++s) {
      const bool reached = Possible({form_.section_conditions[s]});
      if (!reached) found.sections.push_back(s);
      for (size_t q = 0; q < form_.content.sections[s].questions.size(); ++q) {
        nothing.push_back(Not(Shown(s, q)));
        if (reached && !Possible({Shown(s, q)})) found.questions.emplace_back(s, q);
      }
    }
    found.nothing_asked = Possible(std::move(nothing));
    return found;
  }

 private:
  Condition Shown(size_t section, size_t question) const {
    return AllOf({form_.section_conditions[section], form_.question_conditions[section][question]});
  }

  // Whether these can hold together, and with them what is true of all that they ask.
  bool Possible(std::vector<Condition> conditions) const {
    if (std::all_of(conditions.begin(), conditions.end(),
                    [](const Condition& condition) { return condition.always(); })) {
      return true;
    }
    std::set<std::string> known;
    for (size_t i = 0; i < conditions.size(); ++i) {
      for (const std::string& name : NamesIn(conditions[i])) {
        const std::string key = name.substr(0, name.find('.'));
        const auto place = form_.places.find(key);
        if (place == form_.places.end() || !known.insert(key).second) continue;
        AddKnown(place->second.first, place->second.second, conditions);
      }
    }
    return CanHold(conditions, declarations_);
  }

  void AddKnown(size_t s, size_t q, std::vector<Condition>& conditions) const {
    const Question& question = form_.content.sections[s].questions[q];
    const Condition shown = Shown(s, q);
    const bool always = question.required && !question.not_applicable;
    std::vector<Condition> parts;
    for (const std::string& part : PartsOf(question)) {
      parts.push_back(Answered(part));
      conditions.push_back(Implies(parts.back(), shown));
      if (always) conditions.push_back(Implies(shown, parts.back()));
    }
    const Condition whole = Answered(question.key);
    conditions.push_back(Implies(whole, shown));
    if (always) conditions.push_back(Implies(shown, whole));
    if (question.kind == QuestionKind::kMatrix) {
      conditions.push_back(Implies(whole, AnyOf(parts)));
      conditions.push_back(Implies(AnyOf(parts), whole));
    } else if (question.kind == QuestionKind::kKano) {
      conditions.push_back(Implies(whole, AllOf(parts)));
      conditions.push_back(Implies(AnyOf(parts), whole));
    }
  }

  const Form& form_;
  const Declarations declarations_;
};

}  // namespace

Reachability FindUnreachable(const Form& form) { return Finder(form).Run(); }

}  // namespace mainstay::survey
