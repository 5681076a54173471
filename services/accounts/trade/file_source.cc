#include "services/accounts/trade/file_source.h"

#include "common/status/status.h"
#include "services/accounts/trade/import_store.h"

namespace mainstay::accounts {
namespace {

// Storing goes on after the caller's deadline: the bytes are what an upload is resumed from.
pg::TxOptions Patient() { return {.deadline = absl::Now() + absl::Seconds(30)}; }

}  // namespace

absl::StatusOr<bool> FileSource::NextStored(std::string& piece) {
  ASSIGN_OR_RETURN(piece,
                   call_.db().ReadOne(Patient(), [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                     return ReadPiece(tx, import_id_, position_);
                   }));
  if (piece.empty()) {
    return status::Error(absl::StatusCode::kAborted, "IMPORT_CANCELLED",
                         "the import was cancelled; its bytes are gone");
  }
  position_ += static_cast<int64_t>(piece.size());
  return true;
}

absl::Status FileSource::Store(const std::string& piece) {
  RETURN_IF_ERROR(call_.db().Write(Patient(), [&](pg::Tx& tx) -> absl::Status {
    if (AppendPiece(tx, import_id_, stored_, piece, call_.now())) return absl::OkStatus();
    return status::Error(absl::StatusCode::kAborted, "IMPORT_CANCELLED",
                         "the import was cancelled; it takes no more bytes");
  }));
  stored_ += static_cast<int64_t>(piece.size());
  position_ = stored_;
  return absl::OkStatus();
}

absl::StatusOr<bool> FileSource::Next(std::string& piece) {
  piece.clear();
  if (position_ < stored_) return NextStored(piece);
  absl::Status gone;
  while (!ended_ && gone.ok() && piece.size() < kPieceBytes) {
    absl::StatusOr<bool> more = receive_(piece);
    if (!more.ok()) {
      gone = more.status();
    } else if (!*more) {
      ended_ = true;
    }
  }
  if (!piece.empty()) RETURN_IF_ERROR(Store(piece));
  RETURN_IF_ERROR(gone);
  return !piece.empty();
}

}  // namespace mainstay::accounts
