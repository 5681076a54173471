// What a refusal refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/status/status.h"

namespace mainstay::testing {

// The fields of a refused input, in the order in which they are named.
inline std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

}  // namespace mainstay::testing
