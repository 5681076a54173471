#include "services/feedback/intake/import_file.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/imports/import_run.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

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
  return imports::ForEachSet<CaseFileRecord>(
      file.format, header, bytes, after, kCaseRecordsAtOnce,
      [&](csv::FileRecord record) { return records.Read(std::move(record)); }, take);
}

}  // namespace mainstay::feedback
