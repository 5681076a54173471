#include "services/survey/invitations/invitation_work.h"

#include <utility>

#include "common/log/log.h"
#include "common/rpc/channel.h"
#include "services/survey/campaigns/people_reads.h"
#include "services/survey/invitations/invitation_service.h"
#include "services/survey/invitations/wave_writes.h"

namespace mainstay::survey {

// Both send their last message at the same time.
InvitationWork::~InvitationWork() {
  if (mails_) mails_->Stop();
  if (webhooks_) webhooks_->Stop();
}

void InvitationWork::Declare(config::Parser& parser, Deps& deps) {
  DeclareDelivery(parser, &deps.delivery);
  parser.Add("service-token-file", &service_token_file_,
             "file with this service's own token, of the role integration, which waves are invited "
             "with; read again when it changes");
  parser.Add("engagement-address", &engagement_address_,
             "gRPC of the engagement service, host:port, which is asked for contact budgets",
             /*required=*/true);
}

void InvitationWork::Start(const service::Settings& settings,
                           const service::Collaborators& collaborators, Deps& deps,
                           std::vector<Planner> planners) {
  // Of the same files as accounts' channel, which were read a moment ago.
  auto engagement = rpc::NewChannel({.target = engagement_address_,
                                     .ca_file = settings.backend_ca_file,
                                     .cert_file = settings.backend_cert_file,
                                     .key_file = settings.backend_key_file});
  service_token_.emplace(service_token_file_);
  people_ = NewPeople(collaborators.accounts, *std::move(engagement));
  deps.delivery.link_key = settings.page_token_key;
  deps.service_token = &*service_token_;
  deps.people = people_.get();
  senders_ = MakeSenders(deps.delivery);
  for (const char* channel : {"email", "webhook"}) {
    if (deps.delivery.Delivers(channel)) continue;
    log::Info("nothing sends by this channel", {{"channel", std::string_view(channel)}});
  }
  planners.insert(planners.begin(), PlanWave);
  const DeliveryTools tools{deps.delivery, senders_, *deps.people, *deps.working_times};
  mails_.emplace(collaborators.database, deps.service_token, tools, "email", std::move(planners));
  webhooks_.emplace(collaborators.database, deps.service_token, tools, "webhook",
                    std::vector<Planner>());
}

}  // namespace mainstay::survey
