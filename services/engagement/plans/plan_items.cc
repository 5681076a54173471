#include "services/engagement/plans/plan_items.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "common/api/uuid.h"

namespace mainstay::engagement {

std::vector<PlanItem> ItemsOf(std::vector<ProposedVisit> proposals, absl::Time now) {
  std::vector<PlanItem> items;
  items.reserve(proposals.size());
  for (ProposedVisit& proposal : proposals) {
    PlanItem& item = items.emplace_back();
    item.id = api::NewUuid(now);
    item.visit = std::move(proposal);
    item.create_time = item.update_time = now;
  }
  return items;
}

PlanCounts CountItems(const std::vector<PlanItem>& items) {
  PlanCounts counts{.items = static_cast<int>(items.size())};
  std::set<std::string_view> accounts;
  for (const PlanItem& item : items) {
    if (item.state == "skipped") {
      ++counts.skipped;
      continue;
    }
    accounts.insert(item.visit.account_id);
    const std::vector<std::string>& warnings = item.visit.warnings;
    const auto has = [&](const char* warning) {
      return std::find(warnings.begin(), warnings.end(), warning) != warnings.end() ? 1 : 0;
    };
    counts.over_budget += has(kOverBudget);
    counts.day_full += has(kDayFull);
    counts.no_person += item.visit.user.empty() ? 1 : 0;
  }
  counts.accounts = static_cast<int>(accounts.size());
  return counts;
}

}  // namespace mainstay::engagement
