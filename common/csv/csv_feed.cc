#include "common/csv/csv_feed.h"

#include <unicode/localpointer.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::csv {
namespace {

// A header is found in so many bytes, or it is none.
constexpr size_t kMaxHeader = 1 << 20;

}  // namespace

std::optional<std::string> ToUtf8(std::string_view bytes, std::string_view encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::string charset(FindEncoding(encoding)->charset);
  const icu::LocalUConverterPointer converter(ucnv_open(charset.c_str(), &error));
  if (U_FAILURE(error)) return std::nullopt;
  ucnv_setToUCallBack(converter.getAlias(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &error);
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()),
                                converter.getAlias(), error);
  if (U_FAILURE(error) || text.indexOf(u'\0') >= 0) return std::nullopt;
  std::string utf8;
  return text.toUTF8String(utf8);
}

std::string ToReadableUtf8(std::string_view bytes, std::string_view encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::string charset(FindEncoding(encoding)->charset);
  const icu::LocalUConverterPointer converter(ucnv_open(charset.c_str(), &error));
  if (U_FAILURE(error)) return "";
  icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.getAlias(),
                          error);
  if (U_FAILURE(error)) return "";
  text.findAndReplace(icu::UnicodeString(u'\0'), icu::UnicodeString(u'\ufffd'));
  std::string utf8;
  return text.toUTF8String(utf8);
}

absl::Status MalformedFile(std::string_view text, int64_t copy_line) {
  return status::Error(absl::StatusCode::kInvalidArgument, kMalformedFile, text,
                       {{"line", absl::StrCat(copy_line)}});
}

int64_t MalformedLine(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  if (!detail || detail->reason != kMalformedFile) return 0;
  int64_t line = 0;
  for (const auto& [key, value] : detail->metadata) {
    if (key == "line") (void)absl::SimpleAtoi(value, &line);
  }
  return line;
}

absl::StatusOr<int64_t> FileLine(const Source& source, int64_t copy_line) {
  if (copy_line == 0) return 0;
  int64_t line = 0;
  const auto find = [&](const CsvRecord& record) {
    line = record.line;
    return record.copy_line < copy_line;
  };
  CsvSplitter splitter;
  std::string piece;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, source(piece));
    if (!more) break;
    if (!splitter.Feed(piece, find)) return line;
  }
  splitter.Finish(find);
  return line;
}

absl::StatusOr<std::vector<std::string>> CsvFeed::ReadHeader() {
  std::optional<std::string> header;
  const auto first = [&](const CsvRecord& record) {
    header = std::string(record.bytes);
    return false;
  };
  bool more = true;
  while (more && !header && head_.size() < kMaxHeader) {
    std::string piece;
    ASSIGN_OR_RETURN(more, source_(piece));
    head_ += piece;
    if (more && head_.size() < kByteOrderMark.size()) continue;
    if (head_.starts_with(kByteOrderMark)) head_.erase(0, kByteOrderMark.size());
    CsvSplitter splitter;
    splitter.Feed(head_, first);
    if (!more && !header) splitter.Finish(first);
  }
  if (!header)
    return MalformedFile(head_.empty() ? "the file is empty" : "there is no header line", 1);
  header = ToUtf8(*header, format_.encoding);
  if (!header) return MalformedFile(NotInEncoding("header", format_.encoding), 1);
  absl::StatusOr<std::vector<std::string>> fields = ParseRecord(*header, format_.delimiter[0]);
  if (!fields.ok()) return MalformedFile(fields.status().message(), 1);
  return fields;
}

absl::Status CsvFeed::Count(std::string_view piece) {
  std::optional<int64_t> end_marker;
  const auto count = [&](const CsvRecord& record) {
    records_ = record.number;
    if (WithoutLineEnd(record.bytes) == "\\.") end_marker = record.copy_line;
    return !end_marker;
  };
  if (piece.empty()) {
    splitter_.Finish(count);
  } else {
    splitter_.Feed(piece, count);
  }
  if (!end_marker) return absl::OkStatus();
  return MalformedFile("the line is \\., which PostgreSQL takes for the end; put it in quotes",
                       *end_marker);
}

absl::StatusOr<bool> CsvFeed::Next(std::string& piece) {
  piece = std::exchange(head_, {});
  if (piece.empty()) {
    ASSIGN_OR_RETURN(const bool more, source_(piece));
    if (!more) piece.clear();
  }
  RETURN_IF_ERROR(Count(piece));
  return !piece.empty();
}

}  // namespace mainstay::csv
