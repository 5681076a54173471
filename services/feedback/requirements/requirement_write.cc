#include "services/feedback/requirements/requirement_write.h"

#include <utility>

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "services/feedback/requirements/requirement_asker_store.h"
#include "services/feedback/requirements/requirement_events.h"

namespace mainstay::feedback {
namespace {

// The fact that a write is, by what it changed most.
events::OutboxEvent EventOfChange(pg::Tx& tx, const Requirement& before, const Requirement& after,
                                  const std::vector<history::Change>& changes,
                                  const history::WriteContext& at) {
  if (before.merged_into != after.merged_into) {
    return after.merged_into.empty() ? RequirementUnmergedEvent(before, after, at)
                                     : RequirementMergedEvent(after, at);
  }
  if (before.state != after.state) {
    return RequirementStateChangedEvent(before, after, ReadAskingAccounts(tx, after.id), at);
  }
  return RequirementChangedEvent(after, changes, at);
}

}  // namespace

Requirement OpenRequirement(pg::Tx& tx, Requirement r, std::vector<RequirementAsker> askers,
                            const history::WriteContext& context) {
  r.id = api::NewUuid(context.now);
  r.create_time = r.update_time = context.now;
  for (RequirementAsker& asker : askers) {
    asker.id = api::NewUuid(context.now);
    asker.requirement_id = r.id;
    asker.author = context.actor;
    asker.create_time = context.now;
  }
  InsertRequirement(tx, r);
  InsertAskers(tx, askers);
  history::RecordFirstVersions(tx, kRequirementChanges, {r.id}, "create", context);
  events::Append(tx, RequirementCollectedEvent(r, ReadAskingAccounts(tx, r.id), context));
  return r;
}

Requirement ChangeRequirement(pg::Tx& tx, const Requirement& before, Requirement after,
                              const std::string& action, const std::vector<history::Change>& more,
                              const history::WriteContext& context) {
  auto changes = history::Diff(RecordedRequirementFields(), before, after);
  changes.insert(changes.end(), more.begin(), more.end());
  if (changes.empty()) return before;
  const history::WriteContext at = history::NextVersion(before, context, after);
  UpdateRequirement(tx, after);
  history::RecordChanges(tx, kRequirementChanges, after.id, after.version, action, changes, at);
  events::Append(tx, EventOfChange(tx, before, after, changes, at));
  return after;
}

SeenRequirement See(pg::Tx& tx, const Requirement& r, const RequirementView& view) {
  SeenRequirement seen{.requirement = r, .facts = ReadFacts(tx, r.id, view), .askers = {}};
  HideFrom(view.scope, seen.requirement);
  FillAskers(tx, view.scope, absl::MakeSpan(&seen, 1));
  return seen;
}

}  // namespace mainstay::feedback
