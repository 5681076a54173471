#include "services/accounts/trade/trade_file.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/status/status.h"
#include "common/text/currency.h"
#include "common/text/rules.h"

namespace mainstay::accounts {
namespace {

constexpr std::string_view kNames[kTradeColumns] = {
    "account_external_id", "account_name", "region",     "order_number",  "line",       "product",
    "description",         "quantity",     "unit_price", "currency_code", "order_time", "kind"};

constexpr TradeColumn kRequired[] = {TradeColumn::kAccountExternalId, TradeColumn::kOrderNumber,
                                     TradeColumn::kQuantity, TradeColumn::kUnitPrice,
                                     TradeColumn::kOrderTime};

constexpr DateForm kDateForms[] = {{"YYYY-MM-DD hh:mm:ss", '-', 'Y'},
                                   {"YYYY/MM/DD hh:mm:ss", '/', 'Y'},
                                   {"DD/MM/YYYY hh:mm:ss", '/', 'D'},
                                   {"MM/DD/YYYY hh:mm:ss", '/', 'M'},
                                   {"DD.MM.YYYY hh:mm:ss", '.', 'D'}};

void CheckColumns(const TradeFile& file, std::vector<status::FieldViolation>& violations) {
  for (size_t i = 0; i < kTradeColumns; ++i) {
    text::CheckText(absl::StrCat("columns.", kNames[i]), file.columns[i], 0, 200,
                    text::Lines::kMany, violations);
  }
  for (const TradeColumn column : kRequired) {
    if (file.has(column)) continue;
    violations.push_back({absl::StrCat("columns.", TradeColumnName(column)),
                          "name the column of the file's header that holds it"});
  }
}

void CheckKinds(const TradeFile& file, std::vector<status::FieldViolation>& violations) {
  text::CheckText("credit_note_prefix", file.credit_note_prefix, 0, 20, text::Lines::kOne,
                  violations);
  const bool by_column = file.has(TradeColumn::kKind);
  if (by_column && !file.credit_note_prefix.empty()) {
    violations.push_back({"credit_note_prefix", "give either a prefix or columns.kind, not both"});
  }
  if (by_column == file.credit_note_values.empty()) {
    violations.push_back(
        {"credit_note_values", by_column ? "say which values of columns.kind mean a credit note"
                                         : "only together with columns.kind"});
  }
  if (file.credit_note_values.size() > 20) {
    violations.push_back({"credit_note_values", "at most 20"});
  }
}

}  // namespace

std::string_view TradeColumnName(TradeColumn column) { return kNames[static_cast<size_t>(column)]; }

void Complete(TradeFile& file) {
  if (file.time_format.empty()) file.time_format = std::string(kDateForms[0].format);
  if (file.time_zone.empty()) file.time_zone = "UTC";
  if (file.format.delimiter.empty()) file.format.delimiter = csv::Format().delimiter;
  if (file.format.encoding.empty()) file.format.encoding = csv::Format().encoding;
  for (std::string& value : file.credit_note_values) absl::AsciiStrToLower(&value);
}

absl::Status Validate(const TradeFile& file) {
  std::vector<status::FieldViolation> violations;
  CheckColumns(file, violations);
  CheckKinds(file, violations);
  text::CheckText("file_name", file.file_name, 0, 200, text::Lines::kOne, violations);
  if (file.default_currency.empty() && !file.has(TradeColumn::kCurrencyCode)) {
    violations.push_back(
        {"default_currency_code", "give it, such as \"CNY\", or name columns.currency_code"});
  } else if (!file.default_currency.empty()) {
    text::CheckCurrency("default_currency_code", file.default_currency, violations);
  }
  if (!FindDateForm(file.time_format)) {
    const auto format = [](std::string* out, const DateForm& form) {
      absl::StrAppend(out, "\"", form.format, "\"");
    };
    violations.push_back(
        {"time_format", absl::StrCat("one of ", absl::StrJoin(kDateForms, ", ", format))});
  }
  if (!text::IsTimeZone(file.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  csv::CheckFormat(file.format, violations);
  if (violations.empty()) return absl::OkStatus();
  return status::BadFields(std::move(violations));
}

std::optional<DateForm> FindDateForm(std::string_view time_format) {
  for (const DateForm& form : kDateForms) {
    if (form.format == time_format) return form;
  }
  return std::nullopt;
}

absl::StatusOr<TradeLayout> LayOut(const TradeFile& file, const std::vector<std::string>& header) {
  ASSIGN_OR_RETURN(const std::vector<int> positions, csv::FindColumns(file.columns, header));
  TradeLayout layout{.width = static_cast<int>(header.size())};
  std::copy(positions.begin(), positions.end(), layout.position.begin());
  return layout;
}

}  // namespace mainstay::accounts
