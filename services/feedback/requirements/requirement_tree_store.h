// The tree of requirements (需求分解) in PostgreSQL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/pg/session.h"

namespace mainstay::feedback {

// What a write that gives requirements another place in the tree takes, one at a time: two that
// move at once could become parts of each other. Nothing for one that does not.
std::vector<int64_t> TreeLocks(bool moves);

// How many levels the tree has from the root down to `id`; and whether `other`, which may be empty,
// is on that way.
struct TreePlace {
  int levels = 0;
  bool passes = false;
};
TreePlace ReadTreePlace(pg::Tx& tx, const std::string& id, const std::string& other);
// How many levels the tree has from `id` down; 1 without parts.
int ReadTreeHeight(pg::Tx& tx, const std::string& id);
// Its parts.
int CountParts(pg::Tx& tx, const std::string& id);

}  // namespace mainstay::feedback
