#include "services/engagement/care/care.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/calendar/china.h"
#include "common/calendar/festival.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

constexpr int kDaysAhead = 14, kMostDaysAhead = 60;
constexpr std::string_view kTiers[] = {"core", "potential", "general", "none"};

struct Words {
  std::string_view kind, en, zh;
};
constexpr Words kWords[] = {{"birthday", "Birthday of a contact", "联系人生日"},
                            {"anniversary", "Anniversary of a contact", "联系人纪念日"},
                            {"festival", "Festival that a contact keeps", "联系人重视的节日"},
                            {"other", "Day to remember of a contact", "联系人的重要日子"}};

const Words& WordsOf(std::string_view kind) {
  const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                  [&](const Words& words) { return words.kind == kind; });
  return found == std::end(kWords) ? kWords[3] : *found;
}

}  // namespace

CareRule DefaultCareRule(std::string_view festival) {
  CareRule rule{.festival = std::string(festival), .days_ahead = kDaysAhead};
  if (festival == "spring_festival") rule.tiers = {"core", "potential", "general"};
  if (festival == "mid_autumn") rule.tiers = {"core", "potential"};
  return rule;
}

absl::Status Validate(const CareRule& rule) {
  std::vector<status::FieldViolation> violations;
  for (size_t i = 0; i < rule.tiers.size(); ++i) {
    const std::string& tier = rule.tiers[i];
    const std::string field = absl::StrCat("tiers[", i, "]");
    if (std::find(std::begin(kTiers), std::end(kTiers), tier) == std::end(kTiers)) {
      violations.push_back({field, "say which, such as CADENCE_TIER_CORE"});
    } else if (std::find(rule.tiers.begin(), rule.tiers.begin() + static_cast<ptrdiff_t>(i),
                         tier) != rule.tiers.begin() + static_cast<ptrdiff_t>(i)) {
      violations.push_back({field, "is there twice"});
    }
  }
  if (rule.days_ahead < 0 || rule.days_ahead > kMostDaysAhead) {
    violations.push_back({"days_ahead", absl::StrCat("must be 0 to ", kMostDaysAhead)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::CivilDay CareDay(absl::Time now) { return calendar::ChinaDay(now); }

std::string CareSubject(const CareItem& item) {
  const auto festival = calendar::FindFestival(item.festival);
  return absl::StrFormat("%s on %04d-%02d-%02d: send good wishes",
                         festival ? festival->name_en : WordsOf(item.kind).en, item.day.year(),
                         item.day.month(), item.day.day());
}

std::string CareSubjectZh(const CareItem& item) {
  const auto festival = calendar::FindFestival(item.festival);
  return absl::StrFormat("%d月%d日%s：请问候客户", item.day.month(), item.day.day(),
                         festival ? festival->name_zh : WordsOf(item.kind).zh);
}

absl::Time CareDueTime(const CareItem& item) {
  return absl::FromCivil(item.day, calendar::ChinaTime()) + absl::Hours(18);
}

}  // namespace mainstay::engagement
