// The table of a rule's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {
namespace {

using Field = history::Field<CadenceRule>;

template <std::string CadenceRule::*member>
constexpr Field Text(std::string_view name) {
  return {name, [](const CadenceRule& rule) { return rule.*member; },
          [](CadenceRule& rule, std::string_view value) { rule.*member = std::string(value); }};
}

template <int CadenceRule::*member>
constexpr Field Number(std::string_view name) {
  return {name, [](const CadenceRule& rule) { return absl::StrCat(rule.*member); },
          [](CadenceRule& rule, std::string_view value) {
            if (!absl::SimpleAtoi(value, &(rule.*member))) rule.*member = 0;
          }};
}

template <std::vector<std::string> CadenceRule::*member>
constexpr Field List(std::string_view name) {
  return {name, [](const CadenceRule& rule) { return absl::StrJoin(rule.*member, ", "); },
          [](CadenceRule& rule, std::string_view value) {
            rule.*member = absl::StrSplit(std::string(value), ", ", absl::SkipEmpty());
          }};
}

constexpr Field kFields[] = {
    Text<&CadenceRule::display_name>("display_name"),
    List<&CadenceRule::tiers>("tiers"),
    List<&CadenceRule::account_ids>("accounts"),
    Text<&CadenceRule::kind>("kind"),
    Number<&CadenceRule::days>("days"),
    List<&CadenceRule::festivals>("festivals"),
    Text<&CadenceRule::visit_kind>("visit_kind"),
    Text<&CadenceRule::visit_mode>("visit_mode"),
    Text<&CadenceRule::purpose>("purpose"),
    Number<&CadenceRule::duration_minutes>("duration_minutes"),
    Text<&CadenceRule::user>("user"),
    Text<&CadenceRule::priority>("priority"),
    Number<&CadenceRule::max_contacts>("max_contacts"),
};

}  // namespace

absl::Span<const Field> CadenceRuleFields() { return kFields; }

}  // namespace mainstay::engagement
