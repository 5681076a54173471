#include "services/survey/analysis/stratum_row.h"

#include "absl/strings/str_cat.h"

namespace mainstay::survey {

Stratum StratumOf(const pqxx::row& row, int first) {
  return {.wave = row[first].as<int>(),
          .tier = row[first + 1].c_str(),
          .region = row[first + 2].c_str(),
          .segment = row[first + 3].c_str(),
          .role = row[first + 4].c_str(),
          .channel = row[first + 5].c_str(),
          .language = row[first + 6].c_str(),
          .flagged = row[first + 7].as<bool>()};
}

std::string SelectedPredicate(const Selection& selection, api::ListParams& params) {
  std::string sql;
  if (selection.exclude_flagged) absl::StrAppend(&sql, " AND NOT s.flagged");
  for (const auto& [dimension, value] : selection.values) {
    absl::StrAppend(&sql, " AND s.", dimension, "::text = ", params.Add(value), "::text");
  }
  return sql;
}

}  // namespace mainstay::survey
