#include "common/api/list.h"

namespace mainstay::api {

std::string KeyColumns(const ListQuery& query, std::string_view id) {
  return absl::StrCat(", (", query.sort.column, ")::text, ", id);
}

std::string KeysetEnd(const ListQuery& query, std::string_view id, ListParams& params) {
  const Sort& sort = query.sort;
  std::string sql;
  if (!query.after.empty()) {
    const std::string value = params.Add(query.after[0]), last = params.Add(query.after[1]);
    absl::StrAppend(&sql, " AND (", sort.column, ", ", id, ")", sort.descending ? " < " : " > ",
                    "(", value, "::", sort.type, ", ", last, "::uuid)");
  }
  const std::string_view direction = sort.descending ? " DESC" : "";
  absl::StrAppend(&sql, " ORDER BY ", sort.column, direction, ", ", id, direction, " LIMIT ",
                  params.Add(query.limit + 1), "::int");
  return sql;
}

}  // namespace mainstay::api
