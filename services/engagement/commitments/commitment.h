// The commitment (承诺): a promise on record, and what a record of one must keep to.
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

// A commitment as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case
// tail of the proto's value names: "after_renegotiation".
struct Commitment {
  std::string id;          // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string subject;
  std::string text;
  std::string party;        // "ours", "customer"
  std::string promiser;     // user id of ours; contact's resource name of the customer's, or empty
  std::string beneficiary;  // user id or contact's resource name
  absl::Time due_time = absl::InfinitePast();  // agreed last; that: not said
  absl::Time original_due_time;                // agreed first
  std::string time_zone;                       // IANA name
  std::string source;                          // resource name of the same account
  std::string state = "open";
  int renegotiation_count = 0;
  std::optional<absl::Time> kept_time;  // there is one when it is kept
  std::string punctuality;              // likewise: "on_time", "after_renegotiation", "late"
  std::string proof;
  std::vector<std::string> evidence_uris;
  std::string close_reason;
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in what may be absent: the time zone, and `caller` as the one who promised for us. Cuts the
// spaces around single-line fields.
void Complete(Commitment& commitment, const std::string& caller);

// Checks what people write of a completed commitment; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Commitment& commitment);

// INVALID_ARGUMENT on `field` unless `time` is said and between the years 2000 and 2100.
absl::Status CheckDueTime(std::string_view field, absl::Time time);

// Open, and due before `now`.
bool IsOverdue(const Commitment& commitment, absl::Time now);

// "on_time", "after_renegotiation" or "late", for one kept at `kept_time`: late after the time
// agreed last; by then, but after the time agreed first, it is kept after renegotiation.
std::string_view PunctualityAt(const Commitment& commitment, absl::Time kept_time);

// The one table of a commitment's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Commitment>> CommitmentFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Commitment>> RecordedCommitmentFields();

}  // namespace mainstay::engagement
