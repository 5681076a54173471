#include "tools/demo/papers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/demo/company.h"
#include "tools/demo/opinion_words.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr uint64_t kPapers = 41;  // a stream of chance
constexpr int kPromoter = 9, kDetractor = 6;

bool IsPromoter(const Opinion& opinion) { return opinion.nps >= kPromoter; }
bool IsDetractor(const Opinion& opinion) { return opinion.nps <= kDetractor; }
// Whether the survey's page of shortcomings is shown.
bool IsDisappointed(const Opinion& opinion) {
  return IsDetractor(opinion) || opinion.Overall(1, 5) <= 3;
}

// What a box for words is for, by the questions' keys; empty for who writes nothing into it.
std::string WordsFor(const std::string& key, Random& random, const Respondent& who,
                     const Opinion& opinion) {
  if (who.straight || random.Chance(35)) return "";
  if (key == "improve") {
    return IsDisappointed(opinion) ? Complaint(random, opinion, who.english) : "";
  }
  if (key == "detractor_reason") {
    return IsDetractor(opinion) ? Complaint(random, opinion, who.english) : "";
  }
  if (key == "praise" || key == "promoter_reason") {
    return IsPromoter(opinion) ? Praise(random, opinion, who.english) : "";
  }
  if (key == "passive_reason" && (IsPromoter(opinion) || IsDetractor(opinion))) return "";
  if (key == "anything_else" && random.Chance(70)) return "";
  return Wish(random, opinion, who.english);
}

// The two things that disappoint most, by the options of the survey.
std::string Reasons(const Question& question, const Opinion& opinion) {
  constexpr std::pair<std::string_view, Aspect> kReasons[] = {
      {"quality", kQuality},   {"delivery", kDelivery}, {"price", kPrice},
      {"response", kResponse}, {"support", kSupport},   {"people", kPerson}};
  std::vector<std::pair<int, std::string_view>> by_tenths;
  for (const auto& [key, aspect] : kReasons) {
    const bool offered =
        std::any_of(question.options().begin(), question.options().end(),
                    [&, key = key](const QuestionOption& option) { return option.key() == key; });
    if (offered) by_tenths.emplace_back(opinion.tenths[aspect], key);
  }
  std::sort(by_tenths.begin(), by_tenths.end());
  if (by_tenths.size() < 2) return "";
  return absl::StrCat(by_tenths[0].second, ";", by_tenths[1].second);
}

std::string Choices(Random& random, const Question& question, const Opinion& opinion) {
  if (question.key() == "reasons") {
    return IsDisappointed(opinion) ? Reasons(question, opinion) : "";
  }
  if (question.key() == "referral" && !IsPromoter(opinion)) return "";
  std::vector<std::string> keys;
  for (const QuestionOption& option : question.options()) {
    if (!option.exclusive() && !option.other()) keys.push_back(option.key());
  }
  return keys.empty() ? "" : keys[random.Below(static_cast<int>(keys.size()))];
}

// Of a KANO pair: what having it is liked for, and lacking it disliked. Must-be, one-dimensional
// and attractive needs, and one that nobody cares about.
std::string Feeling(Random& random, int pair, bool functional) {
  struct Need {
    bool liked, missed;
  };
  constexpr Need kNeeds[] = {{true, true},  {false, false}, {true, false},
                             {false, true}, {true, false},  {true, true}};
  const Need& need = kNeeds[pair % 6];
  if (random.Chance((functional ? need.liked : need.missed) ? 85 : 12)) {
    return functional ? "1" : "5";
  }
  return absl::StrCat(functional ? random.Between(2, 3) : random.Between(3, 4));
}

}  // namespace

std::string Papers::Column::name() const {
  return part.empty() ? question->key() : absl::StrCat(question->key(), ".", part);
}

Papers::Papers(const QuestionnaireContent& content) {
  for (const QuestionnaireSection& section : content.sections()) {
    for (const Question& question : section.questions()) Add(question);
  }
}

void Papers::Add(const Question& question) {
  if (question.kind() == QUESTION_KIND_MATRIX) {
    for (const MatrixRow& row : question.rows()) columns_.push_back({&question, row.key()});
  } else if (question.kind() == QUESTION_KIND_KANO) {
    columns_.push_back({&question, "functional", pairs_});
    columns_.push_back({&question, "dysfunctional", pairs_++});
  } else {
    columns_.push_back({&question, ""});
  }
}

std::string Papers::Header() const {
  return absl::StrJoin(columns_, ",", [](std::string* out, const Column& column) {
    absl::StrAppend(out, column.name());
  });
}

std::string Papers::Record(const Respondent& who) const {
  const Opinion opinion = OpinionOf(who.customer, who.person, who.day);
  Random random({kSeed, kPapers, who.customer, who.person, static_cast<uint64_t>(who.wave)});
  const auto cell = [&](const Column& column) -> std::string {
    const Question& question = *column.question;
    const bool scaled = question.scale_min() != 0 || question.scale_max() != 0;
    const int min = scaled ? question.scale_min() : 1, max = scaled ? question.scale_max() : 5;
    switch (question.kind()) {
      case QUESTION_KIND_NPS:
        return absl::StrCat(opinion.nps);
      case QUESTION_KIND_CES:
        return absl::StrCat(opinion.Effort(scaled ? min : 1, scaled ? max : 7));
      case QUESTION_KIND_CSAT:
      case QUESTION_KIND_RATING:
        return absl::StrCat(opinion.Overall(min, max));
      case QUESTION_KIND_MATRIX:
        return absl::StrCat(who.straight ? opinion.Overall(min, max)
                                         : opinion.Score(AspectCalled(column.part), min, max));
      case QUESTION_KIND_SINGLE_CHOICE:
      case QUESTION_KIND_MULTIPLE_CHOICE:
        return Choices(random, question, opinion);
      case QUESTION_KIND_TEXT:
        return absl::StrCat("\"", WordsFor(question.key(), random, who, opinion), "\"");
      case QUESTION_KIND_KANO:
        return Feeling(random, column.pair, column.part == "functional");
      default:
        return "";
    }
  };
  std::vector<std::string> cells;
  for (const Column& column : columns_) cells.push_back(cell(column));
  return absl::StrJoin(cells, ",");
}

}  // namespace mainstay::demo
