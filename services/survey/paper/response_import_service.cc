#include "services/survey/paper/response_import_service.h"

#include <mainstay/survey/v1/response_import_service.pb.h>

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
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/import_run.h"
#include "services/survey/paper/response_import_proto.h"
#include "services/survey/paper/response_import_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.ResponseImportService/";
constexpr std::string_view kPattern = "campaigns/*/responseImports/*";
constexpr size_t kMaxFile = 32 << 20;  // bytes
constexpr int kRejectsTold = 100;
constexpr int kRejectsAtOnce = 500;

// The whole file: the bytes of the first message and those of the rest of the stream.
absl::StatusOr<std::string> Receive(rpc::CallContext& call,
                                    rpc::Reader<v1::ImportResponsesRequest>& reader,
                                    v1::ImportResponsesRequest& message) {
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
absl::StatusOr<ResponseImport> ImportOf(rpc::CallContext& call,
                                        const v1::ImportResponsesRequest& message) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.parent(), "campaigns/*", "parent"));
  ResponseImport import{.campaign_id = ids[0],
                        .file_name = message.file_name(),
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
std::vector<ResponseReject> RejectsToTell(pg::Tx& tx, const ResponseImport& import) {
  std::vector<ResponseReject> rejects = ReadResponseRejects(tx, import.id, 0, kRejectsTold);
  if (static_cast<int>(rejects.size()) < kRejectsTold || rejects.back().record == import.records)
    return rejects;
  for (ResponseReject& last : ReadResponseRejects(tx, import.id, import.records - 1, 1)) {
    if (last.field == csv::kRestOfFile) rejects.push_back(std::move(last));
  }
  return rejects;
}

// An import with its first rejects.
absl::StatusOr<v1::ResponseImport> Read(rpc::CallContext& call, const std::string& campaign_id,
                                        const std::string& import_id, const std::string& name) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ResponseImport> {
    const auto import = FindResponseImport(tx, campaign_id, import_id);
    if (!import) return status::NotFound(name);
    return ToProto(*import, RejectsToTell(tx, *import), call.now());
  });
}

absl::StatusOr<v1::ResponseImport> ImportFile(rpc::CallContext& call, const Deps& deps,
                                              rpc::Reader<v1::ImportResponsesRequest>& reader) {
  v1::ImportResponsesRequest message;
  if (!reader.Read(&message)) {
    return status::BadField("parent", "the first message must say of which campaign they are");
  }
  const PaperFile file = PaperFileOf(message);
  RETURN_IF_ERROR(Validate(file));
  ASSIGN_OR_RETURN(ResponseImport import, ImportOf(call, message));
  ASSIGN_OR_RETURN(const std::string bytes, Receive(call, reader, message));
  ASSIGN_OR_RETURN(import,
                   RunResponseImport(call, deps.response_sequels, file, bytes, std::move(import)));
  return Read(call, import.campaign_id, import.id, import.name());
}

absl::StatusOr<v1::ResponseImport> Get(rpc::CallContext& call,
                                       const v1::GetResponseImportRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  return Read(call, ids[0], ids[1], request.name());
}

absl::StatusOr<v1::ListResponseImportsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListResponseImportsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         {.page_size = request.page_size(), .page_token = request.page_token()},
                         {{}, ResponseImportSorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListResponseImportsResponse> {
                          if (!ReadCampaign(tx, ids[0])) return status::NotFound(request.parent());
                          const auto page = ListResponseImports(tx, ids[0], listing.query());
                          v1::ListResponseImportsResponse response;
                          for (const ResponseImport& import : page.items) {
                            *response.add_response_imports() = ToProto(import, {}, call.now());
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::Status Download(rpc::CallContext& call,
                      const v1::DownloadResponseImportRejectsRequest& request,
                      rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kPattern, "name"));
  ASSIGN_OR_RETURN(
      const ResponseImport import,
      call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<ResponseImport> {
        auto found = FindResponseImport(tx, ids[0], ids[1]);
        if (!found) return status::NotFound(request.name());
        return *std::move(found);
      }));
  if (call.now() >= import.update_time + kResponseRejectsKeptFor) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "REJECTS_EXPIRED",
        "rejected records are kept for 30 days; import the file again to see them");
  }
  api::BodyWriter body(writer, "text/csv; charset=utf-8", "rejects.csv");
  bool there = body.Write(csv::RejectsHeader(import.header, import.delimiter));
  for (int64_t after = 0; there;) {
    ASSIGN_OR_RETURN(
        const std::vector<ResponseReject> rejects,
        call.db().ReadOne(call.tx_options(),
                          [&](pg::Tx& tx) -> absl::StatusOr<std::vector<ResponseReject>> {
                            return ReadResponseRejects(tx, import.id, after, kRejectsAtOnce);
                          }));
    if (rejects.empty()) {
      there = body.Finish();
      break;
    }
    for (const ResponseReject& reject : rejects) {
      there = there && body.Write(csv::RejectsRecord(reject.body, import.delimiter, reject.line,
                                                     reject.field, reject.reason));
    }
    after = rejects.back().record;
  }
  return there ? absl::OkStatus() : absl::CancelledError("the caller has gone");
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
  return DeleteOldResponseRejects(tx, now - kResponseRejectsKeptFor);
}

}  // namespace mainstay::survey
