// What the features of this service are given by its composition root.
#pragma once

#include "common/api/page.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // For work that needs a connection of its own beside the worker's, such as imports.
  pg::SessionOptions database;
};

}  // namespace mainstay::accounts
