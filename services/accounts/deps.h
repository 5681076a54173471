// What the features of this service are given by its composition root.
#pragma once

#include "common/api/page.h"

namespace mainstay::accounts {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
};

}  // namespace mainstay::accounts
