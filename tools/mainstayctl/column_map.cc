#include "tools/mainstayctl/column_map.h"

#include <array>
#include <string_view>
#include <utility>

#include <google/protobuf/descriptor.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::ctl {
namespace {

using accounts::v1::TradeColumns;
using google::protobuf::FieldDescriptor;

// What people write → the field.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kWords = {{
    {"customer", "account_external_id"},
    {"name", "account_name"},
    {"region", "region"},
    {"order", "order_number"},
    {"line", "line"},
    {"product", "product"},
    {"description", "description"},
    {"quantity", "quantity"},
    {"price", "unit_price"},
    {"currency", "currency_code"},
    {"time", "order_time"},
    {"kind", "kind"},
}};

const FieldDescriptor* FindField(std::string_view word) {
  for (const auto& [known, field] : kWords) {
    if (word == known || word == field) {
      return TradeColumns::descriptor()->FindFieldByName(std::string(field));
    }
  }
  return nullptr;
}

// Where the next entry begins: the comma before a known word and "=", or the end.
size_t EntryEnd(std::string_view text) {
  for (size_t comma = text.find(','); comma != text.npos; comma = text.find(',', comma + 1)) {
    const std::string_view rest = text.substr(comma + 1);
    const size_t equals = rest.find('=');
    if (equals != rest.npos && FindField(rest.substr(0, equals)) != nullptr) return comma;
  }
  return text.size();
}

}  // namespace

std::string ColumnMapWords() {
  std::string words;
  for (const auto& [word, field] : kWords) absl::StrAppend(&words, words.empty() ? "" : ", ", word);
  return words;
}

absl::Status ReadColumnMap(const std::vector<std::string>& parts, TradeColumns* columns) {
  for (std::string_view part : parts) {
    while (!part.empty()) {
      const size_t end = EntryEnd(part);
      const std::string_view entry = part.substr(0, end);
      part.remove_prefix(end < part.size() ? end + 1 : end);
      const size_t equals = entry.find('=');
      const std::string_view word = entry.substr(0, equals);
      const FieldDescriptor* field = FindField(word);
      if (equals == entry.npos || equals + 1 == entry.size()) {
        return status::BadField("--map", absl::StrCat("\"", entry, "\" is not word=header"));
      }
      if (field == nullptr) {
        return status::BadField("--map",
                                absl::StrCat("\"", word, "\" is none of ", ColumnMapWords()));
      }
      std::string scratch;
      if (!columns->GetReflection()->GetStringReference(*columns, field, &scratch).empty()) {
        return status::BadField("--map", absl::StrCat("\"", word, "\" is given twice"));
      }
      columns->GetReflection()->SetString(columns, field, std::string(entry.substr(equals + 1)));
    }
  }
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
