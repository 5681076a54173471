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
#include "common/api/filter_fixture.h"

namespace {

using namespace mainstay::api;  // NOLINT: a fuzz target is one function about one folder

void Require(bool condition) {
  if (!condition) std::abort();
}

// "column operator $n::type", or 'value' with a value that is stored for the column. Gives whether
// it was a parameter.
bool CheckTerm(std::string_view term, size_t param) {
  const bool distinct = absl::StrContains(term, " IS DISTINCT FROM ");
  const std::vector<std::string_view> words = absl::StrSplit(term, ' ');
  Require(words.size() == (distinct ? 5u : 3u));
  const auto field =
      std::find_if(ExampleFields().begin(), ExampleFields().end(),
                   [&](const FilterField& candidate) { return candidate.column == words[0]; });
  Require(field != ExampleFields().end());
  if (field->type == FilterType::kEnum) {
    Require(std::any_of(field->values.begin(), field->values.end(), [&](const auto& value) {
      return words.back() == absl::StrCat("'", value.second, "'");
    }));
    return false;
  }
  Require(absl::StartsWith(words.back(), absl::StrCat("$", param, "::")));
  const std::string_view rest = words.back().substr(1);
  Require(std::all_of(rest.begin(), rest.end(),
                      [](char c) { return absl::ascii_isalnum(c) || c == ':'; }));
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<SqlFilter> filter = ParseFilter(input, ExampleFields(), 3);
  if (!filter.ok()) {
    Require(filter.status().code() == absl::StatusCode::kInvalidArgument);
  } else if (filter->where == "TRUE") {
    Require(filter->params.empty());
  } else {
    const std::vector<std::string> terms = absl::StrSplit(filter->where, " AND ");
    Require(terms.size() <= 20);
    size_t params = 0;
    for (const std::string& term : terms) params += CheckTerm(term, 3 + params);
    Require(params == filter->params.size());
    for (const auto& param : filter->params) {
      Require(param.has_value() && !absl::StrContains(*param, '\0'));
    }
  }
  const std::vector<OrderBy> allowed = {{"create_time", true}, {"display_name", false}};
  const absl::StatusOr<OrderBy> order = ParseOrderBy(input, allowed);
  if (order.ok()) Require(order->field == "create_time" || order->field == "display_name");
  return 0;
}
