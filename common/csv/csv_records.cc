#include "common/csv/csv_records.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/csv/csv_cell.h"
#include "common/csv/csv_feed.h"
#include "common/csv/csv_splitter.h"

namespace mainstay::csv {
namespace {

// The records with their numbers, without empty lines; false ends it.
void ForEachRecord(std::string_view bytes,
                   absl::FunctionRef<bool(int64_t number, const CsvRecord&)> take) {
  int64_t number = 0;
  const auto one = [&](const CsvRecord& record) {
    if (WithoutLineEnd(record.bytes).empty()) return true;
    return take(number++, record);
  };
  CsvSplitter splitter;
  if (splitter.Feed(absl::StripPrefix(bytes, kByteOrderMark), one)) splitter.Finish(one);
}

// A quote that never ends takes everything behind it.
std::string TakesRest(int64_t line, std::string_view body) {
  const char end = body.find('\n') != std::string_view::npos ? '\n' : '\r';
  const auto lines = 1 + std::count(body.begin(), body.end(), end);
  if (lines == 1) return "a quoted field never ends";
  return absl::StrCat("a quoted field never ends: lines ", line, " to ", line + lines - 1,
                      ", the end of the file, are one record; end the quote and import them again");
}

FileRecord Read(const Format& format, const FileHeader& header, int64_t number,
                const CsvRecord& record) {
  const std::string_view bytes = WithoutLineEnd(record.bytes);
  FileRecord read{.number = number, .line = record.line, .size = record.bytes.size()};
  std::optional<std::string> text = ToUtf8(bytes, format.encoding);
  if (!text) {
    read.body = ToReadableUtf8(bytes, format.encoding);
    read.problem = bytes.find('\0') != std::string_view::npos
                       ? "there is a NUL byte"
                       : NotInEncoding("record", format.encoding);
    return read;
  }
  read.body = *std::move(text);
  auto fields = ParseRecord(read.body, format.delimiter[0]);
  if (!fields.ok()) {
    read.problem = TakesRest(record.line, read.body);
    read.takes_rest = true;
  } else if (fields->size() != header.names.size()) {
    read.problem =
        absl::StrCat("has ", fields->size(), " fields where the header has ", header.names.size());
  } else {
    read.fields = *std::move(fields);
  }
  return read;
}

}  // namespace

absl::StatusOr<FileHeader> ReadFileHeader(const Format& format, std::string_view bytes) {
  std::optional<std::string> first;
  FileHeader header;
  ForEachRecord(bytes, [&](int64_t number, const CsvRecord& record) {
    if (number == 0) first = std::string(WithoutLineEnd(record.bytes));
    header.records = number;
    return true;
  });
  if (!first) return MalformedHeader("the file is empty");
  std::optional<std::string> text = ToUtf8(*first, format.encoding);
  if (!text) return MalformedHeader(NotInEncoding("header", format.encoding));
  header.text = *std::move(text);
  auto names = ParseRecord(header.text, format.delimiter[0]);
  if (!names.ok()) return MalformedHeader(names.status().message());
  header.names = *std::move(names);
  return header;
}

absl::Status MalformedHeader(std::string_view text) {
  return MalformedFile(absl::StrCat("line 1: ", text), 1);
}

void ForEachFileRecord(const Format& format, const FileHeader& header, std::string_view bytes,
                       absl::FunctionRef<bool(FileRecord record)> take) {
  ForEachRecord(bytes, [&](int64_t number, const CsvRecord& record) {
    return number == 0 || take(Read(format, header, number, record));
  });
}

std::string RejectsHeader(std::string_view header, std::string_view delimiter) {
  return absl::StrCat(header, delimiter, "line", delimiter, "field", delimiter, "reason\n");
}

std::string RejectsRecord(std::string_view body, std::string_view delimiter, int64_t line,
                          std::string_view field, std::string_view reason) {
  const bool open = std::count(body.begin(), body.end(), '"') % 2 != 0;
  return absl::StrCat(body, open ? "\"" : "", delimiter, line, delimiter, field, delimiter,
                      Quoted(reason), "\n");
}

}  // namespace mainstay::csv
