#include "services/accounts/trade/piece_writer.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_store.h"

namespace mainstay::accounts {

PieceWriter::PieceWriter(pg::Session& session, std::string import_id, int64_t offset)
    : session_(session),
      import_id_(std::move(import_id)),
      offset_(offset),
      thread_([this] { Run(); }) {}

PieceWriter::~PieceWriter() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  thread_.join();
}

absl::Status PieceWriter::Push(std::string piece) {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &PieceWriter::HasRoom));
  if (status_.ok()) waiting_.push_back(std::move(piece));
  return status_;
}

absl::Status PieceWriter::Flush() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &PieceWriter::IsIdle));
  return status_;
}

void PieceWriter::Run() {
  while (true) {
    std::string piece;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &PieceWriter::HasWork));
      if (waiting_.empty()) return;
      piece.swap(waiting_.front());
      waiting_.pop_front();
      busy_ = true;
    }
    absl::Status stored = Store(piece);
    absl::MutexLock lock(&mutex_);
    busy_ = false;
    if (stored.ok()) continue;
    status_ = std::move(stored);
    waiting_.clear();  // they would leave a hole before them
  }
}

absl::Status PieceWriter::Store(const std::string& piece) {
  // Storing goes on after the caller's deadline: the bytes are what an upload is resumed from.
  const pg::TxOptions patient{.deadline = absl::Now() + absl::Seconds(30)};
  RETURN_IF_ERROR(session_.Write(patient, [&](pg::Tx& tx) -> absl::Status {
    if (AppendPiece(tx, import_id_, offset_, piece, absl::Now())) return absl::OkStatus();
    return status::Error(absl::StatusCode::kAborted, "IMPORT_CANCELLED",
                         "the import was cancelled; it takes no more bytes");
  }));
  offset_ += static_cast<int64_t>(piece.size());
  return absl::OkStatus();
}

}  // namespace mainstay::accounts
