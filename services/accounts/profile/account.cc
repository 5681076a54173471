#include "services/accounts/profile/account.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/currency.h"
#include "common/text/rules.h"
#include "services/accounts/profile/tax_id.h"
#include "services/accounts/profile/website.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxAliases = 20, kMaxName = 200, kMaxWebsite = 300, kMaxTaxId = 20;

// A text field and how long it may be.
struct TextLimit {
  std::string_view field;
  std::string Account::*member;
  size_t max;
  text::Lines lines = text::Lines::kOne;
};
constexpr TextLimit kTextLimits[] = {
    {"short_name", &Account::short_name, 80},
    {"external_id", &Account::external_id, 100},
    {"industry", &Account::industry, 80},
    {"region", &Account::region, 80},
    {"website", &Account::website, kMaxWebsite},
    {"address", &Account::address, 300},
    {"owner", &Account::owner, 128},
    {"overview", &Account::overview, 8000, text::Lines::kMany},
    {"operations", &Account::operations, 8000, text::Lines::kMany},
    {"transaction_state", &Account::transaction_state, 8000, text::Lines::kMany},
    {"payment_terms", &Account::payment_terms, 1000, text::Lines::kMany},
};

void CheckAliases(const std::vector<std::string>& aliases,
                  std::vector<status::FieldViolation>& violations) {
  if (aliases.size() > kMaxAliases) {
    violations.push_back({"aliases", absl::StrCat("must be at most ", kMaxAliases)});
    return;
  }
  for (size_t i = 0; i < aliases.size(); ++i) {
    text::CheckText(absl::StrCat("aliases[", i, "]"), aliases[i], 1, kMaxName, text::Lines::kOne,
                    violations);
  }
}

void CheckMoney(const Account& account, std::vector<status::FieldViolation>& violations) {
  if (!account.currency_code.empty()) {
    text::CheckCurrency("currency_code", account.currency_code, violations);
  }
  if (account.credit_limit.empty()) return;
  text::CheckCurrency("credit_limit", account.credit_currency, violations);
  if (account.credit_limit[0] == '-') {
    violations.push_back({"credit_limit", "must not be negative"});
  } else if (std::min(account.credit_limit.find('.'), account.credit_limit.size()) > 15) {
    violations.push_back({"credit_limit", "must be below 1,000,000,000,000,000"});
  }
}

}  // namespace

void Normalize(Account& account) {
  for (const TextLimit& limit : kTextLimits) {
    if (limit.lines == text::Lines::kMany) continue;
    account.*limit.member = text::Trim(account.*limit.member);
  }
  account.display_name = text::Trim(account.display_name);
  for (std::string& alias : account.aliases) alias = text::Trim(alias);
  account.tax_id = CompactTaxId(account.tax_id);
  absl::AsciiStrToUpper(&account.currency_code);
  absl::AsciiStrToUpper(&account.credit_currency);
}

absl::Status Validate(const Account& account) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", account.display_name, 1, kMaxName, text::Lines::kOne, violations);
  for (const TextLimit& limit : kTextLimits) {
    text::CheckText(limit.field, account.*limit.member, 0, limit.max, limit.lines, violations);
  }
  CheckAliases(account.aliases, violations);
  absl::Status tax_id = ValidateTaxId(account.tax_id);
  for (status::FieldViolation& v : status::GetFieldViolations(tax_id)) violations.push_back(v);
  if (!account.website.empty() && DomainOf(account.website).empty()) {
    violations.push_back({"website", "must be a web address such as \"www.example.com\""});
  }
  if (account.owner.find('/') != std::string::npos) {
    violations.push_back({"owner", "must be a user id without \"/\""});
  }
  if (!account.parent_id.empty() && account.parent_id == account.id) {
    violations.push_back({"parent_account", "must be another account"});
  }
  CheckMoney(account, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status ValidateIdentity(const Account& account) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", account.display_name, 0, kMaxName, text::Lines::kOne, violations);
  text::CheckText("tax_id", account.tax_id, 0, kMaxTaxId, text::Lines::kOne, violations);
  text::CheckText("website", account.website, 0, kMaxWebsite, text::Lines::kOne, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::accounts
