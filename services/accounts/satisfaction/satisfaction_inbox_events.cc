#include "services/accounts/satisfaction/satisfaction_inbox_events.h"

#include <mainstay/survey/v1/satisfaction_events.pb.h>

#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/accounts/satisfaction/satisfaction_store.h"

namespace mainstay::accounts {
namespace {

absl::Status Take(pg::Tx& tx, const events::v1::Event&,
                  const survey::v1::AccountSatisfactionMeasured& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.account(), "accounts/*", "account"));
  Satisfaction measured{.score = std::nullopt,
                        .nps = std::nullopt,
                        .respondents = payload.respondents(),
                        .invited = payload.invited(),
                        .silent_decision_makers = payload.silent_decision_makers()};
  if (payload.has_score()) measured.score = payload.score();
  if (payload.has_nps()) measured.nps = payload.nps();
  ASSIGN_OR_RETURN(measured.measure_time,
                   api::TimeFromProto(payload.measure_time(), "measure_time"));
  KeepSatisfaction(tx, ids[0], measured);
  return absl::OkStatus();
}

}  // namespace

void TakeSatisfaction(events::Subscription& subscription) {
  subscription.On<survey::v1::AccountSatisfactionMeasured>(Take);
}

}  // namespace mainstay::accounts
