#include "services/feedback/intake/case_import_proto.h"

#include "common/api/enum_text.h"
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

v1::CaseImport ToProto(const imports::Told& told, absl::Time now) {
  return imports::ToProto<v1::CaseImport>(told, CaseImportName(told.import.id),
                                          "CASE_IMPORT_STATE_", now);
}

}  // namespace mainstay::feedback
