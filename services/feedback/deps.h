// What the features of this service are given by its composition root.
#pragma once

#include "common/api/page.h"
#include "common/directory/directory.h"
#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // Who the accounts are and who sees them. Every method that is about an account asks it.
  directory::Directory* directory = nullptr;
  // What else every write of cases does.
  CaseSequels case_sequels;
};

}  // namespace mainstay::feedback
