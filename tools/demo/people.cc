// The customers' key persons, and our teams.
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using namespace accounts::v1;  // NOLINT: the cards

constexpr uint64_t kPeople = 10, kTeams = 11;  // streams of chance

// A seat at the customer's table; the first ones are filled first.
struct Seat {
  Word title, department;
  BuyingRole role;
  int influence;
  int boss;  // index of the seat it reports to
};
constexpr Seat kSeats[] = {
    {{"总经理", "General Manager"},
     {"总经办", "Executive Office"},
     BUYING_ROLE_DECISION_MAKER,
     5,
     -1},
    {{"采购经理", "Purchasing Manager"}, {"采购部", "Purchasing"}, BUYING_ROLE_HANDLER, 4, 0},
    {{"技术总监", "Technical Director"}, {"技术部", "Engineering"}, BUYING_ROLE_INFLUENCER, 4, 0},
    {{"生产主管", "Production Supervisor"}, {"生产部", "Production"}, BUYING_ROLE_USER, 2, 2},
    {{"总经理助理", "Executive Assistant"},
     {"总经办", "Executive Office"},
     BUYING_ROLE_GATEKEEPER,
     2,
     0},
    {{"财务总监", "Finance Director"}, {"财务部", "Finance"}, BUYING_ROLE_INFLUENCER, 3, 0},
    {{"副总经理", "Deputy General Manager"},
     {"总经办", "Executive Office"},
     BUYING_ROLE_SPONSOR,
     4,
     0},
};

constexpr std::string_view kPersonalities[] = {"直率，重效率，讨厌绕弯子。",
                                               "谨慎细致，凡事要数据。", "热情健谈，重交情。",
                                               "沉稳寡言，一诺千金。"};
constexpr std::string_view kInterests[] = {"围棋、茶道", "马拉松", "钓鱼",
                                           "摄影与徒步", "羽毛球", "书法"};
constexpr std::string_view kFamilies[] = {"已婚，一子在读中学。", "已婚，两个女儿。", "父母同住。",
                                          "孩子在海外留学。"};
constexpr std::string_view kEducations[] = {"机械工程硕士", "MBA", "会计学本科", "计算机本科",
                                            "化学博士"};
constexpr std::string_view kCareers[] = {"在本公司从技术员做起，十五年。",
                                         "曾任职于外资企业采购部。", "创业两次，后加入本公司。"};

// How many contacts account `rank` has; kContacts in all.
int ContactsOf(int rank) {
  if (rank <= 60) return 7;
  if (rank <= 150) return 4;
  return rank <= 270 ? 3 : 2;
}

void SetName(bool english, const std::string& domain, int place, Random& random, Contact& card) {
  std::string user;
  if (english) {
    const std::string_view given = random.Pick(EnglishGivenNames());
    const std::string_view surname = random.Pick(EnglishSurnames());
    card.set_display_name(absl::StrCat(given, " ", surname));
    user = absl::AsciiStrToLower(surname);
  } else {
    const Word surname = random.Pick(Surnames()), given = random.Pick(GivenNames());
    card.set_display_name(absl::StrCat(surname.zh, given.zh));
    card.set_wechat(absl::StrCat(given.latin, "_", surname.latin, random.Between(10, 99)));
    user = absl::StrCat(given.latin, ".", surname.latin);
  }
  card.set_email(absl::StrCat(user, place + 1, "@", domain));
}

void AddDates(Random& random, Contact& card) {
  if (random.Chance(60)) {
    ImportantDate& birthday = *card.add_important_dates();
    birthday.set_kind(IMPORTANT_DATE_KIND_BIRTHDAY);
    birthday.set_calendar(random.Chance(40) ? CALENDAR_LUNAR : CALENDAR_SOLAR);
    birthday.set_year(random.Chance(70) ? random.Between(1962, 1992) : 0);
    birthday.set_month(random.Between(1, 12));
    birthday.set_day(random.Between(1, 28));  // every month of both calendars has these
  }
  if (random.Chance(15)) {
    ImportantDate& date = *card.add_important_dates();
    date.set_kind(IMPORTANT_DATE_KIND_ANNIVERSARY);
    date.set_calendar(CALENDAR_SOLAR);
    date.set_month(random.Between(1, 12));
    date.set_day(random.Between(1, 28));
    date.set_label("结婚纪念日");
  }
  if (random.Chance(15)) {
    ImportantDate& date = *card.add_important_dates();
    date.set_kind(IMPORTANT_DATE_KIND_FESTIVAL);
    date.set_calendar(CALENDAR_LUNAR);
    date.set_month(8);
    date.set_day(15);
    date.set_label("中秋节");
  }
}

