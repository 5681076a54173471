// What the features of this service are given by its composition root.
#pragma once

#include <memory>

#include "common/api/page.h"
#include "common/auth/token_file.h"
#include "common/calendar_replica/working_times.h"
#include "common/directory/directory.h"
#include "services/survey/campaigns/delivery_settings.h"
#include "services/survey/campaigns/people.h"
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
  // How invitations reach people, and what their links are signed with.
  DeliverySettings delivery;
  // This service's own token, for what it asks of others without a caller; and whom it asks.
  auth::TokenFile* service_token = nullptr;
  People* people = nullptr;
  // Imports at once, of this process: a quarter of the workers for streams and batch calls. At
  // least 1.
  int max_uploads = 1;
};

}  // namespace mainstay::survey
