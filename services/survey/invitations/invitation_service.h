// InvitationService, and what invitations need of a process.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/config/config.h"
#include "common/pg/session.h"
#include "common/rpc/router.h"
#include "services/survey/campaigns/delivery_settings.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

// Registers every method of the service.
void RegisterInvitationService(rpc::Router& router, const Deps& deps);

// Declares the flags of delivery; `settings` must outlive the parser's Parse. The key of links is
// not one of them.
void DeclareDelivery(config::Parser& parser, DeliverySettings* settings);

// Periodic work: plans reminders that are due, and ends invitations whose time is over.
absl::StatusOr<bool> RemindAndExpire(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
