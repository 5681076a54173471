// The customers: names, groups, record cards.
#include <algorithm>
#include <numeric>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using accounts::v1::Account;

constexpr int kGroups = 20;                             // the first accounts are holdings
constexpr int kSubsidiaries = 50;                       // the next belong to them
constexpr uint64_t kNames = 1, kRanks = 2, kCards = 3;  // streams of chance

// A brand that no other group or single company has.
struct Brand {
  std::string name, latin;  // "瑞达" "Ruida"; for English ones the same twice
  bool english = false;
};

std::string Capitalised(std::string_view word) {
  std::string result(word);
  result[0] = absl::ascii_toupper(result[0]);
  return result;
}

std::vector<int> Shuffled(int size, uint64_t stream) {
  std::vector<int> order(size);
  std::iota(order.begin(), order.end(), 0);
  Random random({kSeed, stream});
  for (int i = size - 1; i > 0; --i) std::swap(order[i], order[random.Below(i + 1)]);
  return order;
}

// Three of ten brands are English.
std::vector<Brand> MakeBrands(int count) {
  const int tails = static_cast<int>(BrandTails().size());
  const int english_tails = static_cast<int>(EnglishTails().size());
  const std::vector<int> chinese = Shuffled(static_cast<int>(BrandHeads().size()) * tails, kNames);
  const std::vector<int> english =
      Shuffled(static_cast<int>(EnglishHeads().size()) * english_tails, kNames + 100);
  std::vector<Brand> brands;
  size_t next_chinese = 0, next_english = 0;
  for (int i = 0; i < count; ++i) {
    if (i % 10 == 3 || i % 10 == 6 || i % 10 == 9) {
      const int pick = english[next_english++];
      const std::string name =
          absl::StrCat(EnglishHeads()[pick / english_tails], EnglishTails()[pick % english_tails]);
      brands.push_back({name, name, true});
    } else {
      const int pick = chinese[next_chinese++];
      const Word head = BrandHeads()[pick / tails], tail = BrandTails()[pick % tails];
      brands.push_back({absl::StrCat(head.zh, tail.zh),
                        Capitalised(absl::StrCat(head.latin, tail.latin)), false});
    }
  }
  return brands;
}

