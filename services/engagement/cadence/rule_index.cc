#include "services/engagement/cadence/rule_index.h"

#include <algorithm>

namespace mainstay::engagement {

RuleIndex::RuleIndex(const std::vector<CadenceRule>& rules) : rules_(rules) {
  for (size_t i = 0; i < rules.size(); ++i) {
    for (const std::string& tier : rules[i].tiers) by_tier_[tier].push_back(i);
    for (const std::string& id : rules[i].account_ids) by_account_[id].push_back(i);
  }
}

std::vector<size_t> RuleIndex::About(std::string_view tier, std::string_view account_id) const {
  std::vector<size_t> about;
  const auto add = [&](const Places& places, std::string_view key) {
    const auto found = places.find(key);
    if (found == places.end()) return;
    about.insert(about.end(), found->second.begin(), found->second.end());
  };
  add(by_tier_, tier.empty() ? "none" : tier);
  add(by_account_, account_id);
  std::sort(about.begin(), about.end());
  about.erase(std::unique(about.begin(), about.end()), about.end());
  return about;
}

std::optional<int> RuleIndex::RequiredEveryDays(std::string_view tier,
                                                std::string_view account_id) const {
  std::optional<int> least;
  for (const size_t i : About(tier, account_id)) {
    if (rules_[i].kind != "periodic") continue;
    least = std::min(least.value_or(rules_[i].days), rules_[i].days);
  }
  return least;
}

std::optional<int> RuleIndex::ContactBudget(std::string_view tier,
                                            std::string_view account_id) const {
  std::optional<int> least;
  for (const size_t i : About(tier, account_id)) {
    const int most = rules_[i].max_contacts;
    if (most > 0) least = std::min(least.value_or(most), most);
  }
  return least;
}

}  // namespace mainstay::engagement
