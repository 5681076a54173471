// The life of one import: the file has been received whole, and goes in set by set, each in a
// transaction with what the import's row says of it. So cases, their clocks and assignees are
// locked for a second and not for the file's length, what is in shows at once, and an import that
// dies is taken up where it stopped by sending the file again.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/intake/case_file.h"
#include "services/feedback/intake/case_import.h"

namespace mainstay::feedback {

// Brings in `bytes`. `file` is valid; `import` has id, file_name, actor and create_time. An import
// of that id that the same caller began with the same file goes on; one that succeeded is answered.
// Errors: INVALID_ARGUMENT with MALFORMED_FILE for what has no readable header, or on "request_id"
// for an id that was used otherwise; ABORTED with IMPORT_TAKEN_OVER when the file was sent again
// meanwhile; CANCELLED when the caller has gone; whatever the database says. What was in is in.
absl::StatusOr<CaseImport> RunCaseImport(rpc::CallContext& call, const CaseSequels& sequels,
                                         const CaseFile& file, const std::string& bytes,
                                         CaseImport import);

// "caseImports/{uuid}".
std::string CaseImportName(const std::string& import_id);

}  // namespace mainstay::feedback
