// How a record names whose answers it has.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/survey/paper/paper_reader.h"

namespace mainstay::survey {

struct NamedAccount {
  std::string id, name;    // of the account: one of them, or neither
  std::string contact_id;  // bare UUID; empty: nobody is named
};

// INVALID_ARGUMENT on "contact" for what names none, or one of another account than the record
// does.
absl::StatusOr<NamedAccount> NamedIn(const PaperRecord& record);

}  // namespace mainstay::survey
