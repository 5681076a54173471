// Whether what a case names is of its account.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// What `after` names and `before` did not must hang on the case's account, by the id that it was
// asked under or its present one: INVALID_ARGUMENT names the fields that do not.
absl::Status CheckReferences(const Case& before, const Case& after, const std::string& asked_id);

// The same of a contact that the field `field` names; "" is none.
absl::Status CheckContactOf(const Case& c, const std::string& asked_id, std::string_view field,
                            const std::string& contact);

}  // namespace mainstay::feedback
