// The life of one import: the file has been received whole, and goes in set by set, each in a
// transaction with what the import's row says of it. So what is in shows at once, what a set locks
// is locked for a second and not for the file's length, and an import that dies is taken up where
// it stopped by sending the file again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_records.h"
#include "common/history/change.h"
#include "common/imports/import_store.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"

namespace mainstay::imports {

// SHA-256 of a file and of everything that says how it is to be read. What it is stands in the
// tables: an import that one release began is taken up by the next.
std::string Checksum(std::initializer_list<std::string_view> how, std::string_view bytes);

// What a feature knows of an import before it begins.
struct Plan {
  Tables tables;
  std::string name;  // of the import, the reason of what it writes
  // Sets of runs with the same lock go in one at a time: the second sees what the first made.
  std::string lock;
  std::string checksum;
  const csv::Format& format;
  const csv::FileHeader& header;
};

// On the thread of the call, which outlives it.
class Run {
 public:
  // `import` has id, parent_id, file_name, actor and create_time.
  Run(rpc::CallContext& call, Plan plan, Import import);

  // Begins the import, or takes it over where the same caller began it with the same file, and has
  // `bring_in` give the records behind number `after` to ApplySet. The import as it ended; one that
  // had succeeded is answered.
  // Errors: INVALID_ARGUMENT on "request_id" for an id that was used otherwise; what ApplySet or
  // `bring_in` returns, which the import then says too.
  absl::StatusOr<Import> Go(absl::FunctionRef<absl::Status(int64_t after)> bring_in);

  // Has `apply` bring in a set, in one transaction with the row, which may run again.
  // Errors: ABORTED with IMPORT_TAKEN_OVER when the file was sent again meanwhile; CANCELLED when
  // the caller has gone; what `apply` and the database say. What was in is in.
  absl::Status ApplySet(
      absl::FunctionRef<absl::StatusOr<Counts>(pg::Tx&, const history::WriteContext&)> apply);

 private:
  absl::Status Begin();
  absl::Status Succeed();
  void Interrupt(const absl::Status& why);
  absl::StatusOr<Import> Hold(pg::Tx& tx) const;

  rpc::CallContext& call_;
  const Plan plan_;
  Import import_;
};

// Gives the records behind number `after` to `take` in sets of at most `most` of them and about
// 4 MiB, until it returns an error, which comes back. `read` makes a Record of every
// csv::FileRecord in order, also of those left out: they count where a record is said again.
template <class Record, class Read>
absl::Status ForEachSet(const csv::Format& format, const csv::FileHeader& header,
                        std::string_view bytes, int64_t after, size_t most, Read read,
                        absl::FunctionRef<absl::Status(const std::vector<Record>&)> take) {
  constexpr size_t kBytesAtOnce = 4 << 20;
  std::vector<Record> set;
  size_t size = 0;
  absl::Status status;
  const auto hand_over = [&] {
    if (!set.empty()) status = take(set);
    set.clear();
    size = 0;
    return status.ok();
  };
  csv::ForEachFileRecord(format, header, bytes, [&](csv::FileRecord record) {
    const bool left_out = record.number <= after;
    const size_t its_size = record.size;
    Record one = read(std::move(record));
    if (left_out) return true;
    size += its_size;
    set.push_back(std::move(one));
    return (set.size() < most && size < kBytesAtOnce) || hand_over();
  });
  if (status.ok()) hand_over();
  return status;
}

}  // namespace mainstay::imports
