// Which cadence rules are about an account, and what they ask for together.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

// Rules found by tier and by name: what many accounts are asked of costs no look at every rule.
// `tier` is as the directory has it, empty when not graded; account ids are bare UUIDs.
class RuleIndex {
 public:
  // `rules` must outlive it, unchanged.
  explicit RuleIndex(const std::vector<CadenceRule>& rules);
  explicit RuleIndex(std::vector<CadenceRule>&&) = delete;

  const std::vector<CadenceRule>& rules() const { return rules_; }

  // The places in rules() of those that are about the account, in order.
  std::vector<size_t> About(std::string_view tier, std::string_view account_id) const;

  // How often the account is to be contacted by all periodic rules about it: the shortest of their
  // periods, in days. Nothing when no rule asks for it.
  std::optional<int> RequiredEveryDays(std::string_view tier, std::string_view account_id) const;

  // The least of the contact budgets that rules about the account set, per calendar quarter.
  // Nothing when none does.
  std::optional<int> ContactBudget(std::string_view tier, std::string_view account_id) const;

 private:
  using Places = absl::flat_hash_map<std::string, std::vector<size_t>>;

  const std::vector<CadenceRule>& rules_;
  Places by_tier_, by_account_;
};

}  // namespace mainstay::engagement
