#include "common/imports/import_run.h"

#include <openssl/sha.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"

namespace mainstay::imports {
namespace {

std::string Sha256(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), sizeof(digest));
}

absl::Status TakenOver() {
  return status::Error(absl::StatusCode::kAborted, "IMPORT_TAKEN_OVER",
                       "the file was sent again meanwhile; that call goes on with the import");
}

}  // namespace

std::string Checksum(std::initializer_list<std::string_view> how, std::string_view bytes) {
  const std::string_view nul("\0", 1);
  return Sha256(absl::StrCat(absl::StrJoin(how, nul), nul, Sha256(bytes)));
}

Run::Run(rpc::CallContext& call, Plan plan, Import import)
    : call_(call), plan_(std::move(plan)), import_(std::move(import)) {
  import_.checksum = plan_.checksum;
  import_.delimiter = plan_.format.delimiter;
  import_.header = plan_.header.text;
  import_.records = plan_.header.records;
}

absl::StatusOr<Import> Run::Go(absl::FunctionRef<absl::Status(int64_t after)> bring_in) {
  RETURN_IF_ERROR(Begin());
  if (import_.end_time) return import_;
  absl::Status status = bring_in(import_.counts.processed());
  if (status.ok()) status = Succeed();
  if (!status.ok()) {
    Interrupt(status);
    return status;
  }
  return import_;
}

// Makes the import, or takes it over.
absl::Status Run::Begin() {
  const Import asked = import_;
  absl::StatusOr<Import> begun =
      call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Import> {
        std::optional<Import> before = LockImport(tx, plan_.tables, asked.id);
        if (!before) {
          Import made = asked;
          made.update_time = made.create_time;
          InsertImport(tx, plan_.tables, made);
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
        UpdateImport(tx, plan_.tables, *before);
        return *std::move(before);
      });
  if (!begun.ok()) return begun.status();
  import_ = *std::move(begun);
  return absl::OkStatus();
}

absl::Status Run::ApplySet(
    absl::FunctionRef<absl::StatusOr<Counts>(pg::Tx&, const history::WriteContext&)> apply) {
  if (call_.cancelled()) {
    return absl::CancelledError("the caller has gone; send the file again to go on");
  }
  pg::TxOptions options = call_.tx_options();
  options.locks = {pg::AdvisoryKey(plan_.lock)};
  absl::StatusOr<Import> applied =
      call_.db().Write(options, [&](pg::Tx& tx) -> absl::StatusOr<Import> {
        RETURN_IF_ERROR(Hold(tx).status());
        const history::WriteContext context{.actor = import_.actor,
                                            .reason = plan_.name,
                                            .now = call_.now(),
                                            .trace = call_.trace()};
        ASSIGN_OR_RETURN(const Counts counts, apply(tx, context));
        Import after = import_;
        after.counts.created += counts.created;
        after.counts.unchanged += counts.unchanged;
        after.counts.rejected += counts.rejected;
        after.update_time = context.now;
        UpdateImport(tx, plan_.tables, after);
        return after;
      });
  if (!applied.ok()) return applied.status();
  import_ = *std::move(applied);
  return absl::OkStatus();
}

absl::Status Run::Succeed() {
  Import after = import_;
  after.state = "succeeded";
  after.update_time = call_.now();
  after.end_time = after.update_time;
  RETURN_IF_ERROR(call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(Hold(tx).status());
    UpdateImport(tx, plan_.tables, after);
    return absl::OkStatus();
  }));
  import_ = std::move(after);
  return absl::OkStatus();
}

// Says on the import why it stopped, in time even when the caller's deadline is over. What cannot
// be said shows by the import's silence. What the row counts stays: of a set whose commit is in
// doubt only the row knows whether it is in.
void Run::Interrupt(const absl::Status& why) {
  call_.db()
      .Write({.deadline = absl::Now() + absl::Seconds(10)},
             [&](pg::Tx& tx) -> absl::Status {
               ASSIGN_OR_RETURN(Import after, Hold(tx));
               after.state = "interrupted";
               after.failure = std::string(why.message());
               after.update_time = call_.now();
               UpdateImport(tx, plan_.tables, after);
               return absl::OkStatus();
             })
      .IgnoreError();
}

// The import, locked; ABORTED when somebody else goes on with it.
absl::StatusOr<Import> Run::Hold(pg::Tx& tx) const {
  std::optional<Import> now = LockImport(tx, plan_.tables, import_.id);
  if (!now || now->run != import_.run || now->end_time) return TakenOver();
  return *std::move(now);
}

}  // namespace mainstay::imports
