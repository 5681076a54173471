#include "services/survey/satisfaction/account_figures.h"

#include <map>
#include <set>

#include "services/survey/analysis/suppression.h"

namespace mainstay::survey {
namespace {

constexpr double kPromoterFrom = 9, kDetractorTo = 6;

const Question* FindQuestion(const QuestionnaireContent& content, const std::string& key) {
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.key == key) return &question;
    }
  }
  return nullptr;
}

// What was answered to it; nothing when it was not, or does not apply.
std::optional<double> NumberOf(const Answers& answers, const Question& question) {
  const auto answer = answers.find(question.key);
  return answer == answers.end() ? std::nullopt : answer->second.number;
}

std::optional<double> OnScale(const Answers& answers, const Question& question) {
  const auto number = NumberOf(answers, question);
  const double width = question.scale_max - question.scale_min;
  if (!number || width <= 0) return std::nullopt;
  return 100 * (*number - question.scale_min) / width;
}

std::optional<double> ScoreOf(const QuestionnaireContent& content, const Answers& answers) {
  const Question* outcome = FindQuestion(content, content.drivers.outcome);
  if (outcome != nullptr &&
      (outcome->kind == QuestionKind::kCsat || outcome->kind == QuestionKind::kRating)) {
    return OnScale(answers, *outcome);
  }
  double sum = 0;
  int count = 0;
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.kind != QuestionKind::kCsat) continue;
      const auto score = OnScale(answers, question);
      if (!score) continue;
      sum += *score;
      ++count;
    }
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

std::optional<double> PromotesOf(const QuestionnaireContent& content, const Answers& answers) {
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.kind != QuestionKind::kNps) continue;
      const auto number = NumberOf(answers, question);
      if (!number) return std::nullopt;
      if (*number >= kPromoterFrom) return 100;
      return *number <= kDetractorTo ? 0 : 50;
    }
  }
  return std::nullopt;
}

// A contact with all that is known of it.
struct Person {
  std::string role;
  int influence = 0;
  bool reached = false;
  bool answered = false;  // and that may be told; also when what they said is left out
  Opinion opinion;
};
using People = std::map<std::string, Person>;

void TakeInvited(absl::Span<const Invited> invited, People& people) {
  for (const Invited& one : invited) {
    Person& person = people[one.contact_id];
    if (person.role.empty()) person.role = one.role;
    if (person.influence == 0) person.influence = one.influence;
    person.reached = person.reached || one.reached;
  }
}

// The confidential campaigns in which so many people gave a word on `member` that theirs may count.
std::set<std::string> EnoughConfidential(absl::Span<const Heard> heard,
                                         std::optional<double> Opinion::*member) {
  std::map<std::string, std::set<std::string>> contacts;
  for (const Heard& one : heard) {
    if (!one.confidential_campaign.empty() && one.opinion.*member) {
      contacts[one.confidential_campaign].insert(one.contact_id);
    }
  }
  std::set<std::string> enough;
  for (const auto& [campaign, people] : contacts) {
    if (static_cast<int64_t>(people.size()) >= kLeastGroup) enough.insert(campaign);
  }
  return enough;
}

void TakeHeard(absl::Span<const Heard> heard, People& people) {
  for (const Heard& one : heard) {
    if (!one.confidential_campaign.empty() && one.settled) people[one.contact_id].answered = true;
  }
  for (const auto member : {&Opinion::score, &Opinion::promotes}) {
    const std::set<std::string> enough = EnoughConfidential(heard, member);
    for (const bool confidential : {true, false}) {
      for (const Heard& one : heard) {
        if (!(one.opinion.*member) || one.confidential_campaign.empty() == confidential) continue;
        Person& person = people[one.contact_id];
        person.answered = true;
        if (confidential && !enough.contains(one.confidential_campaign)) continue;
        if (!(person.opinion.*member)) person.opinion.*member = one.opinion.*member;
      }
    }
  }
}

std::vector<Voice> VoicesOf(const People& people, std::optional<double> Opinion::*member) {
  std::vector<Voice> voices;
  for (const auto& [contact, person] : people) {
    voices.push_back({.contact = contact,
                      .buying_role = person.role,
                      .influence = person.influence,
                      .asked = person.reached || person.answered,
                      .score = person.opinion.*member});
  }
  return voices;
}

}  // namespace

Opinion OpinionOf(const QuestionnaireContent& content, const Answers& answers) {
  return {ScoreOf(content, answers), PromotesOf(content, answers)};
}

AccountFigures FiguresOf(absl::Span<const Heard> heard, absl::Span<const Invited> invited) {
  People people;
  TakeInvited(invited, people);
  TakeHeard(heard, people);
  const AccountSatisfaction by_score = SatisfactionOf(VoicesOf(people, &Opinion::score));
  const AccountSatisfaction by_nps = SatisfactionOf(VoicesOf(people, &Opinion::promotes));
  AccountFigures figures{.score = by_score.score,
                         .plain_mean = by_score.plain_mean,
                         .nps = std::nullopt,
                         .weight_heard = by_score.weight_heard,
                         .effective_sample_size = by_score.effective_sample_size,
                         .silent_decision_makers = {},
                         .representative = by_score.representative};
  if (by_nps.score) figures.nps = 2 * *by_nps.score - 100;
  for (const auto& [contact, person] : people) {
    if (person.reached || person.answered) ++figures.invited;
    if (!person.opinion.empty()) {
      ++figures.respondents;
      continue;
    }
    if (person.answered) ++figures.withheld;
    if (!person.answered && person.reached && person.role == kDecisionMaker) {
      figures.silent_decision_makers.push_back(contact);
    }
  }
  return figures;
}

bool SameFigures(const AccountFigures& a, const AccountFigures& b) {
  return a.score == b.score && a.nps == b.nps && a.respondents == b.respondents &&
         a.invited == b.invited &&
         a.silent_decision_makers.size() == b.silent_decision_makers.size();
}

}  // namespace mainstay::survey
