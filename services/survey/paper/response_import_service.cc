#include "services/survey/paper/response_import_service.h"

#include <mainstay/survey/v1/response_import_service.pb.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/imports/import_calls.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/import_run.h"
#include "services/survey/paper/response_import_proto.h"
#include "services/survey/paper/response_import_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.ResponseImportService/";
constexpr std::string_view kPattern = "campaigns/*/responseImports/*";

absl::StatusOr<v1::ResponseImport> Read(rpc::CallContext& call, const std::string& campaign_id,
                                        const std::string& import_id) {
  ASSIGN_OR_RETURN(const imports::Told told,
                   imports::ReadImport(call, kResponseImports, campaign_id, import_id,
                                       ResponseImportName(campaign_id, import_id)));
  return ToProto(told, call.now());
}

absl::StatusOr<v1::ResponseImport> ImportFile(rpc::CallContext& call, const Deps& deps,
                                              rpc::Reader<v1::ImportResponsesRequest>& reader) {
  v1::ImportResponsesRequest message;
  if (!reader.Read(&message)) {
    return status::BadField("parent", "the first message must say of which campaign they are");
  }
  const PaperFile file = PaperFileOf(message);
  RETURN_IF_ERROR(Validate(file));
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(imports::Import import,
                   imports::NewImport(call, message.file_name(), message.request_id()));
  import.parent_id = ids[0];
  ASSIGN_OR_RETURN(const std::string bytes, imports::ReceiveFile(call, reader, message));
  ASSIGN_OR_RETURN(import,
                   RunResponseImport(call, deps.response_sequels, file, bytes, std::move(import)));
  return Read(call, import.parent_id, import.id);
}

absl::StatusOr<v1::ResponseImport> Get(rpc::CallContext& call,
                                       const v1::GetResponseImportRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  return Read(call, ids[0], ids[1]);
}

absl::StatusOr<v1::ListResponseImportsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListResponseImportsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         {.page_size = request.page_size(), .page_token = request.page_token()},
                         {{}, imports::ImportSorts()}, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListResponseImportsResponse> {
        if (!ReadCampaign(tx, ids[0])) return status::NotFound(request.parent());
        const auto page = imports::ListImports(tx, kResponseImports, ids[0], listing.query());
        v1::ListResponseImportsResponse response;
        for (const imports::Import& import : page.items) {
          *response.add_response_imports() = ToProto({import, {}}, call.now());
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::Status Download(rpc::CallContext& call,
                      const v1::DownloadResponseImportRejectsRequest& request,
                      rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  return imports::DownloadRejects(call, kResponseImports, ids[0], ids[1], request.name(), writer);
}

}  // namespace

void RegisterResponseImportService(rpc::Router& router, const Deps& deps) {
  router.ClientStream<v1::ImportResponsesRequest, v1::ResponseImport>(
      absl::StrCat(kService, "ImportResponses"),
      [deps, uploads = std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyUploads())](
          rpc::CallContext& call,
          rpc::Reader<v1::ImportResponsesRequest>& reader) -> absl::StatusOr<v1::ResponseImport> {
        RETURN_IF_ERROR(uploads->Enter());
        const absl::Cleanup leave = [&] { uploads->Leave(); };
        return ImportFile(call, deps, reader);
      });
  router.Unary(absl::StrCat(kService, "GetResponseImport"), Get);
  router.Unary(absl::StrCat(kService, "ListResponseImports"), deps, List);
  router.ServerStream<v1::DownloadResponseImportRejectsRequest, type::v1::HttpBody>(
      absl::StrCat(kService, "DownloadResponseImportRejects"), Download);
}

absl::StatusOr<bool> ForgetOldResponseRejects(pg::Tx& tx, absl::Time now) {
  return imports::ForgetOldRejects(tx, kResponseImports, now);
}

}  // namespace mainstay::survey
