// What the customers buy and pay: few buy most, seasons come and go, some grow, some leave.
#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

constexpr uint64_t kCourses = 20, kOrders = 21, kPayments = 22;  // streams of chance
constexpr int64_t kPortfolioMonth = 2'000'000'000;               // 20 million, in hundredths

int64_t SquareRoot(int64_t n) {  // Newton's method, rounded down
  if (n < 2) return n;
  int64_t root = n / 2;
  while (root > n / root) root = (root + n / root) / 2;
  return root;
}

// 1 / (rank + 2)^1.25, times 10^9: a tail that gives the top fifth about four fifths.
int64_t Weight(int rank) {
  const int64_t n = rank + 2;
  const int64_t fourth_root = SquareRoot(SquareRoot(n * 10'000'000'000'000'000));  // times 10^4
  return 1'000'000'000LL * 10'000 / (n * fourth_root);
}

// How a customer's business goes over the months.
enum class Course { kSteady, kGrowing, kDeclining, kChurned, kNew, kWonBack };

struct Behaviour {
  Course course = Course::kSteady;
  int turn = 0;      // month of leaving or coming
  int lateness = 0;  // days after the due date, on average
  int unpaid = 0;    // percent of orders that are never paid
};

Behaviour BehaviourOf(int account, int rank) {
  Random random({kSeed, kCourses, static_cast<uint64_t>(account)});
  Behaviour behaviour;
  const int dice = random.Below(100);
  if (rank == 9) {
    behaviour.course = Course::kChurned;  // a key account that was lost lately
    behaviour.turn = 18;
  } else if (dice < 40 || (rank <= 12 && dice >= 75)) {
    behaviour.course = Course::kSteady;
  } else if (dice < 60) {
    behaviour.course = Course::kGrowing;
  } else if (dice < 75) {
    behaviour.course = Course::kDeclining;
  } else {
    behaviour.course = dice < 85 ? Course::kChurned : dice < 95 ? Course::kNew : Course::kWonBack;
    behaviour.turn = random.Between(6, 17);
  }
  const int payer = random.Below(100);
  behaviour.lateness = payer < 60 ? 0 : payer < 85 ? 12 : 45;
  behaviour.unpaid = payer < 95 ? 0 : 20;
  return behaviour;
}

// Percent of a normal month, by course; 0 while there is no business.
int CoursePercent(const Behaviour& behaviour, int month) {
  switch (behaviour.course) {
    case Course::kSteady:
      return 100;
    case Course::kGrowing:
      return 70 + 3 * month;
    case Course::kDeclining:
      return 135 - 4 * month;
    case Course::kChurned:
      return month < behaviour.turn ? 100 : 0;
    case Course::kNew:
      return month < behaviour.turn ? 0 : std::min(110, 50 + 8 * (month - behaviour.turn));
    case Course::kWonBack:
      return month < behaviour.turn - 4 || month > behaviour.turn + 1 ? 90 : 0;
  }
  return 0;
}

// Orders in a thousand months.
int OrderRate(int rank) {
  if (rank <= 20) return 4000;
  if (rank <= 60) return 2000;
  return rank <= 150 ? 900 : 350;
}

DemoOrder MakeOrder(const DemoAccount& account, int index, absl::CivilMonth month, int number,
                    int64_t value, Random& random) {
  DemoOrder order{.account = index};
  order.number =
      absl::StrFormat("SO%04d%02d-%04d-%d", month.year(), month.month(), index + 1, number);
  order.time = absl::CivilSecond(month.year(), month.month(), random.Between(1, 28),
                                 random.Between(8, 17), random.Below(60), random.Below(60));
  const absl::Span<const Product> products = Industries()[account.industry].products;
  const int lines = random.Between(1, static_cast<int>(products.size()));
  const int first = random.Below(static_cast<int>(products.size()));
  for (int i = 0; i < lines; ++i) {
    const Product& product = products[(first + i) % products.size()];
    const int64_t price = int64_t{product.price} * random.Between(96, 104);
    order.lines.push_back({.product = std::string(product.code),
                           .description = std::string(product.description),
                           .quantity = std::max<int64_t>(1, value / lines / price),
                           .price_hundredths = price});
  }
  return order;
}

// Part of one line comes back some days later.
DemoOrder MakeCreditNote(const DemoOrder& order, Random& random) {
  DemoOrder note{.account = order.account};
  note.number = absl::StrCat(kCreditNotePrefix, order.number.substr(2));
  note.time = order.time + 86400 * random.Between(3, 20);
  DemoLine line = order.lines[random.Below(static_cast<int>(order.lines.size()))];
  line.quantity = -std::max<int64_t>(1, line.quantity * random.Between(10, 60) / 100);
  note.lines.push_back(std::move(line));
  return note;
}

void AddPayment(const DemoOrder& order, const DemoAccount& account, const Behaviour& behaviour,
                int64_t amount, absl::CivilDay today, Company& company, Random& random) {
  if (amount <= 0 || random.Chance(behaviour.unpaid)) return;
  const absl::CivilDay day = absl::CivilDay(order.time) + account.payment_days +
                             random.Between(-4, 4) +
                             behaviour.lateness * random.Between(50, 150) / 100;
  if (day > today) return;
  DemoPayment& payment = company.payments.emplace_back();
  payment.account = order.account;
  payment.card.set_payment_number(absl::StrCat("RV", order.number.substr(2)));
  payment.card.set_order_number(order.number);
  payment.card.set_method(random.Chance(80) ? "银行转账" : "承兑汇票");
  payment.card.mutable_amount()->set_currency_code(kCurrency);
  payment.card.mutable_amount()->set_units(amount / 100);
  payment.card.mutable_amount()->set_nanos(static_cast<int32_t>(amount % 100 * 10'000'000));
  const absl::CivilSecond time(day.year(), day.month(), day.day(), 15, random.Below(60), 0);
  payment.card.mutable_payment_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(time, absl::FixedTimeZone(8 * 3600))));
}

