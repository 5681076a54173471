#include "services/accounts/trade/file_source.h"

#include "absl/time/clock.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_store.h"

namespace mainstay::accounts {

absl::StatusOr<bool> FileSource::NextStored(std::string& piece) {
  const pg::TxOptions patient{.deadline = absl::Now() + absl::Seconds(30)};
  ASSIGN_OR_RETURN(piece,
                   call_.db().ReadOne(patient, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                     return ReadPiece(tx, import_id_, position_);
                   }));
  if (piece.empty()) {
    return status::Error(absl::StatusCode::kAborted, "IMPORT_CANCELLED",
                         "the import was cancelled; its bytes are gone");
  }
  position_ += static_cast<int64_t>(piece.size());
  return true;
}

absl::StatusOr<bool> FileSource::NextReceived(std::string& piece) {
  absl::Status gone;
  while (!ended_ && gone.ok() && piece.size() < kPieceBytes) {
    absl::StatusOr<bool> more = receive_(piece);
    if (!more.ok()) {
      gone = more.status();
    } else if (!*more) {
      ended_ = true;
    }
  }
  if (!piece.empty()) {
    if (!writer_) writer_.emplace(call_.db(), import_id_, stored_);
    RETURN_IF_ERROR(writer_->Push(piece));
    stored_ += static_cast<int64_t>(piece.size());
    position_ = stored_;
  }
  if (writer_ && (ended_ || !gone.ok())) RETURN_IF_ERROR(writer_->Flush());
  RETURN_IF_ERROR(gone);
  return !piece.empty();
}

void FileSource::Rewind() {
  // What could not be stored is missed when it is read.
  if (writer_) writer_->Flush().IgnoreError();
  position_ = 0;
}

void FileSource::Discard() {
  for (std::string piece; !ended_; piece.clear()) {
    const absl::StatusOr<bool> more = receive_(piece);
    ended_ = !more.ok() || !*more;
  }
}

absl::StatusOr<bool> FileSource::Next(std::string& piece) {
  piece.clear();
  return position_ < stored_ ? NextStored(piece) : NextReceived(piece);
}

}  // namespace mainstay::accounts
