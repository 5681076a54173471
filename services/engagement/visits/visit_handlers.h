// The parts of VisitService, a file each. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "common/rpc/router.h"
#include "services/engagement/deps.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {

inline constexpr std::string_view kVisitService = "mainstay.engagement.v1.VisitService/";
inline constexpr std::string_view kVisitFormService = "mainstay.engagement.v1.VisitFormService/";

void RegisterVisitReads(rpc::Router& router, const Deps& deps);
void RegisterVisitPlanWrites(rpc::Router& router, const Deps& deps);
void RegisterVisitCourseWrites(rpc::Router& router, const Deps& deps);
void RegisterVisitForms(rpc::Router& router);

// The ids in a visit's name; INVALID_ARGUMENT on `field` if it is not one.
struct VisitIds {
  std::string account_id;
  std::string visit_id;
};
absl::StatusOr<VisitIds> ParseVisitName(const std::string& name, std::string_view field);

// The visit that `name` names, under `account_id`, locked and with a current etag.
absl::StatusOr<Visit> LockForWrite(pg::Tx& tx, const std::string& account_id,
                                   const std::string& visit_id, const std::string& name,
                                   std::string_view etag);

// Writes the row, the history and the event of one version (history::NextVersion).
void SaveVersion(pg::Tx& tx, const Visit& before, const Visit& after, std::string_view action,
                 events::OutboxEvent event, const history::WriteContext& at);

}  // namespace mainstay::engagement