void AddTradeOf(int index, absl::CivilMonth first, absl::CivilDay today, Company& company) {
  const DemoAccount& account = company.accounts[index];
  const Behaviour behaviour = BehaviourOf(index, account.rank);
  const int rate = OrderRate(account.rank);
  for (int m = 0; m < kMonths; ++m) {
    const absl::CivilMonth month = first + m;
    // By the calendar month, not by the place in the window.
    Random random({kSeed, kOrders, static_cast<uint64_t>(index),
                   static_cast<uint64_t>(month.year() * 12 + month.month())});
    const int percent = CoursePercent(behaviour, m);
    const int count = rate / 1000 + (random.Below(1000) < rate % 1000 ? 1 : 0);
    if (percent == 0) continue;
    const int64_t month_value = MonthlyHundredths(account.rank) / 100 * percent *
                                Industries()[account.industry].season[month.month() - 1] / 100;
    for (int n = 1; n <= count; ++n) {
      const int64_t value = month_value * 1000 / rate * random.Between(70, 130) / 100;
      const DemoOrder order = MakeOrder(account, index, month, n, value, random);
      const bool returned = random.Chance(4);
      const DemoOrder note = MakeCreditNote(order, random);
      if (absl::CivilDay(order.time) > today) continue;
      int64_t due = order.total_hundredths();
      company.orders.push_back(order);
      if (returned && absl::CivilDay(note.time) <= today) {
        due += note.total_hundredths();
        company.orders.push_back(note);
      }
      Random paying({kSeed, kPayments, static_cast<uint64_t>(index),
                     static_cast<uint64_t>(month.year() * 12 + month.month()),
                     static_cast<uint64_t>(n)});
      AddPayment(order, account, behaviour, due, today, company, paying);
    }
  }
}

}  // namespace

int64_t DemoOrder::total_hundredths() const {
  int64_t total = 0;
  for (const DemoLine& line : lines) total += line.quantity * line.price_hundredths;
  return total;
}

int64_t MonthlyHundredths(int rank) {
  static const int64_t all = [] {
    int64_t sum = 0;
    for (int r = 1; r <= kAccounts; ++r) sum += Weight(r);
    return sum;
  }();
  return kPortfolioMonth * Weight(rank) / all;
}

void AddTrade(absl::CivilDay today, Company& company) {
  const absl::CivilMonth first = absl::CivilMonth(today) - (kMonths - 1);
  for (int i = 0; i < kAccounts; ++i) AddTradeOf(i, first, today, company);
}

Company MakeCompany(absl::CivilDay today) {
  Company company{.today = today};
  company.accounts = MakeAccounts();
  AddPeople(company.accounts);
  AddTrade(today, company);
  AddEngagement(today, company);
  AddPromises(today, company);
  AddCases(today, company);
  return company;
}

}  // namespace mainstay::demo
