// What receivers of a service's events rely on: every version of everything has exactly one event.
#pragma once

#include <string_view>

#include "common/pg/session.h"

namespace mainstay::testing {

// Versions 1, 2, 3, … up to the present one, each with one event, of every aggregate in the
// database: a missing one would make receivers wait for it. `present`: SQL of what there is,
// (aggregate_type, aggregate_id, version), "SELECT 'visit' AS type, visit_id AS id, version FROM
// visits UNION ALL …". A gtest expectation that names the first five that are wrong.
void ExpectAnEventForEveryVersion(pg::Session& db, std::string_view present);

}  // namespace mainstay::testing
