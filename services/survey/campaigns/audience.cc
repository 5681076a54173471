#include "services/survey/campaigns/audience.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace mainstay::survey {
namespace {

bool Among(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string_view ReasonToSkip(const Campaign& campaign, const Choice& choice,
                              const AudienceFacts& facts) {
  if (campaign.audience.keep_contact_budget &&
      facts.over_budget.contains(choice.person.account_id)) {
    return "budget";
  }
  if (facts.asked_lately.contains(choice.person.contact_id)) return "asked_lately";
  if (FullQuota(campaign.quotas, choice.facts, "stop_inviting") != nullptr ||
      FullQuota(campaign.quotas, choice.facts, "close_links") != nullptr) {
    return "quota_full";
  }
  return "";
}

}  // namespace

bool Wants(const Audience& audience, const Person& person) {
  if (!audience.buying_roles.empty() &&
      !Among(audience.buying_roles, person.role.empty() ? "none" : person.role)) {
    return false;
  }
  if (audience.contacts.empty()) return true;
  // A contact keeps its id, also when its account was merged into another.
  const std::string end = absl::StrCat("/contacts/", person.contact_id);
  return std::any_of(audience.contacts.begin(), audience.contacts.end(),
                     [&](const std::string& name) { return name.ends_with(end); });
}

bool HasAddress(const Person& person, std::string_view channel) {
  if (channel == "email") return !person.email.empty();
  if (channel == "phone") return !person.phone.empty();
  if (channel == "webhook") {
    return !person.phone.empty() || !person.email.empty() || !person.wechat.empty();
  }
  return true;
}

std::vector<Choice> Choose(const Campaign& campaign, absl::Span<const AudienceAccount> accounts,
                           std::vector<Person> people, const AudienceFacts& facts) {
  absl::flat_hash_map<std::string, const AudienceAccount*> known;
  for (const AudienceAccount& account : accounts) known[account.id] = &account;
  std::vector<Choice> choices;
  for (Person& person : people) {
    const auto account = known.find(person.account_id);
    if (account == known.end() || !Wants(campaign.audience, person)) continue;
    Choice choice;
    choice.facts = {account->second->tier, account->second->region,
                    campaign.anonymous() ? "" : person.role};
    choice.person = std::move(person);
    choice.reason = std::string(ReasonToSkip(campaign, choice, facts));
    choice.state = !choice.reason.empty()                        ? "skipped"
                   : HasAddress(choice.person, campaign.channel) ? "planned"
                                                                 : "undeliverable";
    choices.push_back(std::move(choice));
  }
  return choices;
}

}  // namespace mainstay::survey
