#include "services/feedback/intake/case_import_proto.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/feedback/intake/import_run.h"

namespace mainstay::feedback {

absl::StatusOr<CaseFile> CaseFileOf(const v1::ImportCasesRequest& message) {
  const v1::CaseColumns& columns = message.columns();
  const v1::CaseImportDefaults& defaults = message.defaults();
  CaseFile file{
      .columns = {columns.account(), columns.kind(), columns.channel(), columns.category(),
                  columns.severity(), columns.scope(), columns.subject(), columns.facts(),
                  columns.cause(), columns.customer_position(), columns.contact(),
                  columns.products(), columns.occur_time(), columns.receive_time(),
                  columns.assignee(), columns.external_id()},
      .category = defaults.category(),
      .words = {message.words().begin(), message.words().end()},
      .source = message.source(),
      .time_zone = message.time_zone(),
      .format = {.delimiter = message.delimiter(), .encoding = message.encoding()}};
  ASSIGN_OR_RETURN(file.kind, api::EnumToText(defaults.kind(), "CASE_KIND_", "defaults.kind"));
  ASSIGN_OR_RETURN(file.channel,
                   api::EnumToText(defaults.channel(), "CASE_CHANNEL_", "defaults.channel"));
  ASSIGN_OR_RETURN(file.severity,
                   api::EnumToText(defaults.severity(), "CASE_SEVERITY_", "defaults.severity"));
  ASSIGN_OR_RETURN(file.scope, api::EnumToText(defaults.scope(), "CASE_SCOPE_", "defaults.scope"));
  Complete(file);
  return file;
}

v1::CaseImport ToProto(const CaseImport& import, const std::vector<CaseReject>& rejects,
                       absl::Time now) {
  v1::CaseImport message;
  message.set_name(CaseImportName(import.id));
  const bool silent = import.state == "applying" && now - import.update_time > kCaseImportSilence;
  message.set_state(api::TextToEnum<v1::CaseImportState>(silent ? "interrupted" : import.state,
                                                         "CASE_IMPORT_STATE_"));
  message.set_file_name(import.file_name);
  message.set_records(import.records);
  message.set_processed_records(import.counts.processed());
  message.set_created_records(import.counts.created);
  message.set_unchanged_records(import.counts.unchanged);
  message.set_rejected_records(import.counts.rejected);
  for (const CaseReject& reject : rejects) {
    v1::CaseImportReject& told = *message.add_rejects();
    told.set_line(reject.line);
    told.set_field(reject.field);
    told.set_reason(reject.reason);
  }
  message.set_failure(import.failure);
  message.set_actor(import.actor);
  *message.mutable_create_time() = api::TimeToProto(import.create_time);
  *message.mutable_update_time() = api::TimeToProto(import.update_time);
  if (import.end_time) *message.mutable_end_time() = api::TimeToProto(*import.end_time);
  return message;
}

}  // namespace mainstay::feedback
