#include "services/accounts/trade/csv_feed.h"

#include <unicode/localpointer.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/accounts/trade/staging_store.h"

namespace mainstay::accounts {
namespace {

// `bytes` in UTF-8; nothing when they are not in that character set, or hold a NUL.
std::optional<std::string> Decode(std::string_view bytes, std::string_view charset) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(std::string(charset).c_str(), &error));
  if (U_FAILURE(error)) return std::nullopt;
  ucnv_setToUCallBack(converter.getAlias(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &error);
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()),
                                converter.getAlias(), error);
  if (U_FAILURE(error) || text.indexOf(u'\0') >= 0) return std::nullopt;
  std::string utf8;
  return text.toUTF8String(utf8);
}

}  // namespace

absl::Status MalformedFile(std::string_view text, int64_t copy_line) {
  return status::Error(absl::StatusCode::kInvalidArgument, kMalformedFile, text,
                       {{"line", absl::StrCat(copy_line)}});
}

absl::StatusOr<std::vector<std::string>> CsvFeed::ReadHeader(const TradeFile& file) {
  std::optional<std::string> header;
  const auto first = [&](const CsvRecord& record) {
    header = std::string(record.bytes);
    return false;
  };
  bool more = true;
  while (more && !header && head_.size() < kPieceBytes) {
    std::string piece;
    ASSIGN_OR_RETURN(more, source_.Next(piece));
    head_ += piece;
    if (more && head_.size() < kByteOrderMark.size()) continue;
    if (head_.starts_with(kByteOrderMark)) head_.erase(0, kByteOrderMark.size());
    CsvSplitter splitter;
    splitter.Feed(head_, first);
    if (!more && !header) splitter.Finish(first);
  }
  if (!header)
    return MalformedFile(head_.empty() ? "the file is empty" : "there is no header line", 1);
  header = Decode(*header, FindEncoding(file.encoding)->charset);
  if (!header) return MalformedFile(NotInEncoding("header", file), 1);
  absl::StatusOr<std::vector<std::string>> fields = ParseRecord(*header, file.delimiter[0]);
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
    ASSIGN_OR_RETURN(const bool more, source_.Next(piece));
    if (!more) piece.clear();
  }
  RETURN_IF_ERROR(Count(piece));
  return !piece.empty();
}

}  // namespace mainstay::accounts
