// The life of one call that uploads a file: bytes are stored as they arrive and go into COPY at the
// same time; when the last one is there, they are applied; one transaction of a connection of its
// own holds it all, so a call that dies, for whatever reason, leaves stored bytes and nothing else.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "services/accounts/trade/file_source.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

// Receives and applies a new import. `import` has an id, a validated file, actor and create_time.
// Returns the import as it ended: succeeded, or failed when the same file would meet the same error
// again. Errors, after which it can be resumed:
// CANCELLED when the caller went, ABORTED with IMPORT_CANCELLED, whatever the database says.
absl::StatusOr<TradeImport> RunImport(rpc::CallContext& call, const pg::SessionOptions& database,
                                      const TradeImport& import, FileSource::Receive receive);

// The same for an import that broke off, from `offset` on. FAILED_PRECONDITION with reason
// IMPORT_BUSY when another call works on it, IMPORT_ENDED when it ended; INVALID_ARGUMENT on
// "offset" when its bytes do not end there; NOT_FOUND.
absl::StatusOr<TradeImport> ResumeImportRun(rpc::CallContext& call,
                                            const pg::SessionOptions& database,
                                            const std::string& import_id, int64_t offset,
                                            FileSource::Receive receive);

// "tradeImports/{uuid}".
std::string TradeImportName(const std::string& import_id);

}  // namespace mainstay::accounts
