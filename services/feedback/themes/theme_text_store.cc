#include "services/feedback/themes/theme_text_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/api/list.h"
#include "common/pg/param.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

// What is read of a case; the customer's position stands on a line of its own.
constexpr char kText[] =
    "CASE WHEN c.facts = '' AND c.customer_position = '' THEN c.subject "
    "ELSE c.facts || E'\\n' || c.customer_position END";

// " FROM … WHERE …" of the cases selected, the account that each is seen under as `seen`.
std::string Selected(const ThemeSelection& selection, const auth::AccountScope& scope,
                     api::ListParams& params) {
  const std::string kinds = params.Add(selection.kinds);
  const std::string against = params.Add(selection.against_kinds);
  const std::string before = params.Add(selection.before), start = params.Add(selection.start);
  std::string sql = absl::StrCat(
      " FROM cases c LEFT JOIN account_directory d ON d.account_id = c.account_id "
      "LEFT JOIN account_directory seen ON seen.account_id = d.survivor_id "
      "WHERE c.state <> 'withdrawn' AND c.receive_time < ",
      params.Add(selection.end), "::timestamptz AND (c.kind = ANY (", kinds,
      "::text[]) AND c.receive_time >= ", before, "::timestamptz OR c.kind = ANY (", against,
      "::text[]) AND c.receive_time >= ", start, "::timestamptz)",
      CasesPredicate(params, selection.account_id, scope));
  if (!selection.category.empty()) {
    absl::StrAppend(&sql, " AND starts_with(c.category || '.', ",
                    params.Add(absl::StrCat(selection.category, ".")), "::text)");
  }
  if (!selection.tier.empty()) {
    absl::StrAppend(&sql, " AND seen.tier = ", params.Add(selection.tier), "::text");
  }
  return sql;
}

ThemeText FromRow(const pqxx::row& row) {
  ThemeText text;
  text.case_id = row[0].c_str();
  text.account_id = row[1].c_str();
  text.account_name = row[2].c_str();
  text.tier = row[3].c_str();
  text.category = row[4].c_str();
  text.month = row[5].c_str();
  text.number = row[6].as<int64_t>();
  text.group = static_cast<themes::Group>(row[7].as<int>());
  text.text = row[8].c_str();
  return text;
}

}  // namespace

ThemeTextSize SizeThemeTexts(pg::Tx& tx, const ThemeSelection& selection,
                             const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  const std::string selected = Selected(selection, scope, params);
  const pqxx::result rows =
      tx.Exec(absl::StrCat("SELECT count(*), coalesce(sum(octet_length(c.subject) + "
                           "octet_length(c.facts) + octet_length(c.customer_position)), 0)",
                           selected),
              params.values());
  return {rows[0][0].as<int64_t>(), rows[0][1].as<int64_t>()};
}

std::vector<ThemeText> ReadThemeTexts(pg::Tx& tx, const ThemeSelection& selection,
                                      const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  const std::string selected = Selected(selection, scope, params);
  // Groups as themes::Group numbers them.
  static_assert(static_cast<int>(themes::Group::kNow) == 0);
  static_assert(static_cast<int>(themes::Group::kBefore) == 1);
  static_assert(static_cast<int>(themes::Group::kAgainst) == 2);
  const std::string sql = absl::StrCat(
      "SELECT c.case_id, coalesce(seen.account_id, c.account_id), "
      "coalesce(seen.display_name, ''), coalesce(seen.tier, ''), c.category, "
      "to_char(c.receive_time AT TIME ZONE ",
      params.Add(selection.time_zone), "::text, 'YYYY-MM'), c.number, CASE WHEN c.kind = ANY (",
      params.Add(selection.against_kinds), "::text[]) THEN 2 WHEN c.receive_time < ",
      params.Add(selection.start), "::timestamptz THEN 1 ELSE 0 END, ", kText, selected,
      " ORDER BY c.receive_time, c.case_id");
  std::vector<ThemeText> texts;
  for (const auto& row : tx.Exec(sql, params.values())) texts.push_back(FromRow(row));
  return texts;
}

}  // namespace mainstay::feedback
