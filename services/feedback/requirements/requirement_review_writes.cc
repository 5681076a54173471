// Review meetings: recorded, read and listed.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_events.h"
#include "services/feedback/requirements/requirement_handlers.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_review_store.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_verbs.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

// Says of an error which decision it is about.
absl::Status OfDecision(const absl::Status& error, size_t index, const std::string& id) {
  if (!status::GetFieldViolations(error).empty()) {
    return status::PrefixFields(error, absl::StrCat("requirement_review.decisions[", index, "]"));
  }
  const auto detail = status::GetErrorDetail(error);
  if (!detail) return error;
  return status::Error(error.code(), detail->reason,
                       absl::StrCat(RequirementName(id), ": ", error.message()), detail->metadata);
}

// Locks the requirements that are decided on, by id: two meetings at once do not wait for ever.
absl::StatusOr<std::map<std::string, Requirement>> LockAll(pg::Tx& tx,
                                                           const RequirementReview& review,
                                                           const auth::AccountScope& scope) {
  std::vector<std::string> ids;
  for (const RequirementReviewItem& item : review.items) ids.push_back(item.requirement_id);
  std::sort(ids.begin(), ids.end());
  std::map<std::string, Requirement> locked;
  for (const std::string& id : ids) {
    auto r = LockRequirement(tx, id, scope);
    if (!r) return status::NotFound(RequirementName(id));
    locked.emplace(id, *std::move(r));
  }
  return locked;
}

absl::StatusOr<RequirementReview> Hold(pg::Tx& tx, RequirementReview review,
                                       const auth::AccountScope& scope,
                                       const history::WriteContext& context) {
  ASSIGN_OR_RETURN(const auto locked, LockAll(tx, review, scope));
  for (size_t i = 0; i < review.items.size(); ++i) {
    RequirementReviewItem& item = review.items[i];
    const Requirement& before = locked.at(item.requirement_id);
    Requirement after = before;
    if (absl::Status moved = Move(after, item.decision, item.note, context.now); !moved.ok()) {
      return OfDecision(moved, i, item.requirement_id);
    }
    history::WriteContext why = context;
    why.reason = item.note;
    ChangeRequirement(tx, before, after, item.decision, {}, why);
    item.old_state = before.state;
    item.state = after.state;
  }
  review.id = api::NewUuid(context.now);
  review.author = context.actor;
  review.create_time = context.now;
  InsertReview(tx, review);
  events::Append(tx, RequirementReviewedEvent(review, context));
  return review;
}

absl::StatusOr<v1::RequirementReview> Create(rpc::CallContext& call,
                                             const v1::CreateRequirementReviewRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  absl::StatusOr<RequirementReview> parsed = FromProto(request.requirement_review());
  if (parsed.ok()) {
    if (absl::Status valid = Validate(*parsed, DueDay(call.now())); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "requirement_review");
  const auto may_replay = [&](pg::Tx& tx, const v1::RequirementReview& answer) -> absl::Status {
    for (const auto& item : answer.decisions()) {
      const auto ids = api::ParseName(item.requirement(), kRequirementPattern, "requirement");
      if (!ids.ok() || !ReadRequirement(tx, (*ids)[0], call.scope())) {
        return status::NotFound(answer.name());
      }
    }
    return absl::OkStatus();
  };
  return api::WriteOnce<v1::RequirementReview>(
      call, request, may_replay, [&](pg::Tx& tx) -> absl::StatusOr<v1::RequirementReview> {
        ASSIGN_OR_RETURN(const RequirementReview held, Hold(tx, *parsed, call.scope(), context));
        return ToProto(held);
      });
}

absl::StatusOr<v1::RequirementReview> Get(rpc::CallContext& call,
                                          const v1::GetRequirementReviewRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.name(), kRequirementReviewPattern, "name"));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::RequirementReview> {
                          const auto review = ReadReview(tx, ids[0], call.scope());
                          if (!review) return status::NotFound(request.name());
                          return ToProto(*review);
                        });
}

absl::StatusOr<v1::ListRequirementReviewsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListRequirementReviewsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, asked,
                                      {{}, RequirementReviewSorts()}, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRequirementReviewsResponse> {
        const auto page = ListReviews(tx, listing.query(), account_id, call.scope());
        v1::ListRequirementReviewsResponse response;
        for (const RequirementReview& review : page.items) {
          *response.add_requirement_reviews() = ToProto(review);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterRequirementReviews(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kRequirementService, "CreateRequirementReview"), Create);
  router.Unary(absl::StrCat(kRequirementService, "GetRequirementReview"), Get);
  router.Unary(absl::StrCat(kRequirementService, "ListRequirementReviews"), deps, List);
}

}  // namespace mainstay::feedback
