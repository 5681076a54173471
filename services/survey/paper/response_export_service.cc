#include "services/survey/paper/response_export_service.h"

#include <mainstay/survey/v1/response_export_service.pb.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/body_writer.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/response_export.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/masking.h"
#include "services/survey/responses/response_store.h"

namespace mainstay::survey {
namespace {

constexpr int kResponsesAtOnce = 1000;

struct Asked {
  Campaign campaign;
  std::shared_ptr<const PublishedVersion> version;
};

absl::StatusOr<Asked> Find(rpc::CallContext& call, const v1::ExportResponsesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Asked> {
    auto campaign = ReadCampaign(tx, ids[0]);
    if (!campaign) return status::NotFound(request.parent());
    ASSIGN_OR_RETURN(auto version,
                     ReadVersion(tx, campaign->questionnaire_id, campaign->questionnaire_version));
    return Asked{*std::move(campaign), std::move(version)};
  });
}

// The first page of what is asked for.
api::ListQuery QueryOf(const v1::ExportResponsesRequest& request, bool masked) {
  api::ListQuery query{.filter = {.where = "TRUE", .params = {}},
                       .sort = ResponseListFields(masked).sorts[1],
                       .after = {},
                       .limit = kResponsesAtOnce};
  if (request.has_wave()) query.filter = {"r.wave = $1::int", {pg::ToParam(request.wave())}};
  return query;
}

absl::Status Export(rpc::CallContext& call, const v1::ExportResponsesRequest& request,
                    rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const Asked asked, Find(call, request));
  const bool may_see = auth::Grants(call.principal(), "surveys.identities.read").has_value();
  const bool masked = IsMasked(asked.campaign.privacy, may_see);
  if (masked && request.has_wave()) {
    return status::BadField("wave", "must not be set: you may not know of which wave these are");
  }
  const ResponseReader reader{call.scope(), may_see};
  const ResponseExport file(asked.version->content());
  api::BodyWriter body(writer, "text/csv; charset=utf-8", "responses.csv");
  bool there = body.Write(file.Header());
  for (api::ListQuery query = QueryOf(request, masked); there;) {
    ASSIGN_OR_RETURN(auto page,
                     call.db().ReadOne(call.tx_options(),
                                       [&](pg::Tx& tx) -> absl::StatusOr<api::Rows<FoundResponse>> {
                                         return ListResponses(tx, query, asked.campaign.id, "",
                                                              reader);
                                       }));
    for (FoundResponse& found : page.items) {
      Mask(found.privacy, may_see, found.response);
      there = there && body.Write(file.Line(found.response));
    }
    if (page.next.empty()) break;
    query.after = page.next;
  }
  there = there && body.Finish();
  return there ? absl::OkStatus() : absl::CancelledError("the caller has gone");
}

}  // namespace

void RegisterResponseExportService(rpc::Router& router, const Deps&) {
  router.ServerStream<v1::ExportResponsesRequest, type::v1::HttpBody>(
      "mainstay.survey.v1.ResponseExportService/ExportResponses", Export);
}

}  // namespace mainstay::survey
