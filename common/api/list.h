// Lists in pages by key (keyset pages), as stores read them. The List method around it: listing.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/api/filter.h"
#include "common/pg/param.h"

namespace mainstay::api {

// A way to sort a list: how order_by says it, and the SQL (ours) of what it sorts by.
struct Sort {
  std::string_view field;
  bool descending = false;
  std::string_view column;  // never NULL
  std::string_view type;    // of the column: "timestamptz"
};

// What a list can be filtered and sorted by; the first sort is the default.
struct ListFields {
  absl::Span<const FilterField> filters;
  absl::Span<const Sort> sorts;
};

// One page, as the store is asked for it.
struct ListQuery {
  SqlFilter filter;  // parameters from $1
  Sort sort;
  std::vector<std::string> after;  // sort value and id of the last row before; empty: first page
  int limit = 50;                  // rows of a page
};

// One page, as the store found it.
template <class T>
struct Rows {
  std::vector<T> items;
  std::vector<std::string> next;  // ListQuery::after of the next page; empty on the last
};

// A query's parameters, from those of its filter on.
class ListParams {
 public:
  explicit ListParams(const ListQuery& query) : values_(query.filter.params) {}
  // Adds one; its place in the SQL: "$3".
  template <class T>
  std::string Add(const T& value) {
    values_.push_back(pg::ToParam(value));
    return absl::StrCat("$", values_.size());
  }
  const std::vector<pg::Param>& values() const { return values_; }

 private:
  std::vector<pg::Param> values_;
};

// ", <sort value as text>, <id>" for the end of the SELECT list, which ReadRows looks for there.
std::string KeyColumns(const ListQuery& query, std::string_view id);
// " AND (<sort>, <id>) < (…) ORDER BY … LIMIT …" for the end of the statement. `id`: SQL of the
// uuid that makes the order total. Reads one row more than the page has.
std::string KeysetEnd(const ListQuery& query, std::string_view id, ListParams& params);

// A page with more than this ends early, so that long texts make no answer that is too long to send
// or to hold.
inline constexpr size_t kMostPageBytes = 4 << 20;

// The page out of a result of a SELECT with KeyColumns and KeysetEnd.
template <class F>
auto ReadRows(const pqxx::result& result, const ListQuery& query, F from_row) {
  Rows<decltype(from_row(result[0]))> rows;
  size_t bytes = 0;
  for (const auto& row : result) {
    const size_t read = rows.items.size();
    if (read == static_cast<size_t>(query.limit) || bytes > kMostPageBytes) {
      const auto last = result[static_cast<pqxx::result::size_type>(read - 1)];
      rows.next = {last[last.size() - 2].c_str(), last[last.size() - 1].c_str()};
      break;
    }
    for (const auto& field : row) bytes += field.size();
    rows.items.push_back(from_row(row));
  }
  return rows;
}

}  // namespace mainstay::api
