// Templates: get, list, create, update and the change history.
#include <mainstay/feedback/v1/step_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/steps/step_events.h"
#include "services/feedback/steps/step_handlers.h"
#include "services/feedback/steps/step_proto.h"
#include "services/feedback/steps/step_template_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kField = "step_template";

absl::StatusOr<v1::StepTemplate> Get(rpc::CallContext& call,
                                     const v1::GetStepTemplateRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kStepTemplatePattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::StepTemplate> {
    const auto found = ReadStepTemplate(tx, ids[0]);
    if (!found) return status::NotFound(request.name());
    return ToProto(*found);
  });
}

absl::StatusOr<v1::ListStepTemplatesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                   const v1::ListStepTemplatesRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing, api::Listing::Read(call, *deps.page_tokens, request,
                                                                  StepTemplateListFields(), ""));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListStepTemplatesResponse> {
                             const auto page = ListStepTemplates(tx, listing.query());
                             v1::ListStepTemplatesResponse response;
                             for (const StepTemplate& t : page.items)
                               *response.add_step_templates() = ToProto(t);
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

absl::StatusOr<v1::StepTemplate> Create(rpc::CallContext& call,
                                        const v1::CreateStepTemplateRequest& request) {
  auto parsed = FromProto(request.step_template());
  if (parsed.ok()) {
    Complete(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::StepTemplate>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::StepTemplate> {
        StepTemplate t = *parsed;
        t.id = api::NewUuid(context.now);
        t.create_time = t.update_time = context.now;
        InsertStepTemplate(tx, t);
        history::RecordChanges(tx, kStepTemplateChanges, t.id, t.version, "create", {{}}, context);
        events::Append(tx, StepTemplateChangedEvent(t, {}, context));
        return ToProto(t);
      });
}

absl::StatusOr<v1::StepTemplate> Update(rpc::CallContext& call,
                                        const v1::UpdateStepTemplateRequest& request) {
  const v1::StepTemplate& wanted = request.step_template();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kStepTemplatePattern, "step_template.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::StepTemplate>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::StepTemplate> {
        const auto before = LockStepTemplate(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        StepTemplate after = *before;
        history::CopyFields(StepTemplateFields(), fields, *parsed, after);
        if (std::find(fields.begin(), fields.end(), "steps") != fields.end()) {
          after.steps = parsed->steps;
        }
        Complete(after);
        absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(*before));
        if (valid.ok()) valid = Validate(after);
        if (!valid.ok()) return status::PrefixFields(valid, kField);
        const auto changes = history::Diff(StepTemplateFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateStepTemplate(tx, after);
        history::RecordChanges(tx, kStepTemplateChanges, after.id, after.version, "update", changes,
                               at);
        events::Append(tx, StepTemplateChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::ListStepTemplateChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListStepTemplateChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.parent(), kStepTemplatePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListStepTemplateChangesResponse> {
        if (!ReadStepTemplate(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kStepTemplateChanges, ids[0]);
        v1::ListStepTemplateChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::StepTemplateChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterStepTemplates(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kStepService, "GetStepTemplate"), Get);
  router.Unary(absl::StrCat(kStepService, "ListStepTemplates"), deps, List);
  router.Unary(absl::StrCat(kStepService, "CreateStepTemplate"), Create);
  router.Unary(absl::StrCat(kStepService, "UpdateStepTemplate"), Update);
  router.Unary(absl::StrCat(kStepService, "ListStepTemplateChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
