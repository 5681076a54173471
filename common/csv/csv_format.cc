#include "common/csv/csv_format.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mainstay::csv {
namespace {

constexpr Encoding kEncodings[] = {{"utf-8", "UTF8", "utf-8"},
                                   {"gbk", "GBK", "gbk"},
                                   {"gb18030", "GB18030", "gb18030"},
                                   {"big5", "BIG5", "big5"},
                                   {"latin1", "LATIN1", "iso-8859-1"}};

constexpr std::string_view kDelimiters = ",;|\t";

}  // namespace

void CheckFormat(const Format& format, std::vector<status::FieldViolation>& violations) {
  if (format.delimiter.size() != 1 ||
      kDelimiters.find(format.delimiter[0]) == std::string_view::npos) {
    violations.push_back({"delimiter", "\",\", \";\", \"|\" or a tab"});
  }
  if (!FindEncoding(format.encoding)) {
    const auto name = [](std::string* out, const Encoding& encoding) {
      absl::StrAppend(out, "\"", encoding.name, "\"");
    };
    violations.push_back(
        {"encoding", absl::StrCat("one of ", absl::StrJoin(kEncodings, ", ", name))});
  }
}

std::optional<Encoding> FindEncoding(std::string_view name) {
  for (const Encoding& encoding : kEncodings) {
    if (encoding.name == name) return encoding;
  }
  return std::nullopt;
}

std::string NotInEncoding(std::string_view part, std::string_view encoding) {
  return absl::StrCat("the ", part, " is not ", absl::AsciiStrToUpper(encoding),
                      "; say which encoding the file has, or save it as UTF-8, and send it again");
}

absl::StatusOr<std::vector<int>> FindColumns(absl::Span<const std::string> names,
                                             const std::vector<std::string>& header) {
  if (header.size() > kMaxColumns) {
    return absl::InvalidArgumentError(
        absl::StrCat("the header has more than ", kMaxColumns, " columns"));
  }
  std::vector<int> positions;
  for (const std::string& name : names) {
    positions.push_back(0);
    if (name.empty()) continue;
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) {
      return absl::InvalidArgumentError(absl::StrCat("the header has no column \"", name,
                                                     "\"; it has: ", absl::StrJoin(header, ", ")));
    }
    if (std::find(found + 1, header.end(), name) != header.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the header has the column \"", name, "\" more than once"));
    }
    positions.back() = static_cast<int>(found - header.begin()) + 1;
  }
  return positions;
}

}  // namespace mainstay::csv
