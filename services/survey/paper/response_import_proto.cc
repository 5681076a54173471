#include "services/survey/paper/response_import_proto.h"

#include "common/api/enum_text.h"
#include "common/api/proto_time.h"

namespace mainstay::survey {

PaperFile PaperFileOf(const v1::ImportResponsesRequest& message) {
  const v1::ResponseColumns& columns = message.columns();
  PaperFile file{
      .columns = {columns.external_id(), columns.account(), columns.contact(), columns.wave(),
                  columns.language(), columns.start_time(), columns.submit_time(),
                  columns.duration_seconds(), columns.response()},
      .answers = {message.answers().begin(), message.answers().end()},
      .words = {message.words().begin(), message.words().end()},
      .not_applicable = {message.not_applicable().begin(), message.not_applicable().end()},
      .choice_separator = message.choice_separator(),
      .language = message.language(),
      .wave = message.wave(),
      .time_zone = message.time_zone(),
      .format = {.delimiter = message.delimiter(), .encoding = message.encoding()}};
  Complete(file);
  return file;
}

v1::ResponseImport ToProto(const ResponseImport& import, const std::vector<ResponseReject>& rejects,
                           absl::Time now) {
  v1::ResponseImport message;
  message.set_name(import.name());
  const bool silent =
      import.state == "applying" && now - import.update_time > kResponseImportSilence;
  message.set_state(api::TextToEnum<v1::ResponseImportState>(silent ? "interrupted" : import.state,
                                                             "RESPONSE_IMPORT_STATE_"));
  message.set_file_name(import.file_name);
  message.set_records(import.records);
  message.set_processed_records(import.counts.processed());
  message.set_created_records(import.counts.created);
  message.set_unchanged_records(import.counts.unchanged);
  message.set_rejected_records(import.counts.rejected);
  for (const ResponseReject& reject : rejects) {
    v1::ResponseImportReject& told = *message.add_rejects();
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

}  // namespace mainstay::survey
