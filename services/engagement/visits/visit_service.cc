#include "services/engagement/visits/visit_service.h"

#include "common/api/etag.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/visits/visit_handlers.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {

void RegisterVisitService(rpc::Router& router, const Deps& deps) {
  RegisterVisitReads(router, deps);
  RegisterVisitPlanWrites(router, deps);
  RegisterVisitCourseWrites(router, deps);
  RegisterVisitForms(router);
}

absl::StatusOr<VisitIds> ParseVisitName(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(name, "accounts/*/visits/*", field));
  return VisitIds{.account_id = ids[0], .visit_id = ids[1]};
}

absl::StatusOr<Visit> LockForWrite(pg::Tx& tx, const std::string& account_id,
                                   const std::string& visit_id, const std::string& name,
                                   std::string_view etag) {
  std::optional<Visit> visit = LockVisit(tx, account_id, visit_id);
  if (!visit) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, visit->version));
  return *std::move(visit);
}

void SaveVersion(pg::Tx& tx, const Visit& before, const Visit& after, std::string_view action,
                 events::OutboxEvent event, const history::WriteContext& at) {
  UpdateVisit(tx, after);
  std::vector<history::Change> changes = history::Diff(VisitFields(), before, after);
  if (changes.empty()) changes.emplace_back();
  history::RecordChanges(tx, kVisitChanges, after.id, after.version, std::string(action), changes,
                         at);
  events::Append(tx, event);
}

}  // namespace mainstay::engagement
