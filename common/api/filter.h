// List filters: `field op literal` joined by AND, over an allowlist.
//   industry = "retail" AND create_time >= "2026-01-01T00:00:00Z" AND size != SIZE_LARGE
// op is = != < <= > >= or : (substring, for text); a literal is "quoted" (\" and \\ escape) or bare
// (letters, digits, _ - . : + /). Anything else is refused with the position.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/pg/param.h"

namespace mainstay::api {

enum class FilterType { kText, kNumber, kTime, kBool, kUuid, kEnum };

// A field that a list can be filtered by. `column` is SQL written by us, never by a user.
struct FilterField {
  std::string name;
  std::string column;
  FilterType type = FilterType::kText;
  // kEnum: accepted literal → stored text, e.g. {"TIER_CORE", "core"}. The stored text stands in
  // the SQL itself, quoted, and so has no quotes in it: few values of very different frequency are
  // planned each by its own.
  std::map<std::string, std::string> values = {};
  // kUuid: a prefix that the literal must have and that is cut off, e.g. "accounts/".
  std::string prefix = {};
  // kUuid: SQL of a set around the literal, which "$0" stands for, that the column must be in (=)
  // or not (!=), instead of being the literal itself.
  std::string set = {};
};

// For kEnum: the proto's value names with what is stored for each, which is the lower-case tail of
// the name: EnumFilterValues("TIER_", {"core"}) gives TIER_UNSPECIFIED → "", TIER_CORE → "core".
std::map<std::string, std::string> EnumFilterValues(std::string_view prefix,
                                                    const std::vector<std::string>& stored);

// A filter as SQL: conjuncts joined by AND, with parameters numbered from `first_param`. All that
// comes from the user's text is in parameters.
struct SqlFilter {
  std::string where;  // "TRUE" for an empty filter
  std::vector<pg::Param> params;
};

// INVALID_ARGUMENT on "filter" says what is wrong and at which character (from 1); at most 2,000
// characters and 20 terms.
absl::StatusOr<SqlFilter> ParseFilter(std::string_view filter, absl::Span<const FilterField> fields,
                                      int first_param);

// `order_by`: "field" or "field desc" of an allowlist; "" gives the first of `allowed`.
struct OrderBy {
  std::string field;
  bool descending = false;
};
absl::StatusOr<OrderBy> ParseOrderBy(std::string_view order_by, absl::Span<const OrderBy> allowed);

}  // namespace mainstay::api
