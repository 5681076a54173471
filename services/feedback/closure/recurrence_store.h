// Finds what cases repeat, in PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "common/pg/session.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// For each case the id of the complaint or question of the same account that it repeats, or "": of
// the same category or with one of its products, closed at most `days` days before this one was
// received; of several the one closed last. One statement.
std::vector<std::string> FindRepeated(pg::Tx& tx, const std::vector<const Case*>& cases, int days);

}  // namespace mainstay::feedback
