// What violated constraints of this service's tables mean to the caller.
#pragma once

#include "common/pg/session.h"

namespace mainstay::survey {

const pg::ConstraintErrors& SurveyConstraintErrors();

}  // namespace mainstay::survey
