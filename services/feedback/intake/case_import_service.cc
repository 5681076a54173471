#include "services/feedback/intake/case_import_service.h"

#include <mainstay/feedback/v1/case_import_service.pb.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/imports/import_calls.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/feedback/intake/case_import_proto.h"
#include "services/feedback/intake/import_run.h"
#include "services/feedback/intake/import_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kService = "mainstay.feedback.v1.CaseImportService/";
constexpr std::string_view kPattern = "caseImports/*";

absl::StatusOr<v1::CaseImport> Read(rpc::CallContext& call, const std::string& import_id) {
  ASSIGN_OR_RETURN(const imports::Told told, imports::ReadImport(call, kCaseImports, "", import_id,
                                                                 CaseImportName(import_id)));
  return ToProto(told, call.now());
}

absl::StatusOr<v1::CaseImport> ImportFile(rpc::CallContext& call, const Deps& deps,
                                          rpc::Reader<v1::ImportCasesRequest>& reader) {
  v1::ImportCasesRequest message;
  if (!reader.Read(&message)) {
    return status::BadField("parent", "the first message must say whose cases they are");
  }
  ASSIGN_OR_RETURN(CaseFile file, CaseFileOf(message));
  if (message.parent() != "accounts/-") {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.parent(), "accounts/*", "parent"));
    ASSIGN_OR_RETURN(const directory::Account account,
                     FindAccountForWrite(call, *deps.directory, ids[0], message.parent()));
    file.account_id = account.id;
  }
  RETURN_IF_ERROR(Validate(file));
  ASSIGN_OR_RETURN(imports::Import import,
                   imports::NewImport(call, message.file_name(), message.request_id()));
  ASSIGN_OR_RETURN(const std::string bytes, imports::ReceiveFile(call, reader, message));
  ASSIGN_OR_RETURN(import, RunCaseImport(call, deps.case_sequels, file, bytes, std::move(import)));
  return Read(call, import.id);
}

absl::StatusOr<v1::CaseImport> Get(rpc::CallContext& call,
                                   const v1::GetCaseImportRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  return Read(call, ids[0]);
}

absl::StatusOr<v1::ListCaseImportsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListCaseImportsRequest& request) {
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         {.page_size = request.page_size(), .page_token = request.page_token()},
                         {{}, imports::ImportSorts()}, ""));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseImportsResponse> {
        const auto page = imports::ListImports(tx, kCaseImports, "", listing.query());
        v1::ListCaseImportsResponse response;
        for (const imports::Import& import : page.items) {
          *response.add_case_imports() = ToProto({import, {}}, call.now());
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::Status Download(rpc::CallContext& call, const v1::DownloadCaseImportRejectsRequest& request,
                      rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  return imports::DownloadRejects(call, kCaseImports, "", ids[0], request.name(), writer);
}

}  // namespace

void RegisterCaseImportService(rpc::Router& router, const Deps& deps) {
  router.ClientStream<v1::ImportCasesRequest, v1::CaseImport>(
      absl::StrCat(kService, "ImportCases"),
      [deps, uploads = std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyUploads())](
          rpc::CallContext& call,
          rpc::Reader<v1::ImportCasesRequest>& reader) -> absl::StatusOr<v1::CaseImport> {
        RETURN_IF_ERROR(uploads->Enter());
        const absl::Cleanup leave = [&] { uploads->Leave(); };
        return ImportFile(call, deps, reader);
      });
  router.Unary(absl::StrCat(kService, "GetCaseImport"), Get);
  router.Unary(absl::StrCat(kService, "ListCaseImports"), deps, List);
  router.ServerStream<v1::DownloadCaseImportRejectsRequest, type::v1::HttpBody>(
      absl::StrCat(kService, "DownloadCaseImportRejects"), Download);
}

absl::StatusOr<bool> ForgetOldCaseRejects(pg::Tx& tx, absl::Time now) {
  return imports::ForgetOldRejects(tx, kCaseImports, now);
}

}  // namespace mainstay::feedback
