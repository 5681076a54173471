#include "common/rpc/batcher.h"

#include <algorithm>
#include <vector>

#include "common/metrics/metrics.h"
#include "common/rpc/unary_call.h"

namespace mainstay::rpc {
namespace {

// Batches and the calls in them: their ratio is the mean size.
void Count(size_t calls) {
  static prometheus::Counter& batches =
      metrics::Counter("mainstay_rpc_batches_total", "Runs of batch handlers");
  static prometheus::Counter& batched =
      metrics::Counter("mainstay_rpc_batched_calls_total", "Calls answered in batches");
  batches.Increment();
  batched.Increment(static_cast<double>(calls));
}

// Calls of one method.
void ServeOneKind(pg::Session& session, absl::Span<UnaryCall* const> waiting) {
  std::vector<UnaryCall*> calls;
  std::vector<RawBatchedCall> raw;
  calls.reserve(waiting.size());
  raw.reserve(waiting.size());
  for (UnaryCall* call : waiting) {
    if (call->LeaveBatch() || !call->Open(session)) continue;
    calls.push_back(call);
    raw.push_back(call->batched());
  }
  if (calls.empty()) return;
  Count(calls.size());
  const Method& method = calls.front()->method();
  try {
    method.handler.batched(session, absl::MakeSpan(raw));
  } catch (...) {
    const absl::Status status =
        LogException(std::current_exception(), method.name, raw.front().context->trace().trace_id);
    for (RawBatchedCall& call : raw) call.status = status;
  }
  for (size_t i = 0; i < calls.size(); ++i) calls[i]->Close(std::move(raw[i].status));
}

}  // namespace

void ServeBatch(pg::Session& session, absl::Span<IncomingCall* const> calls) {
  std::vector<UnaryCall*> sorted;
  sorted.reserve(calls.size());
  // Only unary methods have batch handlers (Router::Check).
  for (IncomingCall* call : calls) sorted.push_back(static_cast<UnaryCall*>(call));
  std::stable_sort(sorted.begin(), sorted.end(), [](const UnaryCall* a, const UnaryCall* b) {
    return &a->method() < &b->method();
  });
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const Method* method = &(*begin)->method();
    auto end = std::find_if(begin, sorted.end(),
                            [method](const UnaryCall* c) { return &c->method() != method; });
    ServeOneKind(session, absl::MakeConstSpan(&*begin, static_cast<size_t>(end - begin)));
    begin = end;
  }
}

}  // namespace mainstay::rpc
