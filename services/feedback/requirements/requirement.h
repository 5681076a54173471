// A requirement (需求) and the rules of what people write of it. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/text/amount.h"

namespace mainstay::feedback {

// Levels of the tree, the root included: more than people can follow is no decomposition.
inline constexpr int kMaxRequirementLevels = 5;

// When a requirement is to be looked at again (F12): so many accounts more or fewer, or so many per
// cent of value more or less, than when it was scored.
inline constexpr int kReviewAccounts = 2;
inline constexpr int kReviewValuePercent = 20;

// What an account counts in a requirement's value, by its tier; the company's accounts that matter
// most outweigh many small ones. The sales behind it stand beside it, in money.
inline constexpr int kCoreValue = 10;
inline constexpr int kPotentialValue = 5;
inline constexpr int kGeneralValue = 2;
inline constexpr int kUngradedValue = 1;

// Enums are the lower-case tails of the API's value names; "" is not said.
struct Requirement {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string title;
  std::string who, what, when, where, why, how;  // 5W1H
  std::string parent_id;                         // bare UUID, or empty
  std::string state = "collected";
  std::string reject_reason;                     // of one that is rejected
  std::string responsible, accountable;          // user ids, or empty
  std::vector<std::string> consulted, informed;  // user ids
  int urgency = 0, importance = 0;               // 1 to 5; 0 is not said
  std::optional<absl::CivilDay> due_date;
  std::string kano_class, kano_source;
  std::string merged_into;               // bare UUID, or empty
  std::optional<absl::Time> score_time;  // when scores were last given to it, and
  int scored_accounts = 0;               // how many accounts asked for it then,
  int64_t scored_value = 0;              // what it was worth,
  text::Amount scored_sales;             // and what all of them bought, if that was known
  std::optional<absl::Time> deliver_time, validate_time;
  absl::Time create_time, update_time;
};

// What follows from who asks for it: counted when it is read.
struct RequirementFacts {
  int accounts = 0;  // not deleted, each once
  int core = 0, potential = 0, general = 0;
  int64_t value = 0;
  // What those of them buy that the caller sees, and what all of them do, as it was measured last;
  // not said while nothing was measured in the company's currency.
  text::Amount sales, all_sales;
  // Of which trade that was; open ends are infinite.
  absl::Time sales_start = absl::InfinitePast(), sales_end = absl::InfiniteFuture();
  // "asking_accounts", "value", "sales", "due_date"; empty when there is no need to look at it
  // again.
  std::vector<std::string> review_reasons;
};

// An account that asks for a requirement.
struct RequirementAsker {
  std::string id;              // bare UUID
  std::string requirement_id;  // that was asked for: of a merged one, not the survivor
  std::string account_id;      // that it is seen under
  std::string source;          // resource name, or empty
  absl::Time say_time = absl::InfinitePast();  // that: not said
  std::string words;
  std::string author;  // user id
  absl::Time create_time;
};

// A requirement as one caller sees it.
struct SeenRequirement {
  Requirement requirement;
  RequirementFacts facts;
  std::vector<RequirementAsker> askers;  // of the accounts that the caller sees
};

inline constexpr size_t kMaxAskersAtOnce = 100;

// Of each requirement in a list: a page of requirements with all who ask for them has no bounds.
inline constexpr int kAskersInLists = 20;

// "do", "plan", "delegate", "later"; "" while urgency or importance is not said. 4 and 5 are urgent
// or important: 3 is the middle of the scale, which is what people say who do not know.
inline constexpr int kUrgentFrom = 4;
inline constexpr int kImportantFrom = 4;
std::string_view QuadrantOf(const Requirement& requirement);

// The day it is for due dates: in text::kDefaultTimeZone.
absl::CivilDay DueDay(absl::Time now);

// Cuts the spaces around single-line fields, and what stands twice in lists.
void Complete(Requirement& requirement);
// The same of an asker; one who did not say when did so `now`.
void Complete(RequirementAsker& asker, absl::Time now);

// Checks what people write of a completed requirement; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Requirement& requirement);
// The same of an asker; `accounts` are the ids that the account goes by: a source under another
// account is refused.
absl::Status Validate(const RequirementAsker& asker, absl::Span<const std::string> accounts,
                      absl::Time now);

// The one table of the fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Requirement>> RequirementFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Requirement>> RecordedRequirementFields();

}  // namespace mainstay::feedback
