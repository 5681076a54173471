// The attributes that accounts of this installation have, and the check of values against them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::accounts {

struct AttributeDeclaration {
  std::string key;
  std::string label;
  std::string type;  // "text", "number", "date", "bool" or "choice"
  bool required = false;
  std::vector<std::string> choices;  // for "choice"
  bool operator==(const AttributeDeclaration&) const = default;
};

struct AttributeSchema {
  std::vector<AttributeDeclaration> attributes;
  int64_t version = 1;
  absl::Time update_time;
};

// Checks a schema someone declares; fields are paths within it, "attributes[2].key".
absl::Status ValidateSchema(const AttributeSchema& schema);

// Checks an account's attributes; fields are "attributes.<key>". Undeclared ones are refused,
// required ones must be there. Drops those with an empty value: they are not set.
absl::Status CheckAttributes(const AttributeSchema& schema,
                             std::map<std::string, std::string>& attributes);

}  // namespace mainstay::accounts
