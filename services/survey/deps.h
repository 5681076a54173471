// What the features of this service are given by its composition root.
#pragma once

#include <memory>

#include "common/api/page.h"
#include "common/calendar_replica/working_times.h"
#include "common/directory/directory.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // Who the accounts are and who sees them. Every method that is about an account asks it.
  directory::Directory* directory = nullptr;
  std::shared_ptr<calendar_replica::WorkingTimes> working_times =
      std::make_shared<calendar_replica::WorkingTimes>();
  // What a submitted response does besides being recorded.
  ResponseSequels response_sequels;
  // Imports at once, of this process: a quarter of the workers for streams and batch calls. At
  // least 1.
  int max_uploads = 1;
};

}  // namespace mainstay::survey
