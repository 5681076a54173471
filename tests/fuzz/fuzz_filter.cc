// A list's filter before it becomes SQL. Whatever is taken must be made of our own words alone: a
// user's bytes are in the parameters, never in the statement.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/filter.h"

namespace {

using namespace mainstay::api;  // NOLINT: a fuzz target is one function about one folder

void Require(bool condition) {
  if (!condition) std::abort();
}

const std::vector<FilterField>& Fields() {
  static const auto* fields = new std::vector<FilterField>{
      {.name = "industry", .column = "industry"},
      {.name = "headcount", .column = "headcount", .type = FilterType::kNumber},
      {.name = "create_time", .column = "create_time", .type = FilterType::kTime},
      {.name = "vip", .column = "vip", .type = FilterType::kBool},
      {.name = "parent", .column = "parent_id", .type = FilterType::kUuid, .prefix = "accounts/"},
      {.name = "tier",
       .column = "tier",
       .type = FilterType::kEnum,
       .values = {{"TIER_CORE", "core"}, {"TIER_GENERAL", "general"}}}};
  return *fields;
}

// "column operator $n::type".
void CheckTerm(std::string_view term, size_t param) {
  const bool distinct = absl::StrContains(term, " IS DISTINCT FROM ");
  const std::vector<std::string_view> words = absl::StrSplit(term, ' ');
  Require(words.size() == (distinct ? 5u : 3u));
  Require(std::any_of(Fields().begin(), Fields().end(),
                      [&](const FilterField& field) { return field.column == words[0]; }));
  Require(absl::StartsWith(words.back(), absl::StrCat("$", param, "::")));
  const std::string_view rest = words.back().substr(1);
  Require(std::all_of(rest.begin(), rest.end(),
                      [](char c) { return absl::ascii_isalnum(c) || c == ':'; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<SqlFilter> filter = ParseFilter(input, Fields(), 3);
  if (!filter.ok()) {
    Require(filter.status().code() == absl::StatusCode::kInvalidArgument);
  } else if (filter->where == "TRUE") {
    Require(filter->params.empty());
  } else {
    const std::vector<std::string> terms = absl::StrSplit(filter->where, " AND ");
    Require(terms.size() == filter->params.size() && terms.size() <= 20);
    for (size_t i = 0; i < terms.size(); ++i) {
      CheckTerm(terms[i], 3 + i);
      Require(filter->params[i].has_value() && !absl::StrContains(*filter->params[i], '\0'));
    }
  }
  const std::vector<OrderBy> allowed = {{"create_time", true}, {"display_name", false}};
  const absl::StatusOr<OrderBy> order = ParseOrderBy(input, allowed);
  if (order.ok()) Require(order->field == "create_time" || order->field == "display_name");
  return 0;
}
