// What the features of this service are given by its composition root.
#pragma once

#include <memory>
#include <string>

#include "common/api/page.h"
#include "common/calendar_replica/working_times.h"
#include "common/directory/directory.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/closure/closure_settings.h"

namespace mainstay::feedback {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // Who the accounts are and who sees them. Every method that is about an account asks it.
  directory::Directory* directory = nullptr;
  std::shared_ptr<calendar_replica::WorkingTimes> working_times =
      std::make_shared<calendar_replica::WorkingTimes>();
  // What else every write of cases does.
  CaseSequels case_sequels;
  // What the company counts sales in: an ISO 4217 code. The sales behind requirements are told in
  // it.
  std::string sales_currency = "CNY";
  // How cases are closed.
  ClosureSettings closure;
  // Imports at once, of this process: a quarter of the workers for streams and batch calls. At
  // least 1.
  int max_uploads = 1;
};

}  // namespace mainstay::feedback
