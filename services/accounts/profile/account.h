// The account (客户) and the rules that its record card (档案卡) keeps.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::accounts {

// How satisfied an account is, as surveys measured it last.
struct Satisfaction {
  std::optional<double> score;  // 0 to 100; nothing when nobody answered that may be shown
  std::optional<double> nps;    // -100 to 100; likewise
  int respondents = 0;          // contacts whose answers are in these figures
  int invited = 0;              // contacts who were asked
  int silent_decision_makers = 0;
  absl::Time measure_time;

  bool operator==(const Satisfaction&) const = default;
};

// An account as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail
// of the proto's value names: "end_customer", "core".
struct Account {
  std::string id;                // bare UUID
  int64_t version = 1;           // counts its writes, from 1
  std::string state = "active";  // "active", "deleted" or "merged"
  std::string display_name;
  std::string short_name;
  std::vector<std::string> aliases;
  std::string tax_id;
  std::string external_id;
  std::string type;
  std::string industry;
  std::string region;
  std::string size;
  std::string market_position;
  std::string website;
  std::string address;
  std::string currency_code;
  std::map<std::string, std::string> attributes;
  std::string parent_id;  // bare UUID of the parent in the group
  std::string owner;      // user id
  std::string overview;
  std::string operations;
  std::string transaction_state;
  std::string credit_limit;     // decimal with at most 4 places, "" for none
  std::string credit_currency;  // ISO 4217; empty exactly when credit_limit is
  std::string payment_terms;
  std::string tier;
  std::string merged_into;    // the survivor at the end of the chain of merges, bare UUID
  std::string merged_direct;  // the account that it was merged into itself
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> delete_time;
  // Not part of a version: written by surveys' events alone (services/accounts/satisfaction).
  std::optional<Satisfaction> satisfaction;

  bool operator==(const Account&) const = default;
};

// Puts what people type into one form: spaces around single-line fields cut, tax id and currency
// in upper case, tax id without spaces and dashes.
void Normalize(Account& account);

// Checks every field of a normalized account; INVALID_ARGUMENT names all that cannot be accepted.
// Attributes are checked against their schema apart (attribute_schema.h).
absl::Status Validate(const Account& account);

// Checks what the duplicate check compares, of a normalized account: nothing may be longer than an
// account could have it, but any of it may be missing, and a tax id need not be a right one yet.
absl::Status ValidateIdentity(const Account& account);

}  // namespace mainstay::accounts
