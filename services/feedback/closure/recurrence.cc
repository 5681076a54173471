#include "services/feedback/closure/recurrence.h"

namespace mainstay::feedback {

bool MayRecur(const Case* before, const Case& after) {
  if (after.kind != "complaint" && after.kind != "question") return false;
  const bool done = after.state == "resolved" || after.state == "closed";
  if (after.state == "withdrawn" || (before != nullptr && done)) return false;
  if (!after.recurrence_of.empty()) return false;
  if (after.category.empty() && after.products.empty()) return false;
  return before == nullptr || before->category != after.category ||
         before->products != after.products;
}

}  // namespace mainstay::feedback
