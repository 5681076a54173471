// The words that the demo company is made of. All of it is made up; domains end in ".example".
#pragma once

#include <string_view>

#include "absl/types/span.h"

namespace mainstay::demo {

// Chinese with its pinyin or translation.
struct Word {
  std::string_view zh, latin;
};

struct Product {
  std::string_view code, description;
  int price;  // whole currency units
};

struct Industry {
  std::string_view zh;
  absl::Span<const Word> businesses;  // words for company names
  absl::Span<const Product> products;
  absl::Span<const int> season;  // percent of a normal month, January first
};

struct City {
  std::string_view zh, latin, region;
};

absl::Span<const Industry> Industries();
absl::Span<const City> Cities();  // of China
absl::Span<const std::string_view> CitiesAbroad();
absl::Span<const Word> BrandHeads();  // first and second character of a brand
absl::Span<const Word> BrandTails();
absl::Span<const std::string_view> EnglishHeads();
absl::Span<const std::string_view> EnglishTails();
absl::Span<const Word> Surnames();
absl::Span<const Word> GivenNames();
absl::Span<const std::string_view> EnglishGivenNames();
absl::Span<const std::string_view> EnglishSurnames();
absl::Span<const std::string_view> Roads();

// Our people, by user id.
absl::Span<const std::string_view> AccountManagers();  // 12
absl::Span<const std::string_view> ServicePeople();
absl::Span<const std::string_view> TechnicalPeople();
absl::Span<const std::string_view> FinancePeople();
absl::Span<const std::string_view> Sponsors();

}  // namespace mainstay::demo
