// Random questionnaires: what they show agrees with a second, naive reading; what publishing calls
// unreachable is what no answers whatever come to; and what can be published never dead-ends.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/content_testing.h"
#include "services/survey/questionnaires/flow.h"

namespace mainstay::survey {
namespace {

// A condition of this test's own: "or" of "and"s of terms, each of which may be turned round.
struct Term {
  bool negated = false;
  std::string name, sign, operand;  // sign "?" asks whether it was answered
};
using Clauses = std::vector<std::vector<Term>>;

// What was said, as text, by name; what is absent was not answered. Multiple choices as "x,y".
using Sheet = std::map<std::string, std::string>;

bool Naive(const Clauses& clauses, const Sheet& sheet) {
  bool any = clauses.empty();
  for (const auto& clause : clauses) {
    bool all = true;
    for (const Term& term : clause) {
      bool holds = sheet.contains(term.name);
      if (holds && term.sign != "?") {
        const std::string& said = sheet.at(term.name);
        if (term.sign == "has") holds = said.find(term.operand) != said.npos;
        if (term.sign == "=") holds = said == term.operand;
        if (term.sign == "!=") holds = said != term.operand;
        if (term.sign == "<") holds = said < term.operand;
        if (term.sign == ">=") holds = said >= term.operand;
      }
      all = all && holds != term.negated;
    }
    any = any || all;
  }
  return any;
}

std::string Written(const Clauses& clauses) {
  std::string text;
  for (const auto& clause : clauses) {
    std::string part;
    for (const Term& term : clause) {
      const bool number = term.name[0] == 'r';
      const std::string operand = number ? term.operand : absl::StrCat("'", term.operand, "'");
      absl::StrAppend(&part, part.empty() ? "" : " and ", term.negated ? "not " : "",
                      term.sign == "?" ? absl::StrCat("answered(", term.name, ")")
                      : term.sign == "has"
                          ? absl::StrCat("contains(", term.name, ", ", operand, ")")
                          : absl::StrCat(term.name, " ", term.sign, " ", operand));
    }
    absl::StrAppend(&text, text.empty() ? "" : " or ", part);
  }
  return text;
}

// A questionnaire and what its conditions are. Keys say kinds: r1 a rating 0 to 2, s1 a single
// choice of a, b and c, m1 a multiple choice of x and y.
struct Sample {
  QuestionnaireContent content;
  std::vector<Clauses> sections;
  std::map<std::string, Clauses> questions;
};

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return random_() % bound; }
  std::string Of(const std::vector<std::string>& list) { return list[Below(list.size())]; }

  Sample Make() {
    Sample sample;
    std::vector<std::string> names = {"account.tier"};
    size_t number = 0;
    for (size_t s = 0; s < 2 + Below(2); ++s) {
      // The first page asks everybody.
      Clauses of_section = s == 0 ? Clauses() : Condition(names);
      Section section = Page(absl::StrCat("page", s), {}, Written(of_section));
      for (size_t q = 0; q < 1 + Below(2); ++q) {
        const Clauses clauses = s == 0 && q == 0 ? Clauses() : Condition(names);
        Question question = Make(++number);
        question.visible_if = Written(clauses);
        names.push_back(question.key);
        sample.questions[question.key] = clauses;
        section.questions.push_back(std::move(question));
      }
      sample.content.sections.push_back(std::move(section));
      sample.sections.push_back(std::move(of_section));
    }
    sample.content.title = {.zh = "随机", .en = "Random"};
    return sample;
  }

 private:
  Question Make(size_t number) {
    const size_t kind = Below(3);
    Question question = Ask(absl::StrCat(kind == 0   ? "r"
                                         : kind == 1 ? "s"
                                                     : "m",
                                         number),
                            kind == 0   ? QuestionKind::kRating
                            : kind == 1 ? QuestionKind::kSingleChoice
                                        : QuestionKind::kMultipleChoice);
    question.required = Below(2) == 0;
    question.scale_min = 0;
    question.scale_max = 2;
    question.options.clear();
    for (const char* key : {"a", "b", "c"}) {
      if (kind == 1) question.options.push_back({.key = key, .text = {.zh = key}});
    }
    for (const char* key : {"x", "y"}) {
      if (kind == 2) question.options.push_back({.key = key, .text = {.zh = key}});
    }
    if (kind != 0) question.scale_min = 1;
    if (kind != 0) question.scale_max = 5;
    return question;
  }

