#include "services/feedback/intake/import_file.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kBytesAtOnce = 4 << 20;

class Records {
 public:
  explicit Records(const CaseLayout& layout) : layout_(layout) {}

  CaseFileRecord Read(csv::FileRecord record) {
    CaseFileRecord read{std::move(record), {}, {}};
    if (read.problem.empty()) {
      read.values = ValuesOf(layout_, read.fields);
      read.external_id = IdOf(read.values);
    }
    return read;
  }

 private:
  std::string IdOf(const CaseValues& values) {
    std::string given = text::Trim(values[static_cast<size_t>(CaseColumn::kExternalId)]);
    if (!given.empty()) return given;
    const std::string made = MadeExternalId(values, 1);
    const int64_t nth = ++times_[made];
    return nth == 1 ? made : MadeExternalId(values, nth);
  }

  const CaseLayout& layout_;
  absl::flat_hash_map<std::string, int64_t> times_;  // that a record was there
};

}  // namespace

absl::StatusOr<CaseFileHeader> ReadCaseFileHeader(const CaseFile& file, std::string_view bytes) {
  ASSIGN_OR_RETURN(csv::FileHeader header, csv::ReadFileHeader(file.format, bytes));
  absl::StatusOr<CaseLayout> layout = LayOut(file, header.names);
  if (!layout.ok()) return csv::MalformedHeader(layout.status().message());
  return CaseFileHeader{std::move(header), *std::move(layout)};
}

absl::Status ReadCaseRecords(
    const CaseFile& file, const CaseFileHeader& header, std::string_view bytes, int64_t after,
    absl::FunctionRef<absl::Status(const std::vector<CaseFileRecord>&)> take) {
  Records records(header.layout);
  std::vector<CaseFileRecord> set;
  size_t size = 0;
  absl::Status status;
  const auto hand_over = [&] {
    if (!set.empty()) status = take(set);
    set.clear();
    size = 0;
    return status.ok();
  };
  csv::ForEachFileRecord(file.format, header, bytes, [&](csv::FileRecord record) {
    // Those left out count too where a record is said again.
    CaseFileRecord read = records.Read(std::move(record));
    if (read.number <= after) return true;
    size += read.size;
    set.push_back(std::move(read));
    return (set.size() < kCaseRecordsAtOnce && size < kBytesAtOnce) || hand_over();
  });
  if (status.ok()) hand_over();
  return status;
}

}  // namespace mainstay::feedback
