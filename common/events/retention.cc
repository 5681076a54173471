#include "common/events/retention.h"

#include "common/events/backlog_store.h"
#include "common/events/inbox_store.h"

namespace mainstay::events {
namespace {

constexpr int kBatch = 5000;

}  // namespace

absl::StatusOr<bool> ForgetReceived(pg::Tx& tx, absl::Time now) {
  return DeleteReceivedBefore(tx, now - kReceivedKept, kBatch) == kBatch;
}

absl::StatusOr<bool> ForgetHandled(pg::Tx& tx, absl::Time now) {
  return DeleteHandledBefore(tx, now - kHandledKept, kBatch) == kBatch;
}

}  // namespace mainstay::events
