// What the features of this service are given by its composition root.
#pragma once

#include <cstdint>
#include <string>

#include "common/api/page.h"
#include "common/history/change.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // For work that needs a connection of its own beside the worker's, such as imports.
  pg::SessionOptions database;
  // Trade imports at once, of this process: half of the workers that they share with other streams
  // and batch calls. At least 1.
  int max_uploads = 2;
  // The team's part of a change of owner, which the profile stands below: HandOver in
  // team/member_writes.h. UpdateAccount needs it.
  int64_t (*hand_over)(pg::Tx&, const std::string& account_id, const std::string& old_owner,
                       const std::string& owner, const history::WriteContext&) = nullptr;
};

}  // namespace mainstay::accounts
