// A file of filled-in questionnaires, set by set (common/imports/import_run.h).
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "common/imports/import.h"
#include "common/rpc/call_context.h"
#include "services/survey/paper/paper_file.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Records in a set.
inline constexpr size_t kPaperRecordsAtOnce = 2000;

// Brings in `bytes`. `file` is valid; `import` has id, parent_id (the campaign's), file_name, actor
// and create_time. An import of that id that the same caller began with the same file goes on; one
// that succeeded is answered. Errors: NOT_FOUND for a campaign that is not there;
// FAILED_PRECONDITION for one that takes no answers; INVALID_ARGUMENT for words of questions that
// it does not ask, with MALFORMED_FILE for what has no readable header, or on "request_id" for an
// id that was used otherwise; ABORTED with IMPORT_TAKEN_OVER when the file was sent again
// meanwhile; CANCELLED when the caller has gone; whatever the database says. What was in is in.
absl::StatusOr<imports::Import> RunResponseImport(rpc::CallContext& call,
                                                  const ResponseSequels& sequels,
                                                  const PaperFile& file, const std::string& bytes,
                                                  imports::Import import);

// "campaigns/{uuid}/responseImports/{uuid}".
std::string ResponseImportName(const std::string& campaign_id, const std::string& import_id);

}  // namespace mainstay::survey
