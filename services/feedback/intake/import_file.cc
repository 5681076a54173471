#include "services/feedback/intake/import_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/csv/csv_feed.h"
#include "common/csv/csv_splitter.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kBytesAtOnce = 4 << 20;

std::string_view WithoutMark(std::string_view bytes) {
  return absl::StripPrefix(bytes, csv::kByteOrderMark);
}

// The records with their numbers, without empty lines; false ends it.
void ForEachRecord(std::string_view bytes,
                   absl::FunctionRef<bool(int64_t number, const csv::CsvRecord&)> take) {
  int64_t number = 0;
  const auto one = [&](const csv::CsvRecord& record) {
    if (csv::WithoutLineEnd(record.bytes).empty()) return true;
    return take(number++, record);
  };
  csv::CsvSplitter splitter;
  if (splitter.Feed(WithoutMark(bytes), one)) splitter.Finish(one);
}

absl::Status Malformed(std::string_view text) {
  return csv::MalformedFile(absl::StrCat("line 1: ", text), 1);
}

// A quote that never ends takes everything behind it.
std::string TakesRest(int64_t line, std::string_view body) {
  const char end = body.find('\n') != std::string_view::npos ? '\n' : '\r';
  const auto lines = 1 + std::count(body.begin(), body.end(), end);
  if (lines == 1) return "a quoted field never ends";
  return absl::StrCat("a quoted field never ends: lines ", line, " to ", line + lines - 1,
                      ", the end of the file, are one record; end the quote and import them again");
}

class Records {
 public:
  Records(const CaseFile& file, const CaseFileHeader& header) : file_(file), header_(header) {}

  CaseFileRecord Read(int64_t number, const csv::CsvRecord& record) {
    const std::string& encoding = file_.format.encoding;
    const std::string_view bytes = csv::WithoutLineEnd(record.bytes);
    CaseFileRecord read{.number = number, .line = record.line};
    std::optional<std::string> text = csv::ToUtf8(bytes, encoding);
    if (!text) {
      read.body = csv::ToReadableUtf8(bytes, encoding);
      read.problem = bytes.find('\0') != std::string_view::npos
                         ? "there is a NUL byte"
                         : csv::NotInEncoding("record", encoding);
      return read;
    }
    read.body = *std::move(text);
    const auto fields = csv::ParseRecord(read.body, file_.format.delimiter[0]);
    if (!fields.ok()) {
      read.problem = TakesRest(record.line, read.body);
      read.takes_rest = true;
    } else if (fields->size() != header_.layout.width) {
      read.problem = absl::StrCat("has ", fields->size(), " fields where the header has ",
                                  header_.layout.width);
    } else {
      read.values = ValuesOf(header_.layout, *fields);
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

  const CaseFile& file_;
  const CaseFileHeader& header_;
  absl::flat_hash_map<std::string, int64_t> times_;  // that a record was there
};

}  // namespace

absl::StatusOr<CaseFileHeader> ReadCaseFileHeader(const CaseFile& file, std::string_view bytes) {
  std::optional<std::string> first;
  CaseFileHeader header;
  ForEachRecord(bytes, [&](int64_t number, const csv::CsvRecord& record) {
    if (number == 0) first = std::string(csv::WithoutLineEnd(record.bytes));
    header.records = number;
    return true;
  });
  if (!first) return Malformed("the file is empty");
  std::optional<std::string> text = csv::ToUtf8(*first, file.format.encoding);
  if (!text) return Malformed(csv::NotInEncoding("header", file.format.encoding));
  header.text = *std::move(text);
  const auto names = csv::ParseRecord(header.text, file.format.delimiter[0]);
  if (!names.ok()) return Malformed(names.status().message());
  absl::StatusOr<CaseLayout> layout = LayOut(file, *names);
  if (!layout.ok()) return Malformed(layout.status().message());
  header.layout = *std::move(layout);
  return header;
}

absl::Status ReadCaseRecords(
    const CaseFile& file, const CaseFileHeader& header, std::string_view bytes, int64_t after,
    absl::FunctionRef<absl::Status(const std::vector<CaseFileRecord>&)> take) {
  Records records(file, header);
  std::vector<CaseFileRecord> set;
  size_t size = 0;
  absl::Status status;
  const auto hand_over = [&] {
    if (!set.empty()) status = take(set);
    set.clear();
    size = 0;
    return status.ok();
  };
  ForEachRecord(bytes, [&](int64_t number, const csv::CsvRecord& record) {
    if (number == 0) return true;
    // Those left out count too where a record is said again.
    CaseFileRecord read = records.Read(number, record);
    if (number <= after) return true;
    size += record.bytes.size();
    set.push_back(std::move(read));
    return (set.size() < kCaseRecordsAtOnce && size < kBytesAtOnce) || hand_over();
  });
  if (status.ok()) hand_over();
  return status;
}

}  // namespace mainstay::feedback
