// What customers came with in the last kCaseDays days, and what became of it.
#include <algorithm>
#include <string>

#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "tools/demo/case_topics.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the cards

constexpr uint64_t kCases = 35;  // stream of chance
constexpr int kCaseDays = 180;
constexpr CaseChannel kChannels[] = {CASE_CHANNEL_PHONE, CASE_CHANNEL_PHONE,
                                     CASE_CHANNEL_EMAIL, CASE_CHANNEL_WEB,
                                     CASE_CHANNEL_CHAT,  CASE_CHANNEL_IN_PERSON};

using google::protobuf::Timestamp;

Timestamp After(const Timestamp& time, int64_t minutes) {
  Timestamp later = time;
  later.set_seconds(time.seconds() + minutes * 60);
  return later;
}

// The largest customers have a case or two a month, the smallest one in two years.
int ChanceOfMonth(int rank) { return rank <= 20 ? 120 : rank <= 60 ? 45 : rank <= 150 ? 15 : 5; }

// Of those who are there for it: the service colleague, for the larger cases their owner.
std::string AssigneeOf(const DemoAccount& account, const CaseTopic& topic) {
  if (topic.severity < CASE_SEVERITY_MAJOR && !account.team.empty()) return account.team[0].user();
  return account.card.owner();
}

// How far a case of `age` days has come.
CaseState StateAt(int age, Random& random) {
  const int fate = random.Below(100);
  if (age > 20) {
    return fate < 94 ? CASE_STATE_CLOSED : fate < 97 ? CASE_STATE_RESOLVED : CASE_STATE_IN_PROGRESS;
  }
  if (age > 4) {
    return fate < 55   ? CASE_STATE_CLOSED
           : fate < 75 ? CASE_STATE_RESOLVED
           : fate < 92 ? CASE_STATE_IN_PROGRESS
                       : CASE_STATE_WAITING_FOR_CUSTOMER;
  }
  return age > 0 && fate < 60 ? CASE_STATE_ACKNOWLEDGED : CASE_STATE_NEW;
}

// Most are answered within a day and solved within a week; every eighth takes two or three.
CaseCourse CourseOf(const Timestamp& received, int age, CaseState state, const CaseTopic& topic,
                    Random& random) {
  CaseCourse course;
  course.set_state(state);
  const bool slow = random.Chance(12);
  *course.mutable_acknowledge_time() = After(received, random.Between(5, slow ? 900 : 180));
  if (state == CASE_STATE_ACKNOWLEDGED) return course;
  *course.mutable_first_answer_time() =
      After(course.acknowledge_time(), random.Between(30, slow ? 2000 : 400));
  if (state != CASE_STATE_RESOLVED && state != CASE_STATE_CLOSED) return course;
  const int days = std::min(slow ? random.Between(9, 18) : random.Between(1, 6), age - 4);
  *course.mutable_resolve_time() =
      After(course.first_answer_time(), days * 24 * 60 - random.Between(0, 300));
  course.set_resolution(std::string(topic.resolution));
  if (state != CASE_STATE_CLOSED) return course;
  course.set_closure(random.Chance(85) ? CASE_CLOSURE_CUSTOMER : CASE_CLOSURE_TIME_OUT);
  *course.mutable_close_time() = After(course.resolve_time(), random.Between(60, 1400));
  return course;
}

DemoCase CaseOf(int index, const DemoAccount& account, absl::CivilDay today, int age,
                Random& random) {
  const absl::Span<const CaseTopic> topics = CaseTopics();
  const bool frequent = random.Chance(65);
  const CaseTopic& topic =
      random.Pick(frequent ? topics.first(topics.size() / 2) : topics.last(topics.size() / 2));
  const Product& product = random.Pick(Industries()[account.industry].products);
  DemoCase made{.account = index};
  Case& card = made.card;
  card.set_kind(topic.kind);
  card.set_channel(random.Pick<CaseChannel>(kChannels));
  card.set_category(std::string(topic.category));
  card.set_severity(topic.severity);
  card.set_scope(topic.scope);
  card.set_subject(std::string(topic.subject));
  card.set_facts(absl::StrReplaceAll(topic.facts, {{"%s", product.description}}));
  card.set_customer_position(std::string(topic.position));
  card.add_products(std::string(product.code));
  card.set_assignee(AssigneeOf(account, topic));
  *card.mutable_receive_time() = TimeOf(today - age, random.Between(9, 16), random.Below(60));
  if (!account.contacts.empty()) {
    made.contact = random.Below(static_cast<int>(account.contacts.size()));
  }
  const CaseState state = StateAt(age, random);
  if (state == CASE_STATE_NEW) return made;
  made.course = CourseOf(card.receive_time(), age, state, topic, random);
  if (made.course->has_resolve_time()) card.set_cause(std::string(topic.cause));
  if (made.contact < 0 && made.course->closure() == CASE_CLOSURE_CUSTOMER) {
    made.course->set_closure(CASE_CLOSURE_TIME_OUT);
  }
  return made;
}

}  // namespace

void AddCases(absl::CivilDay today, Company& company) {
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    const DemoAccount& account = company.accounts[i];
    // By day, so that the next day's company has the same cases and one day more.
    for (int age = kCaseDays; age > 0; --age) {
      Random random({kSeed, kCases, i, static_cast<uint64_t>(today - absl::CivilDay() - age)});
      if (random.Below(3000) >= ChanceOfMonth(account.rank)) continue;
      company.cases.push_back(CaseOf(static_cast<int>(i), account, today, age, random));
    }
  }
}

}  // namespace mainstay::demo
