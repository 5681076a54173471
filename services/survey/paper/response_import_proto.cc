#include "services/survey/paper/response_import_proto.h"

#include "services/survey/paper/import_run.h"

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

v1::ResponseImport ToProto(const imports::Told& told, absl::Time now) {
  return imports::ToProto<v1::ResponseImport>(
      told, ResponseImportName(told.import.parent_id, told.import.id), "RESPONSE_IMPORT_STATE_",
      now);
}

}  // namespace mainstay::survey
