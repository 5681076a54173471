// How a trade file is to be read: which column holds what, and how values are written.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_format.h"

namespace mainstay::accounts {

// What a column can hold, in the order in which the store keeps their names.
enum class TradeColumn {
  kAccountExternalId,
  kAccountName,
  kRegion,
  kOrderNumber,
  kLine,
  kProduct,
  kDescription,
  kQuantity,
  kUnitPrice,
  kCurrencyCode,
  kOrderTime,
  kKind,
};
inline constexpr size_t kTradeColumns = 12;

// "account_external_id", …: the name of the field of TradeColumns.
std::string_view TradeColumnName(TradeColumn column);

// A file as its sender describes it.
struct TradeFile {
  std::string file_name;
  std::array<std::string, kTradeColumns> columns;  // names in the header; empty: no such column
  std::string credit_note_prefix;
  std::vector<std::string> credit_note_values;
  std::string default_currency;
  std::string time_format;
  std::string time_zone;
  csv::Format format;
  bool create_missing = false;

  const std::string& column(TradeColumn c) const { return columns[static_cast<size_t>(c)]; }
  bool has(TradeColumn c) const { return !column(c).empty(); }
};

// Puts the defaults in where nothing was said, and lower case into credit_note_values.
void Complete(TradeFile& file);
// INVALID_ARGUMENT names every field of a completed description that cannot be accepted.
absl::Status Validate(const TradeFile& file);

// How the date of a time format is written: the order of its parts and what stands between them.
struct DateForm {
  std::string_view format;  // as in the API
  char separator;
  char order;  // 'Y': year month day, 'D': day month year, 'M': month day year
};
// Nothing for a format that is not among those of the API.
std::optional<DateForm> FindDateForm(std::string_view time_format);

// Where the columns of a description stand in a file: positions from 1; 0 for none.
struct TradeLayout {
  int width = 0;  // columns of the file
  std::array<int, kTradeColumns> position = {};

  int at(TradeColumn c) const { return position[static_cast<size_t>(c)]; }
  bool has(TradeColumn c) const { return at(c) != 0; }
};

// INVALID_ARGUMENT says which column the header lacks or has twice.
absl::StatusOr<TradeLayout> LayOut(const TradeFile& file, const std::vector<std::string>& header);

}  // namespace mainstay::accounts
