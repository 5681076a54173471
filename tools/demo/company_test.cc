#include "tools/demo/company.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/api/uuid.h"
#include "tools/demo/csv.h"
#include "tools/demo/loader.h"
#include "tools/demo/random.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

const absl::CivilDay kToday(2026, 11, 21);

const Company& TheCompany() {
  static const Company company = MakeCompany(kToday);
  return company;
}

std::vector<int64_t> NetSales(const Company& company) {
  std::vector<int64_t> sales(company.accounts.size());
  for (const DemoOrder& order : company.orders) sales[order.account] += order.total_hundredths();
  return sales;
}

TEST(RandomTest, IsTheSameEverywhere) {
  // Fixed numbers: a change here changes everybody's demo company.
  Random random({kSeed, 1, 2});
  EXPECT_EQ(random.Next(), 17218166832182202683u);
  EXPECT_EQ(random.Next(), 2432944202758328334u);
  EXPECT_EQ(random.Next(), 18424887055132756907u);
  EXPECT_NE(Random({kSeed, 2, 1}).Next(), 17218166832182202683u);
}

TEST(CompanyTest, IsTheSameEveryTime) {
  const Company again = MakeCompany(kToday);
  EXPECT_EQ(AccountsCsv(again), AccountsCsv(TheCompany()));
  EXPECT_EQ(ContactsCsv(again), ContactsCsv(TheCompany()));
  EXPECT_EQ(MembersCsv(again), MembersCsv(TheCompany()));
  EXPECT_EQ(TradeCsv(again), TradeCsv(TheCompany()));
  EXPECT_EQ(PaymentsCsv(again), PaymentsCsv(TheCompany()));
  // And on every machine.
  const std::vector<int64_t> sales = NetSales(again);
  EXPECT_EQ(std::accumulate(sales.begin(), sales.end(), int64_t{0}), 44145765242);
}

TEST(CompanyTest, ALaterDayOfTheMonthOnlyAdds) {
  const Company later = MakeCompany(kToday + 3);
  std::set<std::string> lines;
  for (std::string_view line : absl::StrSplit(TradeCsv(later), '\n')) lines.emplace(line);
  for (std::string_view line : absl::StrSplit(TradeCsv(TheCompany()), '\n')) {
    EXPECT_TRUE(lines.contains(std::string(line))) << line;
  }
}

TEST(CompanyTest, HasTheSizeItSays) {
  const Company& company = TheCompany();
  size_t contacts = 0, groups = 0;
  std::set<std::string> owners;
  for (const DemoAccount& account : company.accounts) {
    contacts += account.contacts.size();
    groups += account.parent >= 0 ? 1 : 0;
    owners.insert(account.card.owner());
  }
  EXPECT_EQ(company.accounts.size(), static_cast<size_t>(kAccounts));
  EXPECT_EQ(contacts, static_cast<size_t>(kContacts));
  EXPECT_GE(groups, 30u);
  EXPECT_EQ(owners.size(), 12u);
  EXPECT_THAT(company.orders.size(), AllOf(Ge(4000u), Le(10000u)));
  EXPECT_THAT(company.payments.size(), AllOf(Ge(3000u), Le(8000u)));
}

TEST(CompanyTest, NamesAndNumbersAreUnique) {
  const Company& company = TheCompany();
  std::set<std::string> names, ids, taxes, websites, orders, payments, emails;
  size_t contacts = 0;
  for (const DemoAccount& account : company.accounts) {
    names.insert(account.card.display_name());
    ids.insert(account.card.external_id());
    taxes.insert(account.card.tax_id());
    websites.insert(account.card.website());
    EXPECT_TRUE(absl::EndsWith(account.card.website(), ".example"));
    for (const DemoContact& contact : account.contacts) {
      ++contacts;
      emails.insert(contact.card.email());
    }
  }
  for (const auto& unique : {names, ids, taxes, websites}) EXPECT_EQ(unique.size(), 300u);
  EXPECT_EQ(emails.size(), contacts);
  for (const DemoOrder& order : company.orders) orders.insert(order.number);
  for (const DemoPayment& payment : company.payments) {
    payments.insert(payment.card.payment_number());
  }
  EXPECT_EQ(orders.size(), company.orders.size());
  EXPECT_EQ(payments.size(), company.payments.size());
}

