// A category of cases (类别) and its place in the tree, which its code tells. Domain code: no SQL,
// no proto.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::feedback {

struct Category {
  std::string id;       // bare UUID
  std::string code;     // "product.defect", for ever
  int64_t version = 1;  // counts its writes; 0: as it was shipped
  std::string display_name;
  std::string display_name_zh;
  std::string suggested_kind;      // of kCaseKinds, or empty
  std::string suggested_severity;  // of kSeverities, or empty
  std::string state = "active";    // "active", "retired"
  int64_t tree_version = 0;        // of the whole tree, that its last write made
  absl::Time create_time;
  absl::Time update_time;
};

// What `code` stands under: "product" for "product.defect"; "" for a root.
std::string_view ParentCode(std::string_view code);

// Cuts the spaces around the names.
void Complete(Category& category);

// Checks what people write of a completed category; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Category& category);

//   active → :retire → retired → :restore → active
// FAILED_PRECONDITION with reason WRONG_STATE from elsewhere.
absl::Status Retire(Category& category);
absl::Status Restore(Category& category);

// At most three of `codes` that somebody who wrote `code` may have meant, the likeliest first: few
// letters are different, or the last part is the same, or they stand where it would stand.
std::vector<std::string> NearCodes(std::string_view code, absl::Span<const std::string> codes);

// The one table of a category's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Category>> CategoryFields();
// Every field whose changes are kept, the state included.
absl::Span<const history::Field<Category>> RecordedCategoryFields();

}  // namespace mainstay::feedback
