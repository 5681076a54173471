// The attribute schema in PostgreSQL, and the copy of it that every write of attributes needs.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/accounts/profile/attribute_schema.h"

namespace mainstay::accounts {

AttributeSchema ReadSchema(pg::Tx& tx);
struct SchemaVersion {
  int64_t version = 0;
  absl::Time update_time;
};
// Locks the schema until the transaction ends and reads its version.
SchemaVersion LockSchema(pg::Tx& tx);
// Replaces the schema, version and update_time included, and records the new version.
void WriteSchema(pg::Tx& tx, const AttributeSchema& schema, const history::WriteContext& context);

// Keeps the schema for up to five seconds, so that a write needs no round trip for it. Thread-safe.
class AttributeSchemaCache {
 public:
  absl::StatusOr<std::shared_ptr<const AttributeSchema>> Get(pg::Session& session,
                                                             const pg::TxOptions& options);
  // After a change in this process: the next Get reads again.
  void Forget();

 private:
  absl::Mutex mutex_;
  std::shared_ptr<const AttributeSchema> schema_;
  absl::Time read_at_ = absl::InfinitePast();
};

}  // namespace mainstay::accounts
