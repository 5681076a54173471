// Imports and the bytes of their files in PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

void InsertImport(pg::Tx& tx, const TradeImport& import);

// One import. "receiving" and "applying" come back as "interrupted" when no transaction holds the
// import's lock: then the call that worked on it is gone, whatever ended it.
std::optional<TradeImport> FindImport(pg::Tx& tx, const std::string& import_id);

// At most `limit` imports, newest first, after the cursor (create_time, id) of the page before.
std::vector<TradeImport> ListImports(pg::Tx& tx, const std::vector<std::string>& after, int limit);
std::vector<std::string> ImportCursor(const TradeImport& last);

// Takes the import's lock until the transaction ends; false when another one holds it. Whoever
// receives, applies or cancels an import holds it.
bool LockImport(pg::Tx& tx, const std::string& import_id);

// Back to "receiving" when its bytes end at `offset` and it has not ended; false otherwise.
bool ResumeImport(pg::Tx& tx, const std::string& import_id, int64_t offset, absl::Time now);

// Keeps the bytes that begin at `offset`; false when the import does not receive at that offset.
bool AppendPiece(pg::Tx& tx, const std::string& import_id, int64_t offset, std::string_view bytes,
                 absl::Time now);

// The piece that begins at `offset`; empty at the end.
std::string ReadPiece(pg::Tx& tx, const std::string& import_id, int64_t offset);

// Changes of state; each returns false when the import is not in a state to make it.
bool StartApplying(pg::Tx& tx, const std::string& import_id, absl::Time now);
void SetProgress(pg::Tx& tx, const std::string& import_id, double progress, absl::Time now);
bool SucceedImport(pg::Tx& tx, const std::string& import_id, const TradeImportResult& result,
                   absl::Time now);
// These two also delete the bytes.
bool FailImport(pg::Tx& tx, const std::string& import_id, const TradeImportFailure& failure,
                absl::Time now);
bool CancelImport(pg::Tx& tx, const std::string& import_id, absl::Time now);

// Rejected records are kept by blocks of their numbers.
inline constexpr int kRejectBlockBits = 16;
// Number and reason of the rejected records, and of the others of their orders (reject_reasons.h),
// of the first block from `block` on that has any, in order; empty at the end.
std::vector<std::pair<int64_t, std::string>> ReadRejects(pg::Tx& tx, const std::string& import_id,
                                                         int64_t block);

}  // namespace mainstay::accounts
