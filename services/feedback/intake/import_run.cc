#include "services/feedback/intake/import_run.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/fault/fault.h"
#include "common/imports/import_run.h"
#include "common/status/status.h"
#include "services/feedback/intake/import_chunk.h"
#include "services/feedback/intake/import_file.h"
#include "services/feedback/intake/import_store.h"

namespace mainstay::feedback {
namespace {

// Of the bytes and of everything that says how to read them.
std::string Checksum(const CaseFile& file, const std::string& bytes) {
  return imports::Checksum(
      {absl::StrJoin(file.columns, "\n"), file.account_id, file.kind, file.channel, file.category,
       file.severity, file.scope, absl::StrJoin(file.words, "\n"), file.source, file.time_zone,
       file.format.delimiter, file.format.encoding},
      bytes);
}

}  // namespace

absl::StatusOr<imports::Import> RunCaseImport(rpc::CallContext& call, const CaseSequels& sequels,
                                              const CaseFile& file, const std::string& bytes,
                                              imports::Import import) {
  ASSIGN_OR_RETURN(const CaseFileHeader header, ReadCaseFileHeader(file, bytes));
  const CaseReader reader(file);
  const std::string import_id = import.id;
  const ImportInto into{file, reader, sequels, call.scope(), import_id};
  imports::Run run(call,
                   {.tables = kCaseImports,
                    .name = CaseImportName(import_id),
                    .lock = absl::StrCat("case_import ", file.source),
                    .checksum = Checksum(file, bytes),
                    .format = file.format,
                    .header = header},
                   std::move(import));
  const auto apply = [&](const std::vector<CaseFileRecord>& records) -> absl::Status {
    RETURN_IF_ERROR(run.ApplySet([&](pg::Tx& tx, const history::WriteContext& context) {
      return ApplyRecords(tx, into, records, context);
    }));
    return fault::Point("case_import.after_commit");
  };
  return run.Go([&](int64_t after) { return ReadCaseRecords(file, header, bytes, after, apply); });
}

std::string CaseImportName(const std::string& import_id) {
  return absl::StrCat("caseImports/", import_id);
}

}  // namespace mainstay::feedback