  Clauses Condition(const std::vector<std::string>& names) {
    Clauses clauses(Below(3));
    for (auto& clause : clauses) {
      for (size_t i = 0; i < 1 + Below(3); ++i) clause.push_back(MakeTerm(Of(names)));
    }
    return clauses;
  }

  Term MakeTerm(const std::string& name) {
    Term term{.negated = Below(4) == 0, .name = name, .sign = "?"};
    if (Below(6) == 0) return term;
    term.sign = Below(2) == 0 ? "=" : "!=";
    if (name[0] == 'r') {
      term.sign = Of({"=", "!=", "<", ">="});
      term.operand = Of({"0", "1", "2"});
    } else if (name[0] == 's') {
      term.operand = Of({"a", "b", "c"});
    } else if (name[0] == 'm') {
      term.sign = "has";
      term.operand = Of({"x", "y"});
    } else {
      term.operand = Of({"core", "general"});
    }
    return term;
  }

  std::mt19937_64 random_;
};

std::vector<std::string> ValuesOf(const std::string& key) {
  if (key[0] == 'r') return {"0", "1", "2"};
  if (key[0] == 's') return {"a", "b", "c"};
  return {"x", "y", "x,y"};
}

Answer Typed(const std::string& key, const std::string& said) {
  if (key[0] == 'r') return {.number = said[0] - '0'};
  if (said == "x,y") return {.choices = {"x", "y"}};
  return {.choices = {said}};
}

Answers Typed(const Sheet& said) {
  Answers answers;
  for (const auto& [key, text] : said) {
    if (key != "account.tier") answers[key] = Typed(key, text);
  }
  return answers;
}

Facts FactsOf(const Sheet& said) {
  return {.account_tier = said.contains("account.tier") ? said.at("account.tier") : ""};
}

// The keys that are shown, by the naive reading: what is not shown was not said.
std::vector<std::string> NaivelyShown(const Sample& sample, const Sheet& said) {
  std::vector<std::string> shown;
  Sheet seen;
  if (said.contains("account.tier")) seen["account.tier"] = said.at("account.tier");
  for (size_t s = 0; s < sample.sections.size(); ++s) {
    if (!Naive(sample.sections[s], seen)) continue;
    for (const Question& question : sample.content.sections[s].questions) {
      if (!Naive(sample.questions.at(question.key), seen)) continue;
      shown.push_back(question.key);
      if (said.contains(question.key)) seen[question.key] = said.at(question.key);
    }
  }
  return shown;
}

std::vector<std::string> Keys(const std::vector<const Question*>& questions) {
  std::vector<std::string> keys;
  for (const Question* question : questions) keys.push_back(question->key);
  return keys;
}

TEST(RandomForm, ShowsWhatANaiveReadingShows) {
  Maker maker(4);
  for (int round = 0; round < 400; ++round) {
    const Sample sample = maker.Make();
    const Form form = *MakeForm(sample.content);
    for (int i = 0; i < 20; ++i) {
      // Anything may have been said, to questions that are not shown too.
      Sheet said;
      for (const auto& [key, clauses] : sample.questions) {
        if (maker.Below(3) > 0) said[key] = maker.Of(ValuesOf(key));
      }
      if (maker.Below(3) > 0) said["account.tier"] = maker.Of({"core", "general", "potential"});
      const Answers answers = Typed(said);
      const auto shown = Keys(VisibleQuestions(form, FactsOf(said), answers));
      ASSERT_EQ(shown, NaivelyShown(sample, said)) << sample.content.sections.back().visible_if;
      const Answers kept = Kept(form, FactsOf(said), answers);
      ASSERT_EQ(Keys(VisibleQuestions(form, FactsOf(said), kept)), shown);
      for (const auto& [key, answer] : kept) {
        ASSERT_TRUE(std::find(shown.begin(), shown.end(), key) != shown.end()) << key;
      }
    }
  }
}

