// What passed between our people and the customers: visits, talks and promises of the kMonths
// months before today, and the visits planned for the coming quarter.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace engagement::v1;  // NOLINT: the cards

constexpr uint64_t kVisits = 30, kTalks = 31, kPlans = 32;  // streams of chance
constexpr int kPlannedDays = 90;
constexpr int kPrepareDays = 14;

// What a visit was about, what was said, and what the customer needs.
struct Topic {
  std::string_view purpose, content, need;
};
constexpr Topic kTopics[] = {
    {"年度框架合同续签", "对方认可今年的交付表现，希望价格维持不变，合同条款下月定稿。",
     "价格维持不变"},
    {"新品试用反馈", "试用线反馈良好，操作工希望增加中文说明书。", "中文操作说明"},
    {"交货周期沟通", "旺季缺货影响了他们的排产，要求设立安全库存。", "旺季安全库存"},
    {"质量问题回访", "上批次的问题已关闭，对方质检主管确认整改有效。", "每批次附检验报告"},
    {"信用额度与账期", "财务希望账期延长到六十天，我们答应内部评估后答复。", "账期延长到六十天"},
    {"Quarterly business review", "Volumes are on plan; they ask for one contact for all plants.",
     "one contact for all plants"},
    {"Introduction of the new product line", "The technical director wants samples for a trial.",
     "samples for a trial"},
};
constexpr std::string_view kTalkSubjects[] = {
    "确认下周到货时间", "报价单已发送，请查收", "对账差异说明",    "节日问候",
    "Sample shipment",  "样品测试进度",         "Price list 2026", "安装调试安排"};
constexpr std::string_view kTalkBodies[] = {
    "电话确认：货物周三发出，周五到厂，仓库收货时间为上午九点到十一点半。",
    "报价有效期三十天，含税含运费；超过五百件另议。",
    "The samples left our warehouse yesterday; the test report follows next week.",
    "双方核对了上月账目，差异为两张退货单，已补开。",
    "客户希望安装调试安排在月底，避开盘点。",
};

// Days between two of our visits, by how much the account buys.
int VisitDays(int rank) { return rank <= 20 ? 30 : rank <= 60 ? 60 : rank <= 150 ? 91 : 182; }
int TalkDays(int rank) { return rank <= 20 ? 30 : rank <= 60 ? 60 : 120; }

// Nobody is visited on a weekend.
absl::CivilDay Weekday(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  if (weekday == absl::Weekday::saturday) return day - 1;
  if (weekday == absl::Weekday::sunday) return day - 2;
  return day;
}

DemoVisit MakeVisit(const Company& company, int index, absl::CivilDay day, Random& random) {
  const DemoAccount& account = company.accounts[index];
  DemoVisit visit{.account = index};
  const Topic& topic = random.Pick<Topic>(kTopics);
  visit.card.set_kind(account.rank <= 20 && random.Chance(15) ? VISIT_KIND_EXECUTIVE_EXCHANGE
                      : random.Chance(25)                     ? VISIT_KIND_REVIEW
                      : random.Chance(40)                     ? VISIT_KIND_RETURN_VISIT
                                                              : VISIT_KIND_VISIT);
  visit.card.set_mode(account.rank > 60 && random.Chance(60) ? VISIT_MODE_PHONE
                      : random.Chance(10)                    ? VISIT_MODE_VIDEO
                                                             : VISIT_MODE_ON_SITE);
  visit.card.set_purpose(std::string(topic.purpose));
  visit.card.set_time_zone(kTimeZone);
  const int hour = random.Between(9, 15);
  *visit.card.mutable_planned_start_time() = TimeOf(Weekday(day), hour, 30 * random.Below(2));
  *visit.card.mutable_planned_end_time() = TimeOf(Weekday(day), hour + 1, 45);
  VisitParticipant* lead = visit.card.add_participants();
  lead->set_user(account.card.owner());
  lead->set_level(account.rank <= 20 ? LEVEL_DIRECTOR : LEVEL_MANAGER);
  if (!account.contacts.empty()) {
    const int people = static_cast<int>(account.contacts.size());
    visit.host = random.Below(people);
    visit.card.add_attendees()->set_level(
        account.contacts[visit.host].card.influence() >= 4 ? LEVEL_DIRECTOR : LEVEL_MANAGER);
    visit.card.mutable_attendees(0)->set_host(true);
  }
  return visit;
}