TEST(CompanyTest, EveryReferenceIsValid) {
  const Company& company = TheCompany();
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    const DemoAccount& account = company.accounts[i];
    EXPECT_LT(account.parent, static_cast<int>(i));
    for (size_t c = 0; c < account.contacts.size(); ++c) {
      EXPECT_LT(account.contacts[c].reports_to, static_cast<int>(c));
      for (const auto& date : account.contacts[c].card.important_dates()) {
        EXPECT_THAT(date.month(), AllOf(Ge(1), Le(12)));
        EXPECT_THAT(date.day(), AllOf(Ge(1), Le(28)));
      }
    }
    std::set<std::string> users = {account.card.owner()};
    for (const auto& member : account.team) {
      EXPECT_TRUE(users.insert(member.user()).second) << member.user();
    }
  }
  std::map<std::string, const DemoOrder*> orders;
  for (const DemoOrder& order : company.orders) {
    orders[order.number] = &order;
    EXPECT_FALSE(order.lines.empty());
    EXPECT_LE(absl::CivilDay(order.time), kToday);
    EXPECT_GE(absl::CivilMonth(order.time), absl::CivilMonth(kToday) - (kMonths - 1));
    if (absl::StartsWith(order.number, kCreditNotePrefix)) {
      EXPECT_LT(order.total_hundredths(), 0);
      EXPECT_TRUE(orders.contains("SO" + order.number.substr(2)));
    } else {
      EXPECT_GT(order.total_hundredths(), 0);
    }
  }
  for (const DemoPayment& payment : company.payments) {
    const DemoOrder* order = orders[payment.card.order_number()];
    ASSERT_NE(order, nullptr);
    EXPECT_EQ(order->account, payment.account);
    EXPECT_GT(payment.card.amount().units(), 0);
    EXPECT_LE(absl::FromUnixSeconds(payment.card.payment_time().seconds()),
              absl::FromCivil(kToday + 1, absl::UTCTimeZone()));
  }
}

TEST(CompanyTest, TheTopFifthMakesAboutFourFifths) {
  for (absl::CivilDay day : {kToday, absl::CivilDay(2026, 1, 2), absl::CivilDay(2027, 7, 31)}) {
    std::vector<int64_t> sales = NetSales(MakeCompany(day));
    std::sort(sales.begin(), sales.end(), std::greater<>());
    const double all = static_cast<double>(std::accumulate(sales.begin(), sales.end(), int64_t{0}));
    const double top =
        static_cast<double>(std::accumulate(sales.begin(), sales.begin() + 60, int64_t{0}));
    EXPECT_THAT(top / all, AllOf(Ge(0.75), Le(0.85))) << day;
  }
}

TEST(CompanyTest, CustomersComeAndGo) {
  const absl::CivilMonth last(kToday);
  std::vector<absl::CivilMonth> first_order(kAccounts, last), last_order(kAccounts, last - 99);
  int credit_notes = 0;
  for (const DemoOrder& order : TheCompany().orders) {
    const absl::CivilMonth month(order.time);
    first_order[order.account] = std::min(first_order[order.account], month);
    last_order[order.account] = std::max(last_order[order.account], month);
    credit_notes += absl::StartsWith(order.number, kCreditNotePrefix) ? 1 : 0;
  }
  const auto lost = std::count_if(last_order.begin(), last_order.end(),
                                  [&](absl::CivilMonth m) { return m < last - 5; });
  const auto fresh = std::count_if(first_order.begin(), first_order.end(),
                                   [&](absl::CivilMonth m) { return m > last - 17; });
  EXPECT_THAT(lost, AllOf(Ge(10), Le(80)));
  EXPECT_THAT(fresh, AllOf(Ge(10), Le(80)));
  EXPECT_THAT(credit_notes, AllOf(Ge(100), Le(500)));
}

