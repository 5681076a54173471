// What publishing asks for.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/expression/scale_check.h"
#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/content_path.h"
#include "services/survey/questionnaires/facts.h"
#include "services/survey/questionnaires/form.h"
#include "services/survey/questionnaires/pipes.h"
#include "services/survey/questionnaires/question_check.h"
#include "services/survey/questionnaires/reachability.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

// What begins the names of facts.
constexpr std::string_view kFactWords[] = {"account", "contact", "survey"};

class Publishing {
 public:
  explicit Publishing(const QuestionnaireContent& content)
      : content_(content), everything_(DeclarationsOf(content)) {}

  Violations Run() {
    violations_ = CheckDraft(content_);
    Require("content.title", !content_.title.empty(), "give it a title, in one language at least");
    Require("content.sections", !content_.sections.empty(), "give it a section with a question");
    for (size_t s = 0; s < content_.sections.size(); ++s) CheckSection(s, content_.sections[s]);
    Pipes("content.thanks", content_.thanks);
    CheckDrivers();
    // What depends on conditions that are wrong themselves would only confuse.
    if (violations_.empty()) CheckReach();
    return std::move(violations_);
  }

 private:
  void Require(const std::string& path, bool holds, std::string_view otherwise) {
    if (!holds) violations_.push_back({path, std::string(otherwise)});
  }

  void CheckSection(size_t place, const Section& section) {
    const std::string path = SectionPath(place);
    const std::string key = absl::StrCat(path, ".key");
    Require(key, IsKey(section.key), kKeyRule);
    Require(key, section_keys_.insert(section.key).second,
            absl::StrCat("there is another section \"", section.key, "\""));
    Require(absl::StrCat(path, ".questions"), !section.questions.empty(),
            "give the section a question, or leave it out");
    Pipes(absl::StrCat(path, ".title"), section.title);
    Pipes(absl::StrCat(path, ".intro"), section.intro);
    CheckConditionAt(absl::StrCat(path, ".visible_if"), section.visible_if);
    for (size_t q = 0; q < section.questions.size(); ++q) {
      const Question& question = section.questions[q];
      const std::string at = QuestionPath(place, q);
      CheckOwnKey(absl::StrCat(at, ".key"), question.key);
      CheckQuestion(at, question, violations_);
      Pipes(absl::StrCat(at, ".text"), question.text);
      Pipes(absl::StrCat(at, ".help"), question.help);
      CheckConditionAt(absl::StrCat(at, ".visible_if"), question.visible_if);
      Declare(question, earlier_);
    }
    // Pipes are filled when a page is shown, so what stands on the same page cannot be in them.
    for (const Question& question : section.questions) Declare(question, earlier_pages_);
  }

  void CheckOwnKey(const std::string& path, const std::string& key) {
    Require(path, IsKey(key), kKeyRule);
    Require(path, question_keys_.insert(key).second,
            absl::StrCat("there is another question \"", key, "\""));
    const bool fact =
        std::find(std::begin(kFactWords), std::end(kFactWords), key) != std::end(kFactWords);
    Require(path, !IsReservedWord(key) && !fact,
            absl::StrCat("\"", key, "\" is a word of conditions; take another key"));
  }

  // "asked later", for a name that there is, but not yet; else nothing.
  std::string TooLate(const std::string& name) const {
    if (earlier_.contains(name) || !everything_.contains(name)) return "";
    return absl::StrCat("\"", name,
                        "\" is asked later or here: conditions look back only; move the question");
  }

  void CheckConditionAt(const std::string& path, const std::string& text) {
    const absl::StatusOr<Condition> condition = ParseCondition(text);
    if (!condition.ok()) return Require(path, false, condition.status().message());
    for (const std::string& name : NamesIn(*condition)) {
      if (const std::string late = TooLate(name); !late.empty()) return Require(path, false, late);
    }
    absl::Status checked = CheckCondition(*condition, text, earlier_);
    checked.Update(CheckScales(*condition, text, earlier_));
    Require(path, checked.ok(), checked.message());
  }

