// Criteria sets: made, changed, read and listed.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/scoring/scoring_events.h"
#include "services/feedback/scoring/scoring_handlers.h"
#include "services/feedback/scoring/scoring_proto.h"
#include "services/feedback/scoring/scoring_set_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::CriteriaSet> Create(rpc::CallContext& call,
                                       const v1::CreateCriteriaSetRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  absl::StatusOr<ScoringSet> parsed = FromProto(request.criteria_set());
  if (parsed.ok()) {
    Complete(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "criteria_set");
  return api::WriteOnce<v1::CriteriaSet>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CriteriaSet> {
        ScoringSet set = *parsed;
        set.id = api::NewUuid(context.now);
        set.author = context.actor;
        set.create_time = set.update_time = context.now;
        InsertSet(tx, set);
        events::Append(tx, CriteriaSetChangedEvent(set, context));
        return ToProto(set);
      });
}

// Copies the named fields of a set.
void CopyNamed(const std::vector<std::string>& fields, const ScoringSet& from, ScoringSet& to) {
  const auto named = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  if (named("display_name")) to.display_name = from.display_name;
  if (named("normalization")) to.rules.normalization = from.rules.normalization;
  if (named("ideals")) to.rules.ideals = from.rules.ideals;
  if (named("criteria")) {
    to.rules.criteria = from.rules.criteria;
    to.titles = from.titles;
    to.sources = from.sources;
  }
}

absl::StatusOr<v1::CriteriaSet> Update(rpc::CallContext& call,
                                       const v1::UpdateCriteriaSetRequest& request) {
  const v1::CriteriaSet& wanted = request.criteria_set();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kCriteriaSetPattern, "criteria_set.name"));
  const absl::StatusOr<ScoringSet> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "criteria_set");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto change = [&](const ScoringSet& before) -> absl::StatusOr<ScoringSet> {
    RETURN_IF_ERROR(api::CheckOutputOnly(request.update_mask(), wanted, ToProto(before)));
    ScoringSet after = before;
    CopyNamed(fields, *parsed, after);
    Complete(after);
    RETURN_IF_ERROR(Validate(after));
    return after;
  };
  return api::WriteOnce<v1::CriteriaSet>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CriteriaSet> {
        const auto before = LockSet(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::StatusOr<ScoringSet> after = change(*before);
        if (!after.ok()) return status::PrefixFields(after.status(), "criteria_set");
        if (ToProto(*after).SerializeAsString() == ToProto(*before).SerializeAsString()) {
          return ToProto(*before);
        }
        const history::WriteContext at = history::NextVersion(*before, context, *after);
        after->author = at.actor;
        after->reason = at.reason;
        AddSetVersion(tx, *after);
        events::Append(tx, CriteriaSetChangedEvent(*after, at));
        return ToProto(*after);
      });
}

absl::StatusOr<v1::CriteriaSet> Get(rpc::CallContext& call,
                                    const v1::GetCriteriaSetRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCriteriaSetPattern, "name"));
  if (request.version() < 0) return status::BadField("version", "must not be negative");
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CriteriaSet> {
    const auto set = ReadSet(tx, ids[0], request.version());
    if (!set) return status::NotFound(request.name());
    return ToProto(*set);
  });
}

// A page of sets, or of a set's versions.
template <class Response>
Response PageOf(const api::Rows<ScoringSet>& page, const api::Listing& listing) {
  Response response;
  for (const ScoringSet& set : page.items) *response.add_criteria_sets() = ToProto(set);
  response.set_next_page_token(listing.Token(page.next));
  return response;
}

absl::StatusOr<v1::ListCriteriaSetsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListCriteriaSetsRequest& request) {
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, asked, {{}, SetSorts()}, ""));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCriteriaSetsResponse> {
        return PageOf<v1::ListCriteriaSetsResponse>(ListSets(tx, listing.query()), listing);
      });
}

absl::StatusOr<v1::ListCriteriaSetVersionsResponse> ListVersions(
    rpc::CallContext& call, const Deps& deps, const v1::ListCriteriaSetVersionsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCriteriaSetPattern, "parent"));
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, asked, {{}, SetVersionSorts()},
                                      request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCriteriaSetVersionsResponse> {
                          if (!ReadSet(tx, ids[0], 0)) return status::NotFound(request.parent());
                          return PageOf<v1::ListCriteriaSetVersionsResponse>(
                              ListSetVersions(tx, listing.query(), ids[0]), listing);
                        });
}

}  // namespace

void RegisterCriteriaSets(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kScoringService, "CreateCriteriaSet"), Create);
  router.Unary(absl::StrCat(kScoringService, "UpdateCriteriaSet"), Update);
  router.Unary(absl::StrCat(kScoringService, "GetCriteriaSet"), Get);
  router.Unary(absl::StrCat(kScoringService, "ListCriteriaSets"), deps, List);
  router.Unary(absl::StrCat(kScoringService, "ListCriteriaSetVersions"), deps, ListVersions);
}

}  // namespace mainstay::feedback
