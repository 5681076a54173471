#include "services/survey/quality/quality_service.h"

#include <mainstay/survey/v1/response_quality_service.pb.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/change_proto.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/survey/quality/flags.h"
#include "services/survey/quality/quality_store.h"
#include "services/survey/responses/response_proto.h"
#include "services/survey/responses/response_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.ResponseQualityService/";
constexpr std::string_view kPattern = "campaigns/*/responses/*";

// Whoever may write surveys may see who answers them.
const ResponseReader& Everybody() {
  static const auto& reader = *new ResponseReader{auth::AccountScope::All(), true};
  return reader;
}

// Sets or clears a flag as a person says; nothing changes twice.
absl::Status Say(pg::Tx& tx, const std::string& campaign_id, const std::string& response_id,
                 const std::string& flag, bool flagged, const history::WriteContext& context) {
  const auto before = LockFlags(tx, campaign_id, response_id);
  if (!before) {
    return status::NotFound(absl::StrCat("campaigns/", campaign_id, "/responses/", response_id));
  }
  WriteVerdict(tx, response_id, flag, flagged);
  std::vector<std::string> after = *before;
  SetFlag(after, flag, flagged);
  if (after == *before) return absl::OkStatus();
  WriteFlags(tx, response_id, after);
  history::RecordChanges(tx, kResponseFlagChanges, response_id, NextFlagChange(tx, response_id),
                         flagged ? "flag" : "clear_flag",
                         {{"flags", absl::StrJoin(*before, ","), absl::StrJoin(after, ",")}},
                         context);
  return absl::OkStatus();
}

template <class Request>
absl::StatusOr<v1::Response> SetByHand(rpc::CallContext& call, const Request& request,
                                       bool flagged) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  std::vector<status::FieldViolation> violations;
  if (std::find(std::begin(kFlags), std::end(kFlags), request.flag()) == std::end(kFlags)) {
    violations.push_back({"flag", absl::StrCat("must be one of ", absl::StrJoin(kFlags, ", "))});
  }
  if (text::Trim(request.reason()).empty()) {
    violations.push_back({"reason", "must say why, in 1 to 500 characters"});
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Response>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Response> {
        RETURN_IF_ERROR(Say(tx, ids[0], ids[1], request.flag(), flagged, context));
        auto response = ReadResponse(tx, ids[0], ids[1], Everybody());
        if (!response) return status::NotFound(request.name());
        return ToProto(*std::move(response), Everybody().identities);
      });
}

absl::StatusOr<v1::Response> Flag(rpc::CallContext& call, const v1::FlagResponseRequest& request) {
  return SetByHand(call, request, true);
}

absl::StatusOr<v1::Response> Clear(rpc::CallContext& call,
                                   const v1::ClearResponseFlagRequest& request) {
  return SetByHand(call, request, false);
}

absl::StatusOr<v1::ListResponseFlagChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListResponseFlagChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  const ResponseReader reader = {
      call.scope(), auth::Grants(call.principal(), "surveys.identities.read").has_value()};
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListResponseFlagChangesResponse> {
        if (!ReadResponse(tx, ids[0], ids[1], reader)) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kResponseFlagChanges, ids[1]);
        v1::ListResponseFlagChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::ResponseFlagChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterResponseQualityService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "FlagResponse"), Flag);
  router.Unary(absl::StrCat(kService, "ClearResponseFlag"), Clear);
  router.Unary(absl::StrCat(kService, "ListResponseFlagChanges"), deps, ListChanges);
}

}  // namespace mainstay::survey
