// A promise to a customer about a case (客诉承诺). Domain code: no SQL, no proto.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::feedback {

struct CasePromise {
  std::string id;          // bare UUID
  std::string case_id;     // bare UUID
  std::string account_id;  // that its case is seen under
  std::string text;
  std::string promiser;                        // user id
  std::string contact;                         // resource name, or empty
  std::string channel;                         // as Case::channel
  absl::Time due_time = absl::InfinitePast();  // that: not said
  std::string author;                          // user id
  absl::Time create_time;
};

// Fills in `caller` as the one who is to keep it, and cuts the spaces around the text.
void Complete(CasePromise& promise, const std::string& caller);

// Checks what people write of a completed promise; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const CasePromise& promise, absl::Time now);

}  // namespace mainstay::feedback
