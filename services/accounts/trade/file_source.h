// The bytes of an import's file from the first one on: what is stored already, then what the caller
// sends, which is stored while it is handed on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/accounts/trade/piece_writer.h"

namespace mainstay::accounts {

// Pieces are stored when they have this size, the last one of an upload when the upload ends.
inline constexpr size_t kPieceBytes = 1 << 20;

class FileSource {
 public:
  // Appends the caller's next bytes; false at the end of the file. An error when the caller is
  // gone: what it sent so far is stored all the same.
  using Receive = std::function<absl::StatusOr<bool>(std::string& buffer)>;

  // `stored`: bytes of the file that are stored already.
  // Works on the worker's own session; `call` must outlive it.
  FileSource(rpc::CallContext& call, std::string import_id, int64_t stored, Receive receive)
      : call_(call),
        import_id_(std::move(import_id)),
        stored_(stored),
        receive_(std::move(receive)) {}

  // Sets `piece` to the next bytes; false at the end, when all of them are stored. ABORTED with
  // reason IMPORT_CANCELLED when the import does not take bytes any more. The worker's session must
  // be left alone until the end or an error: pieces are being stored.
  absl::StatusOr<bool> Next(std::string& piece);
  // Back to the first byte, once what was received is stored: the session is free again.
  void Rewind();
  // Reads what the caller still sends without storing it, so that the answer finds a listener.
  void Discard();

 private:
  absl::StatusOr<bool> NextStored(std::string& piece);
  absl::StatusOr<bool> NextReceived(std::string& piece);

  rpc::CallContext& call_;
  const std::string import_id_;
  int64_t stored_;
  const Receive receive_;
  int64_t position_ = 0;
  bool ended_ = false;
  std::optional<PieceWriter> writer_;
};

}  // namespace mainstay::accounts
