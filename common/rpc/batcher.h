// Answers hot reads together: all calls of a kind that wait, in one run of their batch handler.
#pragma once

#include "absl/types/span.h"
#include "common/pg/session.h"
#include "common/rpc/incoming_call.h"

namespace mainstay::rpc {

// Calls taken at once by a batcher, at most: beyond it a statement's own time begins to show in the
// latency of the first calls of the batch.
inline constexpr size_t kMostInBatch = 64;

// Serves calls of Router::Batched methods, of one or several methods; for Workers.
void ServeBatch(pg::Session& session, absl::Span<IncomingCall* const> calls);

}  // namespace mainstay::rpc
