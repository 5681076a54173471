// What invitations need of the process: settings, whom they ask, and the threads that send.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/auth/token_file.h"
#include "common/config/config.h"
#include "common/service/service.h"
#include "common/service/settings.h"
#include "services/survey/campaigns/people.h"
#include "services/survey/deps.h"
#include "services/survey/invitations/dispatcher.h"
#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// One a process; outlives the router. Ends with the sending of what was begun.
class InvitationWork {
 public:
  InvitationWork() = default;
  ~InvitationWork();
  InvitationWork(const InvitationWork&) = delete;
  InvitationWork& operator=(const InvitationWork&) = delete;

  // Declares the flags; this and `deps` must outlive the parser's Parse.
  void Declare(config::Parser& parser, Deps& deps);
  // Fills in what handlers need, and starts the threads, one of which plans waves and by
  // `planners`. `deps` must outlive this.
  void Start(const service::Settings& settings, const service::Collaborators& collaborators,
             Deps& deps, std::vector<Planner> planners);

 private:
  std::string service_token_file_, engagement_address_;
  std::optional<auth::TokenFile> service_token_;
  std::unique_ptr<People> people_;
  Senders senders_;
  std::optional<Dispatcher> mails_, webhooks_;
};

}  // namespace mainstay::survey
