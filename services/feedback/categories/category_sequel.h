// What categories have to say about every write of a case.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// INVALID_ARGUMENT of `field` when there is no such category, retired or not; it says which may
// have been meant. For questions about a category and all under it.
absl::Status CheckKnownCategory(pg::Tx& tx, const std::string& code, std::string_view field);

// Refuses cases whose category is another than before and is not in the tree, or is retired; the
// field is "category". A case keeps the category it has, whatever became of it.
CaseSequel CategorySequel();

}  // namespace mainstay::feedback
