#include "services/feedback/cases/case_references.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kRule = "must be of the case's account";

}  // namespace

absl::Status CheckReferences(const Case& before, const Case& after, const std::string& asked_id) {
  const std::string accounts[] = {asked_id, after.account_id};
  std::vector<status::FieldViolation> violations;
  if (!after.contact.empty() && after.contact != before.contact &&
      !text::IsOfAccount(after.contact, accounts)) {
    violations.push_back({"contact", std::string(kRule)});
  }
  for (size_t i = 0; i < after.orders.size(); ++i) {
    const std::string& order = after.orders[i];
    if (std::find(before.orders.begin(), before.orders.end(), order) != before.orders.end()) {
      continue;
    }
    if (!text::IsNameUnderAccount(order, "orders") || !text::IsOfAccount(order, accounts)) {
      violations.push_back({absl::StrCat("orders[", i, "]"),
                            "must be the name of an order of the case's account, "
                            "accounts/{uuid}/orders/{uuid}"});
    }
  }
  if (!after.source.empty() && after.source != before.source &&
      !text::IsOfAccount(after.source, accounts)) {
    violations.push_back({"source",
                          "must be the name of something of the case's account, such as "
                          "accounts/{uuid}/visits/{uuid}"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckContactOf(const Case& c, const std::string& asked_id, std::string_view field,
                            const std::string& contact) {
  const std::string accounts[] = {asked_id, c.account_id};
  if (contact.empty() || (text::IsContactName(contact) && text::IsOfAccount(contact, accounts))) {
    return absl::OkStatus();
  }
  return status::BadField(field, kRule);
}

}  // namespace mainstay::feedback
