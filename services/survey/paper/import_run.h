// The life of one import: the file has been received whole, and goes in set by set, each in a
// transaction with what the import's row says of it. So what is in shows at once, other responses
// wait for nothing, and an import that dies is taken up where it stopped by sending the file again.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/survey/paper/paper_file.h"
#include "services/survey/paper/response_import.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Records in a set.
inline constexpr size_t kPaperRecordsAtOnce = 2000;

// Brings in `bytes`. `file` is valid; `import` has id, campaign_id, file_name, actor and
// create_time. An import of that id that the same caller began with the same file goes on; one that
// succeeded is answered.
// Errors: NOT_FOUND for a campaign that is not there; FAILED_PRECONDITION for one that takes no
// answers; INVALID_ARGUMENT for words of questions that it does not ask, with MALFORMED_FILE for
// what has no readable header, or on "request_id" for an id that was used otherwise; ABORTED with
// IMPORT_TAKEN_OVER when the file was sent again meanwhile; CANCELLED when the caller has gone;
// whatever the database says. What was in is in.
absl::StatusOr<ResponseImport> RunResponseImport(rpc::CallContext& call,
                                                 const ResponseSequels& sequels,
                                                 const PaperFile& file, const std::string& bytes,
                                                 ResponseImport import);

}  // namespace mainstay::survey