TEST(LoaderTest, RequestIdsFollowTheContent) {
  accounts::v1::CreateAccountRequest request;
  request.mutable_account()->set_display_name("Acme");
  const std::string id = RequestId("CreateAccount", request);
  EXPECT_TRUE(api::IsUuid(id)) << id;
  EXPECT_EQ(RequestId("CreateAccount", request), id);
  EXPECT_NE(RequestId("CreateContact", request), id);
  request.mutable_account()->set_display_name("Acme 2");
  EXPECT_NE(RequestId("CreateAccount", request), id);
}

TEST(CsvTest, QuotesWhatNeedsIt) {
  EXPECT_EQ(FormatHundredths(-5), "-0.05");
  EXPECT_EQ(FormatHundredths(123456), "1234.56");
  const std::string csv = TradeCsv(TheCompany());
  EXPECT_TRUE(absl::StartsWith(csv, "customer_id,customer_name,region,order_number,line,product,"));
  EXPECT_NE(csv.find("\"智慧黑板 Interactive board 86\"\"\""), std::string::npos);
}

TEST(CompanyTest, PromisesAreKeptMostly) {
  int promises = 0, kept = 0, broken = 0, open = 0, tasks = 0;
  for (const DemoVisit& visit : TheCompany().visits) {
    tasks += visit.to_prepare ? 1 : 0;
    EXPECT_FALSE(visit.made && visit.to_prepare);
    if (!visit.promise) continue;
    EXPECT_TRUE(visit.made);
    ++promises;
    const DemoPromise& promise = *visit.promise;
    EXPECT_GT(promise.card.due_time().seconds(), visit.card.planned_end_time().seconds());
    if (promise.kept_time) {
      ++kept;
      EXPECT_GT(promise.kept_time->seconds(), visit.card.planned_end_time().seconds());
      EXPECT_LT(promise.kept_time->seconds(), TimeOf(kToday, 0, 0).seconds());
      EXPECT_FALSE(promise.proof.empty());
    } else {
      ++(promise.broken_because.empty() ? open : broken);
    }
  }
  EXPECT_THAT(promises, AllOf(Ge(400), Le(900)));
  EXPECT_THAT(kept * 100 / promises, AllOf(Ge(75), Le(92)));
  EXPECT_GT(broken, 10);
  EXPECT_GT(open, 20);
  EXPECT_THAT(tasks, AllOf(Ge(10), Le(200)));
}

TEST(CompanyTest, CasesRunInTheOrderOfTime) {
  const Company& company = TheCompany();
  EXPECT_THAT(company.cases.size(), AllOf(Ge(250u), Le(600u)));
  std::map<feedback::v1::CaseState, int> states;
  for (const DemoCase& c : company.cases) {
    int64_t before = c.card.receive_time().seconds();
    ++states[c.course ? c.course->state() : feedback::v1::CASE_STATE_NEW];
    if (!c.course) continue;
    const feedback::v1::CaseCourse& course = *c.course;
    for (const auto* time : {&course.acknowledge_time(), &course.first_answer_time(),
                             &course.resolve_time(), &course.close_time()}) {
      if (time->seconds() == 0) continue;
      EXPECT_GE(time->seconds(), before) << c.card.subject();
      before = time->seconds();
    }
    EXPECT_LT(before, TimeOf(kToday, 8, 0).seconds()) << "when that day begins in UTC";
    const bool done = course.has_resolve_time();
    EXPECT_TRUE(!done || c.card.kind() != feedback::v1::CASE_KIND_COMPLAINT ||
                !c.card.cause().empty());
  }
  EXPECT_GE(states.size(), 5u) << "of every kind some";
  EXPECT_GT(states[feedback::v1::CASE_STATE_CLOSED], static_cast<int>(company.cases.size()) / 2);
}

}  // namespace
}  // namespace mainstay::demo
