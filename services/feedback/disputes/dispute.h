// The dispute (冲突) about a case and its verbs. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/text/amount.h"

namespace mainstay::feedback {

struct DisputeStep {
  std::string text;
  std::string owner;  // user id, or empty
  std::optional<absl::Time> due_time;
  bool done = false;
  bool operator==(const DisputeStep&) const = default;
};

struct Concession {
  std::string party;  // "ours", "customer"
  std::string text;
  text::Amount amount;
  std::string author;  // user id
  absl::Time create_time;
  bool operator==(const Concession&) const = default;
};

// Enums are the lower-case tails of the API's value names; "" is not said.
struct Dispute {
  std::string id;          // bare UUID
  std::string case_id;     // bare UUID
  std::string account_id;  // that its case is seen under
  int64_t version = 1;     // counts its writes, from 1
  std::string subject;
  std::string demand;
  std::string strategy;
  std::string strategy_note;
  std::string lead;               // user id
  std::vector<std::string> team;  // user ids
  std::vector<DisputeStep> steps;
  std::vector<Concession> concessions;
  std::string state = "open";
  std::string result;
  std::optional<absl::Time> end_time;  // there is one when it is settled or lost
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in `caller` as the lead, cuts the spaces around single-line fields and what stands twice in
// the team.
void Complete(Dispute& dispute, const std::string& caller);

// Checks what people write of a completed dispute; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Dispute& dispute);

//   open → :negotiate → negotiating → :settle → settled      settled, lost → :reopen → negotiating
//   open, negotiating, escalated → :escalate → escalated → :negotiate → negotiating
//   open, negotiating, escalated → :lose → lost    negotiating, escalated → :settle, :concede
//
// Each verb changes the dispute, or gives an error and leaves it: INVALID_ARGUMENT names the field
// of the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow it.
absl::Status Negotiate(Dispute& dispute);
absl::Status Concede(Dispute& dispute, const Concession& concession);
absl::Status Escalate(Dispute& dispute, const std::string& lead, const std::string& reason);
absl::Status Settle(Dispute& dispute, const std::string& result, absl::Time now);
absl::Status Lose(Dispute& dispute, const std::string& result, absl::Time now);
absl::Status Reopen(Dispute& dispute, const std::string& reason);
// OK while it has not ended: what is written of it changes only then.
absl::Status CheckOngoing(const Dispute& dispute);

// The one table of a dispute's fields that people change by Update, by their names in the API; the
// text of the steps is for people, updates copy them by themselves.
absl::Span<const history::Field<Dispute>> DisputeFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Dispute>> RecordedDisputeFields();

}  // namespace mainstay::feedback
