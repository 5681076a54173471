// What the features of this service are given by its composition root.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/api/page.h"
#include "common/directory/directory.h"
#include "services/engagement/calendar/working_time_store.h"

namespace mainstay::engagement {

// Everything outlives the router that handlers are registered on.
struct Deps {
  const api::PageTokens* page_tokens = nullptr;
  // Who the accounts are and who sees them. Every method that is about an account asks it.
  directory::Directory* directory = nullptr;
  // The working calendars, compiled.
  std::shared_ptr<WorkingTimes> working_times = std::make_shared<WorkingTimes>();
  // Items of a return visit plan, at most.
  size_t max_plan_items = 100'000;
  // A check-in that much after the planned beginning still counts as on time. Not negative.
  absl::Duration visit_on_time_tolerance = absl::Minutes(15);
  // Where people reach the gateway, "https://kam.example.com": begins the URLs of calendar feeds.
  // Empty: they are told without it.
  std::string public_url;
  // Calls that watch the task list at once, of this process. Each costs some memory and a short
  // look at the feed now and then, but no worker. At least 1.
  int max_watches = 1000;
  // Imports at once, of this process: a quarter of the workers for streams and batch calls. At
  // least 1.
  int max_uploads = 1;
};

}  // namespace mainstay::engagement