// Every way through: gives all keys that some answers show.
void TryEverything(const Sample& sample, Sheet said, size_t at, std::set<std::string>& reached) {
  const std::vector<std::string> shown = NaivelyShown(sample, said);
  if (at == shown.size()) return;
  const std::string& key = shown[at];
  reached.insert(key);
  bool required = false;
  for (const Section& section : sample.content.sections) {
    for (const Question& question : section.questions) {
      required = required || (question.key == key && question.required);
    }
  }
  if (!required) TryEverything(sample, said, at + 1, reached);
  for (const std::string& value : ValuesOf(key)) {
    said[key] = value;
    TryEverything(sample, said, at + 1, reached);
  }
}

// Keys that publishing says nobody comes to.
std::set<std::string> CalledUnreachable(const QuestionnaireContent& content) {
  std::set<std::string> fields, keys;
  for (const auto& violation : CheckForPublishing(content)) {
    EXPECT_TRUE(absl::StrContains(violation.description, "can never be true"))
        << violation.field << ": " << violation.description;
    fields.insert(violation.field);
  }
  for (size_t s = 0; s < content.sections.size(); ++s) {
    const std::string path = absl::StrCat("content.sections[", s, "]");
    const bool whole = fields.contains(absl::StrCat(path, ".visible_if"));
    for (size_t q = 0; q < content.sections[s].questions.size(); ++q) {
      if (whole || fields.contains(absl::StrCat(path, ".questions[", q, "].visible_if"))) {
        keys.insert(content.sections[s].questions[q].key);
      }
    }
  }
  return keys;
}

TEST(RandomForm, IsUnreachableWhereNoAnswersComeTo) {
  Maker maker(2026);
  size_t unreachable = 0;
  for (int round = 0; round < 500; ++round) {
    const Sample sample = maker.Make();
    std::set<std::string> reached, never;
    for (const char* tier : {"", "core", "general", "potential"}) {
      Sheet said;
      if (*tier != '\0') said["account.tier"] = tier;
      TryEverything(sample, said, 0, reached);
    }
    for (const auto& [key, clauses] : sample.questions) {
      if (!reached.contains(key)) never.insert(key);
    }
    unreachable += never.size();
    ASSERT_EQ(CalledUnreachable(sample.content), never);
  }
  EXPECT_GT(unreachable, 50u);
}

TEST(RandomForm, NeverDeadEndsOncePublished) {
  Maker maker(5);
  int published = 0;
  for (int round = 0; round < 600; ++round) {
    const Sample sample = maker.Make();
    if (!CheckForPublishing(sample.content).empty()) continue;
    ++published;
    const Form form = *MakeForm(sample.content);
    for (int walk = 0; walk < 20; ++walk) {
      Sheet said;
      if (maker.Below(3) > 0) said["account.tier"] = maker.Of({"core", "general", "potential"});
      // Page by page, as a browser goes: each question in the order shown, as a person would who
      // leaves out what need not be answered.
      std::vector<const Section*> pages = ShownSections(form, FactsOf(said), {});
      ASSERT_FALSE(pages.empty());
      for (size_t page = 0; page < pages.size(); ++page) {
        const std::string section = pages[page]->key;
        for (size_t q = 0;; ++q) {
          const auto shown = VisibleQuestions(form, FactsOf(said), Typed(said), section);
          if (q == shown.size()) break;
          if (shown[q]->required || maker.Below(2) == 0) {
            said[shown[q]->key] = maker.Of(ValuesOf(shown[q]->key));
          }
        }
        ASSERT_TRUE(Validate(form, FactsOf(said), Typed(said), section).empty());
        // What was gone through stays; what comes may have changed.
        const auto now = ShownSections(form, FactsOf(said), Typed(said));
        ASSERT_GE(now.size(), page + 1);
        ASSERT_TRUE(
            std::equal(now.begin(), now.begin() + static_cast<long>(page) + 1, pages.begin()));
        pages = now;
      }
      ASSERT_TRUE(Validate(form, FactsOf(said), Typed(said)).empty());
      ASSERT_EQ(Kept(form, FactsOf(said), Typed(said)).size(),
                said.size() - said.count("account.tier"));
    }
  }
  EXPECT_GT(published, 200);
}

}  // namespace
}  // namespace mainstay::survey
