// What tests of survey's events check.
#pragma once

#include "common/pg/session.h"

namespace mainstay::survey {

// What receivers of our events rely on: every version of everything has exactly one event, 1, 2, 3,
// … up to the present one. A missing one would make receivers wait for it.
void ExpectAnEventForEveryVersion(pg::Session& db);

}  // namespace mainstay::survey
