// The gathering (客户活动, 培训): what is planned for several customers at once, and its way from
// the plan to the outcome.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/text/amount.h"

namespace mainstay::engagement {

// A gathering as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail
// of the proto's value names: "training_course".
struct Gathering {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string kind;  // "customer_event", "training_course", "seminar", "exhibition", "plant_tour"
  std::string title;
  std::string description;
  std::string place;
  absl::Time start_time = absl::InfinitePast();  // that: not said
  absl::Time end_time = absl::InfinitePast();
  std::string time_zone;  // IANA name
  std::string organizer;  // user id
  text::Amount budget;
  text::Amount cost;
  int capacity = 0;               // how many may accept; 0: room for all
  std::string state = "planned";  // "planned", "open", "held", "cancelled"
  std::string outcome;            // of one that was held
  std::string cancel_reason;      // of one that was cancelled
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in what may be absent: the time zone, and `caller` as the organizer. Cuts the spaces around
// single-line fields.
void Complete(Gathering& gathering, const std::string& caller);

// Checks what people write of a completed gathering; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Gathering& gathering);

// FAILED_PRECONDITION with reason WRONG_STATE, naming the states of `from`, unless `state` is one
// of them.
absl::Status CheckGatheringState(std::string_view state, std::string_view verb,
                                 absl::Span<const std::string_view> from);

//   planned → :open → open → :hold → held    planned, open → :cancel → cancelled
//
// Each verb changes the gathering, or gives an error and leaves it: INVALID_ARGUMENT names the
// field of the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow
// the verb.
absl::Status Open(Gathering& gathering);
// `cost`: as noted before when it is not said. FAILED_PRECONDITION with reason NOT_BEGUN when it
// begins after `now`.
absl::Status Hold(Gathering& gathering, const std::string& outcome, const text::Amount& cost,
                  absl::Time now);
absl::Status Cancel(Gathering& gathering, const std::string& reason);

// The one table of a gathering's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Gathering>> GatheringFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Gathering>> RecordedGatheringFields();

}  // namespace mainstay::engagement
