// What violated constraints of this service's tables mean to the caller.
#pragma once

#include "common/pg/session.h"

namespace mainstay::engagement {

// For pg::SessionOptions::constraint_errors; lives for ever.
const pg::ConstraintErrors& EngagementConstraintErrors();

}  // namespace mainstay::engagement
