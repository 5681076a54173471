#include "services/feedback/intake/import_run.h"

#include <openssl/sha.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/fault/fault.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "services/feedback/intake/import_chunk.h"
#include "services/feedback/intake/import_file.h"
#include "services/feedback/intake/import_store.h"

namespace mainstay::feedback {
namespace {

std::string Sha256(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), sizeof(digest));
}

// Of the bytes and of everything that says how to read them.
std::string Checksum(const CaseFile& file, const std::string& bytes) {
  const std::string how =
      absl::StrJoin({absl::StrJoin(file.columns, "\n"), file.account_id, file.kind, file.channel,
                     file.category, file.severity, file.scope, absl::StrJoin(file.words, "\n"),
                     file.source, file.time_zone, file.format.delimiter, file.format.encoding},
                    std::string_view("\0", 1));
  const std::string both = absl::StrCat(how, std::string_view("\0", 1), Sha256(bytes));
  return Sha256(both);
}

absl::Status TakenOver() {
  return status::Error(absl::StatusCode::kAborted, "IMPORT_TAKEN_OVER",
                       "the file was sent again meanwhile; that call goes on with the import");
}

class Run {
 public:
  Run(rpc::CallContext& call, const CaseSequels& sequels, const CaseFile& file, CaseImport import)
      : call_(call),
        file_(file),
        reader_(file),
        import_(std::move(import)),
        into_{file_, reader_, sequels, call.scope(), import_.id} {}

  absl::StatusOr<CaseImport> Go(const std::string& bytes) {
    ASSIGN_OR_RETURN(const CaseFileHeader header, ReadCaseFileHeader(file_, bytes));
    import_.checksum = Checksum(file_, bytes);
    import_.delimiter = file_.format.delimiter;
    import_.header = header.text;
    import_.records = header.records;
    RETURN_IF_ERROR(Begin());
    if (import_.end_time) return import_;
    absl::Status status =
        ReadCaseRecords(file_, header, bytes, import_.counts.processed(),
                        [&](const std::vector<CaseFileRecord>& records) { return Apply(records); });
    if (status.ok()) status = Succeed();
    if (!status.ok()) {
      Interrupt(status);
      return status;
    }
    return import_;
  }

 private:
  // Makes the import, or takes it over.
  absl::Status Begin() {
    const CaseImport asked = import_;
    absl::StatusOr<CaseImport> begun =
        call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<CaseImport> {
          std::optional<CaseImport> before = LockCaseImport(tx, asked.id);
          if (!before) {
            CaseImport made = asked;
            made.update_time = made.create_time;
            InsertCaseImport(tx, made);
            return made;
          }
          if (before->actor != asked.actor || before->checksum != asked.checksum) {
            return status::BadField("request_id",
                                    "was used for another import; make a new one for this");
          }
          if (before->end_time) return *before;
          ++before->run;
          before->state = "applying";
          before->failure.clear();
          before->update_time = call_.now();
          UpdateCaseImport(tx, *before);
          return *std::move(before);
        });
    if (!begun.ok()) return begun.status();
    import_ = *std::move(begun);
    return absl::OkStatus();
  }

  absl::Status Apply(const std::vector<CaseFileRecord>& records) {
    if (call_.cancelled()) {
      return absl::CancelledError("the caller has gone; send the file again to go on");
    }
    // Records of one source are brought in by one transaction at a time: the second sees what the
    // first made of them.
    pg::TxOptions options = call_.tx_options();
    options.locks = {pg::AdvisoryKey(absl::StrCat("case_import ", file_.source))};
    absl::StatusOr<CaseImport> applied =
        call_.db().Write(options, [&](pg::Tx& tx) -> absl::StatusOr<CaseImport> {
          RETURN_IF_ERROR(Hold(tx).status());
          const history::WriteContext context{.actor = import_.actor,
                                              .reason = CaseImportName(import_.id),
                                              .now = call_.now(),
                                              .trace = call_.trace()};
          ASSIGN_OR_RETURN(const CaseImportCounts counts,
                           ApplyRecords(tx, into_, records, context));
          CaseImport after = import_;
          after.counts.created += counts.created;
          after.counts.unchanged += counts.unchanged;
          after.counts.rejected += counts.rejected;
          after.update_time = context.now;
          UpdateCaseImport(tx, after);
          return after;
        });
    if (!applied.ok()) return applied.status();
    RETURN_IF_ERROR(fault::Point("case_import.after_commit"));
    import_ = *std::move(applied);
    return absl::OkStatus();
  }

  absl::Status Succeed() {
    CaseImport after = import_;
    after.state = "succeeded";
    after.update_time = call_.now();
    after.end_time = after.update_time;
    RETURN_IF_ERROR(call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(Hold(tx).status());
      UpdateCaseImport(tx, after);
      return absl::OkStatus();
    }));
    import_ = std::move(after);
    return absl::OkStatus();
  }

  // Says on the import why it stopped, in time even when the caller's deadline is over. What cannot
  // be said shows by the import's silence. What the row counts stays: of a set whose commit is in
  // doubt only the row knows whether it is in.
  void Interrupt(const absl::Status& why) {
    call_.db()
        .Write({.deadline = absl::Now() + absl::Seconds(10)},
               [&](pg::Tx& tx) -> absl::Status {
                 ASSIGN_OR_RETURN(CaseImport after, Hold(tx));
                 after.state = "interrupted";
                 after.failure = std::string(why.message());
                 after.update_time = call_.now();
                 UpdateCaseImport(tx, after);
                 return absl::OkStatus();
               })
        .IgnoreError();
  }

  // The import, locked; ABORTED when somebody else goes on with it.
  absl::StatusOr<CaseImport> Hold(pg::Tx& tx) const {
    std::optional<CaseImport> now = LockCaseImport(tx, import_.id);
    if (!now || now->run != import_.run || now->end_time) return TakenOver();
    return *std::move(now);
  }

  rpc::CallContext& call_;
  const CaseFile& file_;
  const CaseReader reader_;
  CaseImport import_;
  const ImportInto into_;
};

}  // namespace

absl::StatusOr<CaseImport> RunCaseImport(rpc::CallContext& call, const CaseSequels& sequels,
                                         const CaseFile& file, const std::string& bytes,
                                         CaseImport import) {
  return Run(call, sequels, file, std::move(import)).Go(bytes);
}

std::string CaseImportName(const std::string& import_id) {
  return absl::StrCat("caseImports/", import_id);
}

}  // namespace mainstay::feedback
