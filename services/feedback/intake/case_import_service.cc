#include "services/feedback/intake/case_import_service.h"

#include <mainstay/feedback/v1/case_import_service.pb.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/body_writer.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/csv/csv_records.h"
#include "common/directory/account_access.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/intake/case_import_proto.h"
#include "services/feedback/intake/import_run.h"
#include "services/feedback/intake/import_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kService = "mainstay.feedback.v1.CaseImportService/";
constexpr std::string_view kPattern = "caseImports/*";
constexpr size_t kMaxFile = 32 << 20;  // bytes
constexpr int kRejectsTold = 100;
constexpr int kRejectsAtOnce = 500;

// The whole file: the bytes of the first message and those of the rest of the stream.
absl::StatusOr<std::string> Receive(rpc::CallContext& call,
                                    rpc::Reader<v1::ImportCasesRequest>& reader,
                                    v1::ImportCasesRequest& message) {
  std::string bytes = std::move(*message.mutable_file()->mutable_data());
  while (reader.Read(&message)) {
    if (bytes.size() + message.file().data().size() > kMaxFile) {
      return status::BadField("file", "must be at most 32 MiB; send it in several parts");
    }
    bytes += message.file().data();
  }
  // A stream that breaks off looks like its end until gRPC says otherwise.
  if (call.cancelled()) return absl::CancelledError("the caller has gone; nothing was imported");
  return bytes;
}

// What the first message says of the import itself.
absl::StatusOr<CaseImport> ImportOf(rpc::CallContext& call, const v1::ImportCasesRequest& message) {
  CaseImport import{.file_name = message.file_name(),
                    .actor = call.principal().subject,
                    .create_time = call.now()};
  std::vector<status::FieldViolation> violations;
  text::CheckText("file_name", import.file_name, 0, 200, text::Lines::kOne, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  import.id = absl::AsciiStrToLower(message.request_id());
  if (import.id.empty()) import.id = api::NewUuid(import.create_time);
  if (!api::IsUuid(import.id)) return status::BadField("request_id", "must be a UUID");
  return import;
}

// The first rejects of an import, and the one that takes the rest of the file.
std::vector<CaseReject> RejectsToTell(pg::Tx& tx, const CaseImport& import) {
  std::vector<CaseReject> rejects = ReadCaseRejects(tx, import.id, 0, kRejectsTold);
  if (static_cast<int>(rejects.size()) < kRejectsTold || rejects.back().record == import.records)
    return rejects;
  for (CaseReject& last : ReadCaseRejects(tx, import.id, import.records - 1, 1)) {
    if (last.field == csv::kRestOfFile) rejects.push_back(std::move(last));
  }
  return rejects;
}

// An import with its first rejects.
absl::StatusOr<v1::CaseImport> Read(rpc::CallContext& call, const std::string& import_id) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseImport> {
    const auto import = FindCaseImport(tx, import_id);
    if (!import) return status::NotFound(CaseImportName(import_id));
    return ToProto(*import, RejectsToTell(tx, *import), call.now());
  });
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
  ASSIGN_OR_RETURN(CaseImport import, ImportOf(call, message));
  ASSIGN_OR_RETURN(const std::string bytes, Receive(call, reader, message));
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
                         {{}, CaseImportSorts()}, ""));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseImportsResponse> {
                             const auto page = ListCaseImports(tx, listing.query());
                             v1::ListCaseImportsResponse response;
                             for (const CaseImport& import : page.items) {
                               *response.add_case_imports() = ToProto(import, {}, call.now());
                             }
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

absl::Status Download(rpc::CallContext& call, const v1::DownloadCaseImportRejectsRequest& request,
                      rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  ASSIGN_OR_RETURN(
      const CaseImport import,
      call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<CaseImport> {
        auto found = FindCaseImport(tx, ids[0]);
        if (!found) return status::NotFound(request.name());
        return *std::move(found);
      }));
  if (call.now() >= import.update_time + kCaseRejectsKeptFor) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "REJECTS_EXPIRED",
        "rejected records are kept for 30 days; import the file again to see them");
  }
  api::BodyWriter body(writer, "text/csv; charset=utf-8", "rejects.csv");
  bool there = body.Write(csv::RejectsHeader(import.header, import.delimiter));
  for (int64_t after = 0; there;) {
    ASSIGN_OR_RETURN(const std::vector<CaseReject> rejects,
                     call.db().ReadOne(call.tx_options(),
                                       [&](pg::Tx& tx) -> absl::StatusOr<std::vector<CaseReject>> {
                                         return ReadCaseRejects(tx, import.id, after,
                                                                kRejectsAtOnce);
                                       }));
    if (rejects.empty()) {
      there = body.Finish();
      break;
    }
    for (const CaseReject& reject : rejects) {
      there = there && body.Write(csv::RejectsRecord(reject.body, import.delimiter, reject.line,
                                                     reject.field, reject.reason));
    }
    after = rejects.back().record;
  }
  return there ? absl::OkStatus() : absl::CancelledError("the caller has gone");
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
  return DeleteOldCaseRejects(tx, now - kCaseRejectsKeptFor);
}

}  // namespace mainstay::feedback