void AddPrivateLife(Random& random, Contact& card) {
  if (random.Chance(50))
    card.set_personality(std::string(random.Pick<std::string_view>(kPersonalities)));
  if (random.Chance(50)) card.set_interests(std::string(random.Pick<std::string_view>(kInterests)));
  if (random.Chance(25)) card.set_family(std::string(random.Pick<std::string_view>(kFamilies)));
  if (random.Chance(30))
    card.set_education(std::string(random.Pick<std::string_view>(kEducations)));
  if (random.Chance(30)) card.set_career(std::string(random.Pick<std::string_view>(kCareers)));
}

void AddContacts(int index, DemoAccount& account) {
  const bool english = account.card.region() == kAbroad;
  const std::string domain =
      absl::StrReplaceAll(account.card.website(), {{"https://www.", ""}, {"https://", ""}});
  for (int place = 0; place < ContactsOf(account.rank); ++place) {
    Random random({kSeed, kPeople, static_cast<uint64_t>(index), static_cast<uint64_t>(place)});
    const Seat& seat = kSeats[place];
    DemoContact contact{.reports_to = seat.boss};
    Contact& card = contact.card;
    SetName(english, domain, place, random, card);
    card.set_title(std::string(english ? seat.title.latin : seat.title.zh));
    card.set_department(std::string(english ? seat.department.latin : seat.department.zh));
    card.set_buying_role(seat.role);
    card.set_influence(seat.influence);
    card.set_attitude(static_cast<Attitude>(random.Chance(10) ? 5 : random.Between(1, 4)));
    // Numbers of this form belong to nobody.
    card.set_phone(absl::StrFormat("+86 000 5550 %04d", index * 7 + place));
    AddDates(random, card);
    AddPrivateLife(random, card);
    account.contacts.push_back(std::move(contact));
  }
}

void AddMember(std::string_view user, TeamRole role, Raci raci, DemoAccount& account) {
  TeamMember& member = account.team.emplace_back();
  member.set_user(std::string(user));
  member.set_role(role);
  member.set_raci(raci);
}

void AddTeam(int index, DemoAccount& account) {
  Random random({kSeed, kTeams, static_cast<uint64_t>(index)});
  AddMember(random.Pick(ServicePeople()), TEAM_ROLE_SERVICE, RACI_RESPONSIBLE, account);
  if (account.rank <= 120) {
    AddMember(random.Pick(TechnicalPeople()), TEAM_ROLE_TECHNICAL, RACI_CONSULTED, account);
  }
  if (account.rank <= 80) {
    AddMember(random.Pick(FinancePeople()), TEAM_ROLE_FINANCE, RACI_INFORMED, account);
  }
  if (account.rank <= 40)
    AddMember(random.Pick(Sponsors()), TEAM_ROLE_SPONSOR, RACI_INFORMED, account);
  if (account.rank <= 30) {  // a deputy for the largest
    std::string_view deputy = random.Pick(AccountManagers());
    if (deputy == account.card.owner()) deputy = AccountManagers()[(index + 1) % 12];
    if (deputy != account.card.owner()) {
      AddMember(deputy, TEAM_ROLE_ACCOUNT_MANAGER, RACI_RESPONSIBLE, account);
    }
  }
}

}  // namespace

void AddPeople(std::vector<DemoAccount>& accounts) {
  for (size_t i = 0; i < accounts.size(); ++i) {
    AddContacts(static_cast<int>(i), accounts[i]);
    AddTeam(static_cast<int>(i), accounts[i]);
  }
}

}  // namespace mainstay::demo
