// What categories have to say about every write of a case.
#pragma once

#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Refuses cases whose category is another than before and is not in the tree, or is retired; the
// field is "category". A case keeps the category it has, whatever became of it.
CaseSequel CategorySequel();

}  // namespace mainstay::feedback