// A unified social credit code (GB 32100) of division 990000, which no place has.
std::string CreditCode(int account) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = absl::StrFormat("91990000MA%07d", account * 7919 + 1000003);
  int sum = 0, weight = 1;
  for (char c : code) {
    sum += static_cast<int>(kAlphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kAlphabet[(31 - sum % 31) % 31];
}

void SetChineseCard(const Brand& brand, const Word& business, bool holding, Random& random,
                    Account& card) {
  const City& city = random.Pick(Cities());
  card.set_display_name(holding ? absl::StrCat(brand.name, business.zh, "集团有限公司")
                                : absl::StrCat(city.zh, brand.name, business.zh, "有限公司"));
  card.set_short_name(holding ? absl::StrCat(brand.name, "集团")
                              : absl::StrCat(city.zh, brand.name));
  card.add_aliases(absl::StrCat(brand.latin, " ", business.latin));
  card.set_region(std::string(city.region));
  card.set_address(absl::StrCat(city.zh, "市", random.Pick(Roads()), random.Between(1, 999), "号"));
}

void SetEnglishCard(const Brand& brand, const Word& business, bool holding, Random& random,
                    Account& card) {
  const std::string_view city = random.Pick(CitiesAbroad());
  card.set_display_name(holding
                            ? absl::StrCat(brand.name, " Group Holdings plc")
                            : absl::StrCat(brand.name, " ", business.latin, " (", city, ") Ltd"));
  card.set_short_name(absl::StrCat(brand.name, holding ? " Group" : ""));
  card.add_aliases(absl::StrCat(brand.name, " ", business.latin));
  card.set_region(kAbroad);
  card.set_address(absl::StrCat(random.Between(1, 400), " Harbour Road, ", city));
}

void SetTerms(DemoAccount& account, Random& random, Account& card) {
  const int days[] = {30, 30, 45, 60, 60, 90};
  account.payment_days = random.Pick(absl::MakeConstSpan(days));
  card.set_payment_terms(
      absl::StrCat("月结 ", account.payment_days, " 天 / net ", account.payment_days, " days"));
  const int64_t ten_thousands = MonthlyHundredths(account.rank) * 2 / 1000000 + 1;
  card.mutable_credit_limit()->set_currency_code(kCurrency);
  card.mutable_credit_limit()->set_units(ten_thousands * 10000);
  card.set_currency_code(kCurrency);
}

void SetDescription(const Industry& industry, int rank, Random& random, Account& card) {
  using accounts::v1::CompanySize;
  using accounts::v1::MarketPosition;
  const int years = random.Between(2, 15);
  card.set_type(static_cast<accounts::v1::AccountType>(random.Between(1, 4)));
  card.set_size(rank <= 15    ? CompanySize::COMPANY_SIZE_ENTERPRISE
                : rank <= 70  ? CompanySize::COMPANY_SIZE_LARGE
                : rank <= 200 ? CompanySize::COMPANY_SIZE_MEDIUM
                              : CompanySize::COMPANY_SIZE_SMALL);
  card.set_market_position(
      static_cast<MarketPosition>(rank <= 40 ? random.Between(1, 2) : random.Between(2, 4)));
  card.set_industry(std::string(industry.zh));
  card.set_overview(absl::StrCat("主营", industry.zh, "，合作 ", years,
                                 " 年。\nIn business with us for ", years, " years."));
  if (rank <= 100) {
    card.set_operations(random.Chance(70) ? "经营稳健，现金流良好。" : "扩产中，关注现金流。");
    card.set_transaction_state(random.Chance(80) ? "交易正常，按月对账。"
                                                 : "议价频繁，需季度复核。");
  }
}

}  // namespace

std::vector<DemoAccount> MakeAccounts() {
  const std::vector<Brand> brands = MakeBrands(kAccounts - kSubsidiaries);
  std::vector<int> ranks = Shuffled(kAccounts, kRanks);
  std::vector<DemoAccount> result(kAccounts);
  for (int i = 0; i < kAccounts; ++i) {
    Random random({kSeed, kCards, static_cast<uint64_t>(i)});
    DemoAccount& account = result[i];
    const bool holding = i < kGroups, subsidiary = !holding && i < kGroups + kSubsidiaries;
    if (subsidiary) account.parent = (i - kGroups) % kGroups;
    const Brand& brand = brands[holding ? i : subsidiary ? account.parent : i - kSubsidiaries];
    account.rank = ranks[i] + 1;
    account.industry = subsidiary ? result[account.parent].industry
                                  : random.Below(static_cast<int>(Industries().size()));
    const Industry& industry = Industries()[account.industry];
    Account& card = account.card;
    card.set_external_id(absl::StrFormat("C%04d", i + 1));
    // Subsidiaries of one group differ in business, so that their names do.
    const Word& business =
        industry.businesses[(subsidiary ? (i - kGroups) / kGroups : random.Below(99)) %
                            industry.businesses.size()];
    if (brand.english) {
      SetEnglishCard(brand, business, holding, random, card);
      card.set_tax_id(absl::StrFormat("ZZ%09d", i * 104729 + 100000007));
    } else {
      SetChineseCard(brand, business, holding, random, card);
      card.set_tax_id(CreditCode(i));
    }
    const std::string domain = absl::AsciiStrToLower(brand.latin);
    card.set_website(subsidiary ? absl::StrCat("https://", domain, "-", i, ".example")
                                : absl::StrCat("https://www.", domain, ".example"));
    card.set_owner(std::string(
        AccountManagers()[(subsidiary ? account.parent : i) % AccountManagers().size()]));
    SetDescription(industry, account.rank, random, card);
    SetTerms(account, random, card);
  }
  return result;
}

}  // namespace mainstay::demo
