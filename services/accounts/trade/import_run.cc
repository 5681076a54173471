#include "services/accounts/trade/import_run.h"

#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/accounts/trade/apply.h"
#include "services/accounts/trade/import_store.h"

namespace mainstay::accounts {
namespace {

using absl::StatusCode;

absl::Status Gone() {
  return absl::CancelledError("the caller has gone; resume or cancel the import");
}

// Whether the same file would meet the same error again: it was refused for what it says, not for
// what the moment was like.
bool IsFinal(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) ||
         absl::IsOutOfRange(status);
}

csv::Source BytesOf(FileSource& source) {
  return [&source](std::string& piece) { return source.Next(piece); };
}

// The state of an import is written on the worker's own session: others see it at once, while the
// transaction that applies is still open.
class Run {
 public:
  Run(rpc::CallContext& call, const pg::SessionOptions& database, std::string import_id)
      : call_(call), session_(Named(database)), import_id_(std::move(import_id)) {}

  // Finds or creates the import, under its lock.
  using Begin = std::function<absl::StatusOr<TradeImport>(pg::Tx&)>;
  absl::StatusOr<TradeImport> Go(const Begin& begin, const FileSource::Receive& receive);

 private:
  static pg::SessionOptions Named(pg::SessionOptions options) {
    options.application_name += " import";
    return options;
  }

  absl::Status Apply(pg::Tx& tx, FileSource& source);
  absl::Status Progress(double progress);
  absl::Status Fail(FileSource& source, std::string_view text, int64_t copy_line);
  // A short transaction beside the long one, in time even when the caller's deadline is over.
  template <class F>
  auto Beside(F body) {
    return call_.db().Write({.deadline = absl::Now() + absl::Seconds(30)}, body);
  }

  rpc::CallContext& call_;
  pg::Session session_;
  const std::string import_id_;
  TradeImport import_;
};

absl::Status Run::Progress(double progress) {
  if (call_.cancelled()) return Gone();
  return Beside([&](pg::Tx& tx) -> absl::Status {
    if (progress > 0) {
      SetProgress(tx, import_id_, progress, call_.now());
      return absl::OkStatus();
    }
    if (StartApplying(tx, import_id_, call_.now())) return absl::OkStatus();
    return status::Error(StatusCode::kAborted, "IMPORT_CANCELLED", "the import was cancelled");
  });
}

absl::Status Run::Apply(pg::Tx& tx, FileSource& source) {
  const ApplyCall call{.actor = call_.principal().subject,
                       .reason = TradeImportName(import_id_),
                       .trace = call_.trace(),
                       .now = [this] { return call_.now(); }};
  ASSIGN_OR_RETURN(const TradeImportResult result,
                   ApplyFile(tx, import_, BytesOf(source), call,
                             [&](double progress) { return Progress(progress); }));
  // A stream that breaks off looks like its end until gRPC says otherwise, at the latest by now.
  if (call_.cancelled()) return Gone();
  if (!SucceedImport(tx, import_id_, result, call_.now())) {
    return status::Error(StatusCode::kAborted, "IMPORT_CANCELLED", "the import was cancelled");
  }
  return absl::OkStatus();
}

absl::Status Run::Fail(FileSource& source, std::string_view text, int64_t copy_line) {
  source.Discard();
  source.Rewind();
  ASSIGN_OR_RETURN(const int64_t line, csv::FileLine(BytesOf(source), copy_line));
  return Beside([&](pg::Tx& tx) -> absl::Status {
    FailImport(tx, import_id_, {std::string(text), line}, call_.now());
    return absl::OkStatus();
  });
}

absl::StatusOr<TradeImport> Run::Go(const Begin& begin, const FileSource::Receive& receive) {
  std::optional<FileSource> source;  // once the import is there and locked
  const absl::Status applied = session_.Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::Status {
    if (!LockImport(tx, import_id_)) {
      return status::Error(
          StatusCode::kAborted, "IMPORT_BUSY",
          "another call is working on the import; wait for it or cancel the import");
    }
    if (!source) {
      ASSIGN_OR_RETURN(TradeImport import, Beside(begin));
      import_ = std::move(import);
      source.emplace(call_, import_id_, import_.received_bytes, receive);
    }
    source->Rewind();  // a transaction that lost a race runs again
    return Apply(tx, *source);
  });
  if (source && IsFinal(applied)) {
    RETURN_IF_ERROR(Fail(*source, applied.message(), csv::MalformedLine(applied)));
  } else if (!applied.ok()) {
    return applied;
  }
  return Beside([&](pg::Tx& tx) -> absl::StatusOr<TradeImport> {
    std::optional<TradeImport> import = FindImport(tx, import_id_);
    if (!import) return status::NotFound(TradeImportName(import_id_));
    return *std::move(import);
  });
}

// The import that is to go on at `offset`, made ready to receive.
absl::StatusOr<TradeImport> Reopen(pg::Tx& tx, const std::string& import_id, int64_t offset,
                                   absl::Time now) {
  std::optional<TradeImport> import = FindImport(tx, import_id);
  if (!import) return status::NotFound(TradeImportName(import_id));
  if (import->end_time) {
    return status::Error(
        StatusCode::kFailedPrecondition, "IMPORT_ENDED",
        absl::StrCat("the import has ended (", import->state, "); start a new one"));
  }
  if (import->received_bytes != offset || !ResumeImport(tx, import_id, offset, now)) {
    return status::BadField("offset", absl::StrCat("must be ", import->received_bytes,
                                                   ", where the bytes received so far end"));
  }
  return *std::move(import);
}

}  // namespace

absl::StatusOr<TradeImport> RunImport(rpc::CallContext& call, const pg::SessionOptions& database,
                                      const TradeImport& import, FileSource::Receive receive) {
  return Run(call, database, import.id)
      .Go(
          [&](pg::Tx& tx) -> absl::StatusOr<TradeImport> {
            InsertImport(tx, import);
            return import;
          },
          receive);
}

absl::StatusOr<TradeImport> ResumeImportRun(rpc::CallContext& call,
                                            const pg::SessionOptions& database,
                                            const std::string& import_id, int64_t offset,
                                            FileSource::Receive receive) {
  return Run(call, database, import_id)
      .Go([&](pg::Tx& tx) { return Reopen(tx, import_id, offset, call.now()); }, receive);
}

std::string TradeImportName(const std::string& import_id) {
  return absl::StrCat("tradeImports/", import_id);
}

}  // namespace mainstay::accounts
