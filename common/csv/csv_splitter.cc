#include "common/csv/csv_splitter.h"

#include <utility>

#include "absl/status/status.h"

namespace mainstay::csv {

bool CsvSplitter::Emit(std::string_view bytes, Sink sink) {
  next_.copy_line += copy_lines_;
  next_.bytes = bytes;
  const bool go_on = sink(next_);
  ++next_.number;
  next_.line += lines_ + 1;
  ++next_.copy_line;
  lines_ = copy_lines_ = 0;
  return go_on;
}

bool CsvSplitter::Feed(std::string_view piece, Sink sink) {
  size_t begin = 0;
  // Gives the record that ends before `end` to the sink.
  const auto emit = [&](size_t end) {
    const std::string_view bytes = piece.substr(begin, end - begin);
    begin = end;
    if (partial_.empty()) return Emit(bytes, sink);
    partial_.append(bytes);
    const std::string whole = std::exchange(partial_, {});
    return Emit(whole, sink);
  };
  for (size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    if (after_cr_) {  // the first line end began with CR: is it CR LF?
      after_cr_ = false;
      terminator_ = c == '\n' ? '\n' : '\r';
      if (!emit(c == '\n' ? i + 1 : i)) return false;
      if (c == '\n') continue;
    }
    if (c == '"') {
      in_quotes_ = !in_quotes_;
    } else if (c != '\n' && c != '\r') {
      continue;
    } else if (in_quotes_) {
      // PostgreSQL counts LF in files of LF lines and CR in all others.
      const bool last = c == (terminator_ == 0 ? '\n' : terminator_);
      lines_ += last;
      copy_lines_ += terminator_ == '\n' && !crlf_ ? c == '\n' : c == '\r';
    } else if (terminator_ == 0 && c == '\r') {
      after_cr_ = crlf_ = true;
    } else if (terminator_ == 0 || c == terminator_) {
      terminator_ = c;
      if (!emit(i + 1)) return false;
    }
  }
  partial_.append(piece.substr(begin));
  return true;
}

bool CsvSplitter::Finish(Sink sink) {
  if (partial_.empty()) return true;
  const std::string whole = std::exchange(partial_, {});
  return Emit(whole, sink);
}

std::string_view WithoutLineEnd(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

absl::StatusOr<std::vector<std::string>> ParseRecord(std::string_view record, char delimiter) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  record = WithoutLineEnd(record);
  for (size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '"') {
      // Inside quotes two quotes stand for one.
      if (quoted && i + 1 < record.size() && record[i + 1] == '"') {
        fields.back() += record[++i];
      } else {
        quoted = !quoted;
      }
    } else if (record[i] == delimiter && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += record[i];
    }
  }
  if (quoted) return absl::InvalidArgumentError("a quoted field never ends");
  return fields;
}

}  // namespace mainstay::csv
