// VisitFormService: the record forms.
#include <mainstay/engagement/v1/visit_form_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/engagement/visits/visit_form_store.h"
#include "services/engagement/visits/visit_handlers.h"
#include "services/engagement/visits/visit_proto.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<std::string> ParseKind(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, "visitForms/~", field));
  const auto kinds = VisitKinds();
  if (std::find(kinds.begin(), kinds.end(), parts[0]) == kinds.end()) {
    return status::BadField(
        field, absl::StrCat("must be visitForms/ and one of: ", absl::StrJoin(kinds, ", ")));
  }
  return parts[0];
}

absl::StatusOr<v1::VisitForm> Get(rpc::CallContext& call, const v1::GetVisitFormRequest& request) {
  ASSIGN_OR_RETURN(const std::string kind, ParseKind(request.name(), "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::VisitForm> {
    return ToProto(ReadForm(tx, kind));
  });
}

absl::StatusOr<v1::VisitForm> Update(rpc::CallContext& call,
                                     const v1::UpdateVisitFormRequest& request) {
  ASSIGN_OR_RETURN(const std::string kind,
                   ParseKind(request.visit_form().name(), "visit_form.name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(request.visit_form());
  absl::Status valid = parsed.ok() ? Validate(*parsed) : parsed.status();
  if (!valid.ok()) return status::PrefixFields(valid, "visit_form");
  return api::WriteOnce<v1::VisitForm>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::VisitForm> {
        const VisitForm before = ReadForm(tx, kind);
        RETURN_IF_ERROR(api::CheckEtag(request.visit_form().etag(), before.version));
        VisitForm after = *parsed;
        after.kind = kind;
        after.version = before.version + 1;
        after.update_time = std::max(before.update_time, context.now);
        InsertForm(tx, after, context.actor, context.reason);
        return ToProto(after);
      });
}

}  // namespace

void RegisterVisitForms(rpc::Router& router) {
  router.Unary(absl::StrCat(kVisitFormService, "GetVisitForm"), Get);
  router.Unary(absl::StrCat(kVisitFormService, "UpdateVisitForm"), Update);
}

}  // namespace mainstay::engagement
