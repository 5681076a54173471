// The cadence rule (回访规则): which accounts are contacted how often, after what or before which
// festival.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::engagement {

// A rule as it is stored. Text is UTF-8. Enums are the lower-case tail of the proto's value names.
struct CadenceRule {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  // Whom it is about: the accounts of the tiers ("core", "potential", "general"; "none": accounts
  // that are not graded) and those named one by one, bare UUIDs.
  std::vector<std::string> tiers;
  std::vector<std::string> account_ids;
  // "periodic": a contact every `days` days. "after_order": `days` days after the last order.
  // "before_festival": `days` days before each of `festivals` (calendar::Festivals()).
  std::string kind;
  int days = 0;
  std::vector<std::string> festivals;
  // What is planned by it.
  std::string visit_kind;  // as Visit::kind
  std::string visit_mode;  // as Visit::mode
  std::string purpose;
  int duration_minutes = 0;
  std::string user;      // who goes; empty: the account's owner
  std::string priority;  // "low", "normal", "high"
  // The most contacts, visits and communications together, that such an account is to have in a
  // calendar quarter; 0: no limit.
  int max_contacts = 0;
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> delete_time;
};

// Fills in what may be absent: a return visit on site, of an hour, of normal priority. Cuts the
// spaces around single-line fields.
void FillIn(CadenceRule& rule);

// Checks every field of a rule that was filled in; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const CadenceRule& rule);

// The one table of a rule's fields, by their names in the API: history, and what updates copy.
absl::Span<const history::Field<CadenceRule>> CadenceRuleFields();

}  // namespace mainstay::engagement