void Record(absl::CivilDay day, Random& random, DemoVisit& visit) {
  const Topic& topic = random.Pick<Topic>(kTopics);
  visit.made = true;
  visit.card.set_content(std::string(topic.content));
  visit.card.set_outcome(random.Chance(60)   ? VISIT_OUTCOME_POSITIVE
                         : random.Chance(80) ? VISIT_OUTCOME_NEUTRAL
                                             : VISIT_OUTCOME_NEGATIVE);
  if (random.Chance(50)) visit.card.add_customer_needs(std::string(topic.need));
  const absl::CivilDay next = day + random.Between(20, 90);
  visit.card.mutable_next_visit_date()->set_year(static_cast<int>(next.year()));
  visit.card.mutable_next_visit_date()->set_month(next.month());
  visit.card.mutable_next_visit_date()->set_day(next.day());
}

DemoCommunication MakeTalk(const Company& company, int index, absl::CivilDay day, Random& random) {
  const DemoAccount& account = company.accounts[index];
  DemoCommunication talk{.account = index};
  constexpr CommunicationChannel kChannels[] = {
      COMMUNICATION_CHANNEL_PHONE, COMMUNICATION_CHANNEL_EMAIL, COMMUNICATION_CHANNEL_CHAT,
      COMMUNICATION_CHANNEL_MEETING};
  talk.card.set_channel(random.Pick<CommunicationChannel>(kChannels));
  talk.card.set_direction(random.Chance(60) ? COMMUNICATION_DIRECTION_OUTBOUND
                                            : COMMUNICATION_DIRECTION_INBOUND);
  talk.card.add_users(account.card.owner());
  talk.card.set_subject(std::string(random.Pick<std::string_view>(kTalkSubjects)));
  talk.card.set_body(std::string(random.Pick<std::string_view>(kTalkBodies)));
  talk.card.set_duration_minutes(random.Between(3, 40));
  *talk.card.mutable_occur_time() = TimeOf(Weekday(day), random.Between(9, 17), random.Below(60));
  if (!account.contacts.empty()) {
    talk.contact = random.Below(static_cast<int>(account.contacts.size()));
  }
  return talk;
}

}  // namespace

google::protobuf::Timestamp TimeOf(absl::CivilDay day, int hour, int minute) {
  absl::TimeZone zone;
  absl::LoadTimeZone(kTimeZone, &zone);
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilMinute(day.year(), day.month(), day.day(), hour, minute), zone)));
  return time;
}

void AddEngagement(absl::CivilDay today, Company& company) {
  const absl::CivilDay first = today - kMonths * 365 / 12;
  for (int i = 0; i < static_cast<int>(company.accounts.size()); ++i) {
    const DemoAccount& account = company.accounts[i];
    if (account.card.owner().empty()) continue;
    const auto index = static_cast<uint64_t>(i);
    Random visits({kSeed, kVisits, index}), talks({kSeed, kTalks, index}),
        plans({kSeed, kPlans, index});
    // From the first day on, so that a later day only adds to what there is.
    int days = VisitDays(account.rank);
    for (absl::CivilDay day = first + visits.Below(days); day < today - 3;
         day += visits.Between(days / 2, days * 3 / 2)) {
      DemoVisit visit = MakeVisit(company, i, day, visits);
      Record(day, visits, visit);
      company.visits.push_back(std::move(visit));
    }
    for (absl::CivilDay day = today + 1 + plans.Below(days); day < today + kPlannedDays;
         day += days) {
      company.visits.push_back(MakeVisit(company, i, day + 2, plans));
      company.visits.back().to_prepare = day + 2 < today + kPrepareDays;
    }
    days = TalkDays(account.rank);
    for (absl::CivilDay day = first + talks.Below(days); day < today - 3;
         day += talks.Between(days / 2, days * 3 / 2)) {
      company.communications.push_back(MakeTalk(company, i, day, talks));
    }
  }
}

}  // namespace mainstay::demo
