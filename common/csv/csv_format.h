// How a CSV file is written: what stands between its fields, how its characters are encoded, which
// column holds what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/status/status.h"

namespace mainstay::csv {

struct Format {
  std::string delimiter = ",";     // one character
  std::string encoding = "utf-8";  // as in the API
};

// Adds a violation of "delimiter" or "encoding" for what is not supported.
void CheckFormat(const Format& format, std::vector<status::FieldViolation>& violations);

// How a file writes its characters. In each of them bytes below 0x30 mean what they mean in ASCII,
// so line ends, quotes and commas are found without decoding.
struct Encoding {
  std::string_view name;      // as in the API
  std::string_view postgres;  // what PostgreSQL calls it
  std::string_view charset;   // its IANA name, which ICU knows too
};
// Nothing for a name that is not among those of the API.
std::optional<Encoding> FindEncoding(std::string_view name);
// What is said when `part` ("header", "text") is not in the encoding of that name.
std::string NotInEncoding(std::string_view part, std::string_view encoding);

// Files wider than this are refused.
inline constexpr int kMaxColumns = 500;

// Where each of `names` stands in a header: positions from 1; 0 for an empty name. INVALID_ARGUMENT
// says which name the header lacks or has twice.
absl::StatusOr<std::vector<int>> FindColumns(absl::Span<const std::string> names,
                                             const std::vector<std::string>& header);

}  // namespace mainstay::csv