  void Pipes(const std::string& path, const LocalText& text) {
    PipesOf(absl::StrCat(path, ".zh"), text.zh);
    PipesOf(absl::StrCat(path, ".en"), text.en);
  }

  void PipesOf(const std::string& path, const std::string& text) {
    for (const Pipe& pipe : PipesIn(text)) {
      if (!pipe.closed) return Require(path, false, "close \"{{\" with \"}}\"");
      const auto found = earlier_pages_.find(pipe.name);
      if (found == earlier_pages_.end()) {
        const bool there =
            everything_.contains(pipe.name) && !FactDeclarations().contains(pipe.name);
        return Require(path, false,
                       there ? absl::StrCat("{{", pipe.name,
                                            "}} is not answered when this page is shown: ask it in "
                                            "an earlier section")
                             : absl::StrCat("{{", pipe.name, "}} is no question"));
      }
      const bool shows =
          found->second.type != ValueType::kAny && !absl::EndsWith(pipe.name, "functional");
      if (!shows) {
        return Require(path, false,
                       absl::StrCat("{{", pipe.name,
                                    "}} has no answer that could be "
                                    "shown; name a matrix' row"));
      }
    }
  }

  const Question* Find(std::string_view key) const {
    for (const Section& section : content_.sections) {
      for (const Question& question : section.questions) {
        if (question.key == key) return &question;
      }
    }
    return nullptr;
  }

  void CheckDrivers() {
    const DriverModel& model = content_.drivers;
    if (model.outcome.empty() && model.drivers.empty()) return;
    const std::string path = "content.driver_model";
    const Question* outcome = Find(model.outcome);
    Require(absl::StrCat(path, ".outcome"), outcome != nullptr && IsScale(outcome->kind),
            "must be the key of a question of kind NPS, CSAT, CES or rating");
    Require(absl::StrCat(path, ".drivers"), !model.drivers.empty(), "name at least one driver");
    std::set<std::string> drivers;
    for (size_t i = 0; i < model.drivers.size(); ++i) {
      const std::string& driver = model.drivers[i];
      const std::string at = absl::StrCat(path, ".drivers[", i, "]");
      const Question* question = Find(driver.substr(0, driver.find('.')));
      const bool row = driver.find('.') != driver.npos;
      const bool scale = question != nullptr && everything_.contains(driver) &&
                         (row ? question->kind == QuestionKind::kMatrix : IsScale(question->kind));
      Require(at, scale, "must be the key of a scale, or \"matrix.row\"");
      Require(at, driver != model.outcome, "the outcome does not drive itself");
      Require(at, drivers.insert(driver).second, "stands here twice");
    }
  }

  void CheckReach() {
    const absl::StatusOr<Form> form = MakeForm(content_);
    if (!form.ok()) return;
    const Reachability reach = FindUnreachable(*form);
    for (const size_t s : reach.sections) {
      Require(absl::StrCat(SectionPath(s), ".visible_if"), false,
              "can never be true, so nobody would see this section");
    }
    for (const auto& [s, q] : reach.questions) {
      Require(absl::StrCat(QuestionPath(s, q), ".visible_if"), false,
              "can never be true where its section is shown, so nobody would be asked this");
    }
    Require(
        "content.sections", !reach.nothing_asked,
        "some respondents would be asked nothing, such as those of whom nothing is known: leave "
        "one question without conditions");
  }

  const QuestionnaireContent& content_;
  const Declarations everything_;
  Declarations earlier_ = FactDeclarations();
  Declarations earlier_pages_;
  std::set<std::string> section_keys_, question_keys_;
  Violations violations_;
};

}  // namespace

Violations CheckForPublishing(const QuestionnaireContent& content) {
  return Publishing(content).Run();
}

}  // namespace mainstay::survey
