// Who of the people that an audience's conditions hold for is invited, and who is not and why.
// Domain code: no SQL, no proto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// An account that an audience's conditions hold for.
struct AudienceAccount {
  std::string id;  // bare UUID
  std::string display_name;
  std::string tier, region;  // empty: not known
};

// A contact of an account, as accounts knows them now. Nothing of it but ids, role and influence is
// ever stored here.
struct Person {
  std::string account_id;  // bare UUID of the account that survived merges
  std::string contact_id;  // bare UUID
  std::string display_name, title;
  std::string phone, email, wechat;
  std::string role;   // "decision_maker"; empty: not known
  int influence = 0;  // 1 to 5; 0: not known
};

// What becomes of one person.
struct Choice {
  Person person;
  QuotaFacts facts;
  // "planned", "undeliverable" (no address in the channel), or "skipped" with a reason: "budget",
  // "asked_lately", "quota_full".
  std::string state, reason;
};

// What is known of the people besides.
struct AudienceFacts {
  absl::flat_hash_set<std::string> over_budget;   // ids of accounts
  absl::flat_hash_set<std::string> asked_lately;  // ids of contacts
};

// Whether the audience's conditions of contacts hold.
bool Wants(const Audience& audience, const Person& person);

// Whether the person can be reached by `channel`: an e-mail address, any address, a phone number.
bool HasAddress(const Person& person, std::string_view channel);

// Of `people`, those that the campaign's audience wants, in their order, each with what becomes of
// it. `accounts` are those of the people; who is of none of them is left out.
std::vector<Choice> Choose(const Campaign& campaign, absl::Span<const AudienceAccount> accounts,
                           std::vector<Person> people, const AudienceFacts& facts);

}  // namespace mainstay::survey
