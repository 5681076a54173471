// What violated constraints of this service's tables mean to the caller.
#pragma once

#include "common/pg/session.h"

namespace mainstay::feedback {

const pg::ConstraintErrors& FeedbackConstraintErrors();

}  // namespace mainstay::feedback
