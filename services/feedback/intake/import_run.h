// A file of cases, set by set (common/imports/import_run.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/imports/import.h"
#include "common/rpc/call_context.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {

// Brings in `bytes`. `file` is valid; `import` has id, file_name, actor and create_time. An import
// of that id that the same caller began with the same file goes on; one that succeeded is answered.
// Errors: INVALID_ARGUMENT with MALFORMED_FILE for what has no readable header, or on "request_id"
// for an id that was used otherwise; ABORTED with IMPORT_TAKEN_OVER when the file was sent again
// meanwhile; CANCELLED when the caller has gone; whatever the database says. What was in is in.
absl::StatusOr<imports::Import> RunCaseImport(rpc::CallContext& call, const CaseSequels& sequels,
                                              const CaseFile& file, const std::string& bytes,
                                              imports::Import import);

// "caseImports/{uuid}".
std::string CaseImportName(const std::string& import_id);

}  // namespace mainstay::feedback
