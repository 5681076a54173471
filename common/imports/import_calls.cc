#include "common/imports/import_calls.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "common/api/body_writer.h"
#include "common/api/uuid.h"
#include "common/csv/csv_records.h"
#include "common/text/rules.h"

namespace mainstay::imports {
namespace {

constexpr int kRejectsTold = 100;
constexpr int kRejectsAtOnce = 500;

std::vector<Reject> RejectsToTell(pg::Tx& tx, const Tables& tables, const Import& import) {
  std::vector<Reject> rejects = ReadRejects(tx, tables, import.id, 0, kRejectsTold);
  if (static_cast<int>(rejects.size()) < kRejectsTold || rejects.back().record == import.records)
    return rejects;
  for (Reject& last : ReadRejects(tx, tables, import.id, import.records - 1, 1)) {
    if (last.field == csv::kRestOfFile) rejects.push_back(std::move(last));
  }
  return rejects;
}

}  // namespace

absl::StatusOr<Import> NewImport(const rpc::CallContext& call, const std::string& file_name,
                                 const std::string& request_id) {
  Import import{
      .file_name = file_name, .actor = call.principal().subject, .create_time = call.now()};
  std::vector<status::FieldViolation> violations;
  text::CheckText("file_name", import.file_name, 0, 200, text::Lines::kOne, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  import.id = absl::AsciiStrToLower(request_id);
  if (import.id.empty()) import.id = api::NewUuid(import.create_time);
  if (!api::IsUuid(import.id)) return status::BadField("request_id", "must be a UUID");
  return import;
}

absl::StatusOr<Told> ReadImport(rpc::CallContext& call, const Tables& tables,
                                const std::string& parent_id, const std::string& import_id,
                                const std::string& name) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Told> {
    std::optional<Import> import = FindImport(tx, tables, parent_id, import_id);
    if (!import) return status::NotFound(name);
    std::vector<Reject> rejects = RejectsToTell(tx, tables, *import);
    return Told{*std::move(import), std::move(rejects)};
  });
}

absl::Status DownloadRejects(rpc::CallContext& call, const Tables& tables,
                             const std::string& parent_id, const std::string& import_id,
                             const std::string& name, rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const Import import,
                   call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Import> {
                     auto found = FindImport(tx, tables, parent_id, import_id);
                     if (!found) return status::NotFound(name);
                     return *std::move(found);
                   }));
  if (call.now() >= import.update_time + kRejectsKeptFor) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "REJECTS_EXPIRED",
        "rejected records are kept for 30 days; import the file again to see them");
  }
  api::BodyWriter body(writer, "text/csv; charset=utf-8", "rejects.csv");
  bool there = body.Write(csv::RejectsHeader(import.header, import.delimiter));
  for (int64_t after = 0; there;) {
    ASSIGN_OR_RETURN(const std::vector<Reject> rejects,
                     call.db().ReadOne(
                         call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<std::vector<Reject>> {
                           return ReadRejects(tx, tables, import.id, after, kRejectsAtOnce);
                         }));
    if (rejects.empty()) {
      there = body.Finish();
      break;
    }
    for (const Reject& reject : rejects) {
      there = there && body.Write(csv::RejectsRecord(reject.body, import.delimiter, reject.line,
                                                     reject.field, reject.reason));
    }
    after = rejects.back().record;
  }
  return there ? absl::OkStatus() : absl::CancelledError("the caller has gone");
}

}  // namespace mainstay::imports
