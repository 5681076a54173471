// A case (客诉) and the rules of what people write of it. Domain code: no SQL, no proto.
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
#include "common/text/amount.h"

namespace mainstay::feedback {

// Enums are the lower-case tails of the API's value names (case_terms.h); "" is not said.
struct Case {
  std::string id;
  std::string account_id;  // that it is seen under: of a merged one, the survivor
  int64_t version = 1;     // counts its writes, from 1
  int64_t number = 0;      // short, of the whole company; given by the store
  std::string kind;
  std::string channel;
  std::string category;  // code; empty until it was sorted
  std::string subject;
  std::string facts;
  std::string cause;
  std::string customer_position;
  std::string severity;
  std::string scope;
  std::string contact;                // resource name, or empty
  std::vector<std::string> products;  // as the customer's orders name them
  std::vector<std::string> orders;    // resource names
  std::string source;                 // resource name of the same account, or empty
  std::optional<absl::Time> occur_time;
  absl::Time receive_time = absl::InfinitePast();  // that: not said
  std::string assignee;                            // user id, or empty
  std::vector<std::string> watchers;               // user ids
  text::Amount compensation;
  std::string compensation_note;
  std::string state = "new";
  std::string resolution;
  std::optional<absl::Time> acknowledge_time;
  std::optional<absl::Time> first_answer_time;
  std::optional<absl::Time> resolve_time;  // there is one when it is resolved or closed
  std::optional<absl::Time> close_time;    // there is one when it is closed
  std::string confirmed_by;                // contact's resource name; of one that is closed
  // How it was closed: "customer", "customer_by_link", "time_out"; empty unless it is.
  std::string closure;
  int reopen_count = 0;
  std::string recurrence_of;  // id of the closed case of the same account that came back, or empty
  int recurrence_count = 0;   // cases that are recurrences of it, as it was read
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in what may be absent: severity, scope, and `now` as the time at which we had it. Cuts the
// spaces around single-line fields, and what stands twice in lists.
void Complete(Case& c, absl::Time now);

// Checks what people write of a completed case; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const Case& c, absl::Time now);

// The one table of a case's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Case>> CaseFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Case>> RecordedCaseFields();

}  // namespace mainstay::feedback
