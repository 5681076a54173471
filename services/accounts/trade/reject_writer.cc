#include "services/accounts/trade/reject_writer.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/csv/csv_splitter.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/reject_reasons.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kPacket = 64 << 10;

// Rejected record numbers in order, read block by block.
class RejectedRecords {
 public:
  RejectedRecords(rpc::CallContext& call, std::string import_id)
      : call_(call), import_id_(std::move(import_id)) {}

  // The reason that `number` has, nothing if it has none. Numbers must be asked for in order.
  absl::StatusOr<std::optional<std::string>> ReasonOf(int64_t number) {
    while (!ended_ && next_ == block_.size()) RETURN_IF_ERROR(Load());
    if (ended_ || block_[next_].first != number) return std::nullopt;
    return std::move(block_[next_++].second);
  }

 private:
  absl::Status Load() {
    const int64_t from = block_.empty() ? 0 : (block_.back().first >> kRejectBlockBits) + 1;
    ASSIGN_OR_RETURN(block_, call_.db().ReadOne(call_.tx_options(), [&](pg::Tx& tx) {
      return absl::StatusOr<Block>(ReadRejects(tx, import_id_, from));
    }));
    next_ = 0;
    ended_ = block_.empty();
    return absl::OkStatus();
  }

  using Block = std::vector<std::pair<int64_t, std::string>>;
  rpc::CallContext& call_;
  const std::string import_id_;
  Block block_;
  size_t next_ = 0;
  bool ended_ = false;
};

// The record with three more fields; the header gets their names.
void AppendRecord(std::string& out, const csv::CsvRecord& record, std::string_view delimiter,
                  std::string_view line, std::string_view reason, std::string_view expected) {
  const std::string_view text = csv::WithoutLineEnd(record.bytes);
  const std::string_view end = record.bytes.substr(text.size());
  absl::StrAppend(&out, text, delimiter, line, delimiter, reason);
  absl::StrAppend(&out, delimiter, expected, end.empty() ? "\n" : end);
}

}  // namespace

absl::Status WriteRejects(rpc::CallContext& call, const TradeImport& import,
                          const std::function<bool(std::string_view)>& sink) {
  const std::string& delimiter = import.file.format.delimiter;
  RejectedRecords rejected(call, import.id);
  std::string out;
  absl::Status status;
  bool header_written = false;
  const auto take = [&](const csv::CsvRecord& record) {
    if (record.number == 0) {
      AppendRecord(out, record, delimiter, "line", "reason", "expected");
      header_written = true;
      return true;
    }
    const absl::StatusOr<std::optional<std::string>> reason = rejected.ReasonOf(record.number);
    if (!reason.ok()) {
      status = reason.status();
    } else if (reason->has_value()) {
      AppendRecord(out, record, delimiter, absl::StrCat(record.line), **reason,
                   ExpectedInstead(**reason, import.file));
    }
    return status.ok();
  };
  const auto send = [&](size_t enough) {
    if (out.size() < enough) return true;
    const bool taken = sink(out);
    out.clear();
    return taken;
  };
  csv::CsvSplitter splitter;
  for (int64_t offset = 0;;) {
    ASSIGN_OR_RETURN(const std::string piece, call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) {
      return absl::StatusOr<std::string>(ReadPiece(tx, import.id, offset));
    }));
    if (piece.empty()) break;
    offset += static_cast<int64_t>(piece.size());
    splitter.Feed(piece, take);
    RETURN_IF_ERROR(status);
    if (call.cancelled() || !send(kPacket)) return absl::CancelledError("the caller has gone");
  }
  // Without rejects only the piece with the header is kept; what follows it is cut off somewhere.
  if (import.result.counts.rejected_records > 0 || !header_written) splitter.Finish(take);
  RETURN_IF_ERROR(status);
  return send(1) ? absl::OkStatus() : absl::CancelledError("the caller has gone");
}

}  // namespace mainstay::accounts
