#include "services/accounts/profile/account_fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"

namespace mainstay::accounts {
namespace {

constexpr std::string_view kAttributes = "attributes";
constexpr std::string_view kAttributePrefix = "attributes.";
constexpr std::string_view kNamePrefix = "accounts/";

template <std::string Account::*member>
constexpr history::Field<Account> Text(std::string_view name) {
  return {name, [](const Account& a) { return a.*member; },
          [](Account& a, std::string_view value) { a.*member = std::string(value); }};
}

// As in the API: "accounts/{uuid}", or empty.
std::string GetParent(const Account& account) {
  return account.parent_id.empty() ? "" : absl::StrCat(kNamePrefix, account.parent_id);
}

void SetParent(Account& account, std::string_view value) {
  account.parent_id = value.empty() ? "" : std::string(value.substr(kNamePrefix.size()));
}

// One a line: aliases have no line breaks.
std::string GetAliases(const Account& account) { return absl::StrJoin(account.aliases, "\n"); }

void SetAliases(Account& account, std::string_view value) {
  account.aliases = value.empty() ? std::vector<std::string>{} : absl::StrSplit(value, '\n');
}

// "250000.5 CNY".
std::string GetCreditLimit(const Account& account) {
  if (account.credit_limit.empty()) return "";
  return absl::StrCat(account.credit_limit, " ", account.credit_currency);
}

void SetCreditLimit(Account& account, std::string_view value) {
  size_t space = value.find(' ');
  account.credit_limit = std::string(value.substr(0, space));
  account.credit_currency = space == value.npos ? "" : std::string(value.substr(space + 1));
}

constexpr history::Field<Account> kFields[] = {
    Text<&Account::display_name>("display_name"),
    Text<&Account::short_name>("short_name"),
    {"aliases", GetAliases, SetAliases},
    Text<&Account::tax_id>("tax_id"),
    Text<&Account::external_id>("external_id"),
    Text<&Account::type>("type"),
    Text<&Account::industry>("industry"),
    Text<&Account::region>("region"),
    Text<&Account::size>("size"),
    Text<&Account::market_position>("market_position"),
    Text<&Account::website>("website"),
    Text<&Account::address>("address"),
    Text<&Account::currency_code>("currency_code"),
    {"parent_account", GetParent, SetParent},
    Text<&Account::owner>("owner"),
    Text<&Account::overview>("overview"),
    Text<&Account::operations>("operations"),
    Text<&Account::transaction_state>("transaction_state"),
    {"credit_limit", GetCreditLimit, SetCreditLimit},
    Text<&Account::payment_terms>("payment_terms"),
    Text<&Account::tier>("tier"),
};

std::string ValueOr(const std::map<std::string, std::string>& map, const std::string& key) {
  auto entry = map.find(key);
  return entry == map.end() ? "" : entry->second;
}

// Attributes are never stored empty, so an empty text means that there was none.
void SetAttribute(Account& account, std::string_view key, const std::string& value) {
  if (value.empty()) {
    account.attributes.erase(std::string(key));
  } else {
    account.attributes[std::string(key)] = value;
  }
}

// What the verbs record (account_fields.h) tells what stood before them.
void UndoVerb(const history::RecordedChange& recorded, Account& account) {
  if (recorded.action == "delete" || recorded.action == "merge") {
    account.state = "active";
    account.delete_time.reset();
    account.merged_into.clear();
    account.merged_direct.clear();
  } else if (recorded.action == "undelete") {
    account.state = "deleted";
    account.delete_time = history::ParseVerbTime(recorded.change.old_value);
  } else if (recorded.action == "unmerge") {
    account.state = "merged";
    account.merged_direct = recorded.change.old_value.substr(kNamePrefix.size());
    account.merged_into = account.merged_direct;
  }
}

}  // namespace

absl::Span<const history::Field<Account>> AccountFields() { return kFields; }

std::vector<history::Change> DiffAccounts(const Account& before, const Account& after) {
  std::vector<history::Change> changes = history::Diff(AccountFields(), before, after);
  std::set<std::string> keys;
  for (const auto& [key, value] : before.attributes) keys.insert(key);
  for (const auto& [key, value] : after.attributes) keys.insert(key);
  for (const std::string& key : keys) {
    std::string old_value = ValueOr(before.attributes, key);
    std::string new_value = ValueOr(after.attributes, key);
    if (old_value == new_value) continue;
    changes.push_back({absl::StrCat(kAttributePrefix, key), old_value, new_value});
  }
  return changes;
}

void CopyAccountFields(const std::vector<std::string>& names, const Account& source,
                       Account& target) {
  history::CopyFields(AccountFields(), names, source, target);
  if (std::find(names.begin(), names.end(), kAttributes) != names.end()) {
    target.attributes = source.attributes;
  }
}

void Undo(const history::RecordedChange& recorded, Account& account) {
  account.version = recorded.version - 1;
  const history::Change& change = recorded.change;
  if (change.field.empty()) {
    UndoVerb(recorded, account);
  } else if (absl::StartsWith(change.field, kAttributePrefix)) {
    SetAttribute(account, std::string_view(change.field).substr(kAttributePrefix.size()),
                 change.old_value);
  } else {
    history::SetField(AccountFields(), account, change.field, change.old_value);
  }
}

}  // namespace mainstay::accounts
