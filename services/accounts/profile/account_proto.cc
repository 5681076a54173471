#include "services/accounts/profile/account_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

// The smallest part of a credit limit that is kept.
constexpr int kNanosPerTenThousandth = 100000;

absl::StatusOr<std::string> CreditLimitOf(const google::type::Money& money) {
  if (money.nanos() % kNanosPerTenThousandth != 0) {
    return status::BadField("credit_limit", "must have at most four decimals");
  }
  return api::DecimalOf(money, "credit_limit");
}

// Takes a value, or collects what is wrong with it.
class Reader {
 public:
  void Take(absl::StatusOr<std::string> value, std::string* target) {
    if (value.ok()) {
      *target = *std::move(value);
      return;
    }
    for (auto& violation : status::GetFieldViolations(value.status())) {
      violations_.push_back(std::move(violation));
    }
  }
  absl::Status status() && {
    return violations_.empty() ? absl::OkStatus() : status::BadFields(std::move(violations_));
  }

 private:
  std::vector<status::FieldViolation> violations_;
};

absl::StatusOr<std::string> ParentId(const std::string& name) {
  if (name.empty()) return "";
  ASSIGN_OR_RETURN(auto ids, api::ParseName(name, "accounts/*", "parent_account"));
  return ids[0];
}

}  // namespace

std::string AccountName(std::string_view account_id) {
  return account_id.empty() ? "" : absl::StrCat("accounts/", account_id);
}

absl::StatusOr<Account> FromProto(const v1::Account& message) {
  Account account;
  Reader reader;
  account.display_name = message.display_name();
  account.short_name = message.short_name();
  account.aliases.assign(message.aliases().begin(), message.aliases().end());
  account.tax_id = message.tax_id();
  account.external_id = message.external_id();
  reader.Take(api::EnumToText(message.type(), "ACCOUNT_TYPE_", "type"), &account.type);
  account.industry = message.industry();
  account.region = message.region();
  reader.Take(api::EnumToText(message.size(), "COMPANY_SIZE_", "size"), &account.size);
  reader.Take(api::EnumToText(message.market_position(), "MARKET_POSITION_", "market_position"),
              &account.market_position);
  account.website = message.website();
  account.address = message.address();
  account.currency_code = message.currency_code();
  account.attributes = {message.attributes().begin(), message.attributes().end()};
  reader.Take(ParentId(message.parent_account()), &account.parent_id);
  account.owner = message.owner();
  account.overview = message.overview();
  account.operations = message.operations();
  account.transaction_state = message.transaction_state();
  if (message.has_credit_limit()) {
    reader.Take(CreditLimitOf(message.credit_limit()), &account.credit_limit);
    account.credit_currency = message.credit_limit().currency_code();
  }
  account.payment_terms = message.payment_terms();
  RETURN_IF_ERROR(std::move(reader).status());
  Normalize(account);
  return account;
}

v1::AccountSatisfaction ToProto(const Satisfaction& satisfaction) {
  v1::AccountSatisfaction message;
  if (satisfaction.score) message.set_score(*satisfaction.score);
  if (satisfaction.nps) message.set_nps(*satisfaction.nps);
  message.set_respondent_count(satisfaction.respondents);
  message.set_invited_count(satisfaction.invited);
  message.set_silent_decision_maker_count(satisfaction.silent_decision_makers);
  *message.mutable_measure_time() = api::TimeToProto(satisfaction.measure_time);
  return message;
}

v1::Account ToProto(Account account) {
  v1::Account message;
  message.set_name(AccountName(account.id));
  message.set_display_name(std::move(account.display_name));
  message.set_short_name(std::move(account.short_name));
  for (std::string& alias : account.aliases) message.add_aliases(std::move(alias));
  message.set_tax_id(std::move(account.tax_id));
  message.set_external_id(std::move(account.external_id));
  message.set_type(api::TextToEnum<v1::AccountType>(account.type, "ACCOUNT_TYPE_"));
  message.set_industry(std::move(account.industry));
  message.set_region(std::move(account.region));
  message.set_size(api::TextToEnum<v1::CompanySize>(account.size, "COMPANY_SIZE_"));
  message.set_market_position(
      api::TextToEnum<v1::MarketPosition>(account.market_position, "MARKET_POSITION_"));
  message.set_website(std::move(account.website));
  message.set_address(std::move(account.address));
  message.set_currency_code(std::move(account.currency_code));
  message.mutable_attributes()->insert(account.attributes.begin(), account.attributes.end());
  message.set_parent_account(AccountName(account.parent_id));
  message.set_owner(std::move(account.owner));
  message.set_overview(std::move(account.overview));
  message.set_operations(std::move(account.operations));
  message.set_transaction_state(std::move(account.transaction_state));
  if (!account.credit_limit.empty()) {
    *message.mutable_credit_limit() = api::MoneyOf(account.credit_limit, account.credit_currency);
  }
  message.set_payment_terms(std::move(account.payment_terms));
  message.set_tier(api::TextToEnum<v1::Tier>(account.tier, "TIER_"));
  message.set_state(api::TextToEnum<v1::AccountState>(account.state, "ACCOUNT_STATE_"));
  message.set_merged_into(AccountName(account.merged_into));
  message.set_etag(api::EtagOf(account.version));
  *message.mutable_create_time() = api::TimeToProto(account.create_time);
  *message.mutable_update_time() = api::TimeToProto(account.update_time);
  if (account.delete_time) *message.mutable_delete_time() = api::TimeToProto(*account.delete_time);
  if (account.satisfaction) *message.mutable_satisfaction() = ToProto(*account.satisfaction);
  return message;
}

v1::AccountGroup ToProto(const std::string& account_id, const Group& group) {
  v1::AccountGroup message;
  message.set_name(absl::StrCat(AccountName(account_id), "/group"));
  message.set_root(AccountName(group.root_id));
  for (const GroupMember& member : group.members) {
    v1::AccountGroup::Member* added = message.add_members();
    *added->mutable_account() = ToProto(member.account);
    added->set_depth(member.depth);
    added->set_descendant_count(member.descendants);
  }
  message.set_member_count(group.member_count);
  for (const auto& [currency, sum] : group.credit_limits) {
    *message.add_credit_limits() = api::MoneyOf(sum, currency);
  }
  return message;
}

AttributeSchema FromProto(const v1::AttributeSchema& message) {
  AttributeSchema schema;
  for (const v1::AttributeDeclaration& declared : message.attributes()) {
    schema.attributes.push_back({declared.key(),
                                 declared.label(),
                                 api::EnumToText(declared.type(), "TYPE_", "type").value_or(""),
                                 declared.required(),
                                 {declared.choices().begin(), declared.choices().end()}});
  }
  return schema;
}

v1::AttributeSchema ToProto(const AttributeSchema& schema) {
  v1::AttributeSchema message;
  for (const AttributeDeclaration& declared : schema.attributes) {
    v1::AttributeDeclaration* added = message.add_attributes();
    added->set_key(declared.key);
    added->set_label(declared.label);
    added->set_type(api::TextToEnum<v1::AttributeDeclaration::Type>(declared.type, "TYPE_"));
    added->set_required(declared.required);
    for (const std::string& choice : declared.choices) added->add_choices(choice);
  }
  message.set_etag(api::EtagOf(schema.version));
  *message.mutable_update_time() = api::TimeToProto(schema.update_time);
  return message;
}

}  // namespace mainstay::accounts
