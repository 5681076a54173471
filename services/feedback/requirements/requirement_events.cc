#include "services/feedback/requirements/requirement_events.h"

#include <mainstay/feedback/v1/requirement_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_date.h"
#include "common/events/event_of.h"
#include "services/feedback/requirements/requirement_proto.h"

namespace mainstay::feedback {
namespace {

// `payload` as a fact of the requirement's present version.
template <class Payload>
events::OutboxEvent Fact(const Requirement& r, Payload payload,
                         const history::WriteContext& context) {
  payload.set_requirement(RequirementName(r.id));
  return events::EventOf({events::kNoAccount, "requirement", r.id, r.version}, payload, context);
}

template <class Payload>
void AddAccounts(const std::vector<std::string>& accounts, Payload& payload) {
  for (const std::string& id : accounts) payload.add_accounts(absl::StrCat("accounts/", id));
}

}  // namespace

events::OutboxEvent RequirementCollectedEvent(const Requirement& r,
                                              const std::vector<std::string>& accounts,
                                              const history::WriteContext& context) {
  v1::RequirementCollected payload;
  AddAccounts(accounts, payload);
  return Fact(r, std::move(payload), context);
}

events::OutboxEvent RequirementChangedEvent(const Requirement& r,
                                            const std::vector<history::Change>& changes,
                                            const history::WriteContext& context) {
  v1::RequirementChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  payload.set_state(RequirementStateToProto(r.state));
  return Fact(r, std::move(payload), context);
}

events::OutboxEvent RequirementStateChangedEvent(const Requirement& before,
                                                 const Requirement& after,
                                                 const std::vector<std::string>& accounts,
                                                 const history::WriteContext& context) {
  v1::RequirementStateChanged payload;
  payload.set_old_state(RequirementStateToProto(before.state));
  payload.set_state(RequirementStateToProto(after.state));
  AddAccounts(accounts, payload);
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent RequirementMergedEvent(const Requirement& r,
                                           const history::WriteContext& context) {
  v1::RequirementMerged payload;
  payload.set_into(RequirementName(r.merged_into));
  return Fact(r, std::move(payload), context);
}

events::OutboxEvent RequirementUnmergedEvent(const Requirement& before, const Requirement& after,
                                             const history::WriteContext& context) {
  v1::RequirementUnmerged payload;
  payload.set_from(RequirementName(before.merged_into));
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent RequirementReviewedEvent(const RequirementReview& review,
                                             const history::WriteContext& context) {
  v1::RequirementReviewed payload;
  payload.set_requirement_review(RequirementReviewName(review.id));
  *payload.mutable_date() = api::DayToProto(review.date);
  for (const RequirementReviewItem& item : review.items) {
    payload.add_requirements(RequirementName(item.requirement_id));
  }
  return events::EventOf({events::kNoAccount, "requirement_review", review.id, 1}, payload,
                         context);
}

}  // namespace mainstay::feedback
