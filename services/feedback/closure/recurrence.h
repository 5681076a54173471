// Whether a case is one that came back (复发). Domain code.
#pragma once

#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// Whether `after` is to be compared with the closed cases of its account: a complaint or a question
// of which nobody found yet what it repeats, and which is new (`before` is null) or is open and has
// another category or other products now. Suggestions and praise may come as often as they like.
bool MayRecur(const Case* before, const Case& after);

}  // namespace mainstay::feedback
