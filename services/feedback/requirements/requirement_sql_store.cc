#include "services/feedback/requirements/requirement_sql_store.h"

#include "absl/strings/substitute.h"
#include "services/feedback/requirements/requirement.h"

namespace mainstay::feedback {

const std::string_view kQuadrantSql = *new std::string(absl::Substitute(
    "CASE WHEN r.urgency = 0 OR r.importance = 0 THEN '' "
    "WHEN r.importance >= $1 THEN CASE WHEN r.urgency >= $0 THEN 'do' ELSE 'plan' END "
    "ELSE CASE WHEN r.urgency >= $0 THEN 'delegate' ELSE 'later' END END",
    kUrgentFrom, kImportantFrom));

const std::string_view kFactColumns =
    "f.accounts, f.core, f.potential, f.general, f.value, w.reasons, f.sales, f.all_sales, "
    "measured.currency_code, measured.start_time, measured.end_time";

// Each account counts once, however often it asked and whichever of the merged it asked for; merged
// accounts count as their survivor, and what any of them buys is the survivor's. That all sales
// moved is for who sees every account: others could add and remove askers of theirs until it is
// said, and so measure what the rest buys.
std::string FactsOf(const FactsSql& sql) {
  static constexpr char kFacts[] = R"sql(
 LEFT JOIN sales_measures measured ON measured.currency_code = $1
 CROSS JOIN LATERAL (
  SELECT count(*)::int AS accounts, (count(*) FILTER (WHERE s.tier = 'core'))::int AS core,
    (count(*) FILTER (WHERE s.tier = 'potential'))::int AS potential,
    (count(*) FILTER (WHERE s.tier = 'general'))::int AS general,
    coalesce(sum(CASE s.tier WHEN 'core' THEN $2 WHEN 'potential' THEN $3 WHEN 'general' THEN $4
      ELSE $5 END), 0)::bigint AS value,
    CASE WHEN measured.currency_code IS NOT NULL THEN coalesce(sum(buys.net_sales), 0) END
      AS all_sales,
    CASE WHEN measured.currency_code IS NOT NULL THEN
      coalesce(sum(buys.net_sales) FILTER (WHERE $8), 0) END AS sales
  FROM (
    SELECT DISTINCT coalesce(d.survivor_id, a.account_id) AS account_id
    FROM requirements m JOIN requirement_askers a ON a.requirement_id = m.requirement_id
    LEFT JOIN account_directory d ON d.account_id = a.account_id
    WHERE m.requirement_id = r.requirement_id OR m.survivor_id = r.requirement_id) asking
  LEFT JOIN account_directory s ON s.account_id = asking.account_id
  LEFT JOIN account_sales own ON own.account_id = asking.account_id AND own.currency_code = $1
  CROSS JOIN LATERAL (
    SELECT coalesce(own.net_sales, 0) + coalesce((
      SELECT sum(one.net_sales)
      FROM account_directory merged JOIN account_sales one ON one.account_id = merged.account_id
      WHERE merged.survivor_id = asking.account_id AND merged.merged_into IS NOT NULL
        AND one.currency_code = $1), 0) AS net_sales) buys
  WHERE s.state IS DISTINCT FROM 'deleted') f
 CROSS JOIN LATERAL (
  SELECT CASE WHEN r.merged_into IS NULL
      AND r.state NOT IN ('delivered', 'validated', 'rejected')
    THEN array_remove(ARRAY[
      CASE WHEN r.score_time IS NOT NULL AND abs(f.accounts - r.scored_accounts) >= $6
        THEN 'asking_accounts' END,
      CASE WHEN r.score_time IS NOT NULL AND f.value <> r.scored_value
        AND abs(f.value - r.scored_value) * 100 >= r.scored_value * $7 THEN 'value' END,
      CASE WHEN $9::text IS NULL
        AND r.scored_sales_currency = measured.currency_code AND f.all_sales <> r.scored_sales
        AND abs(f.all_sales - r.scored_sales) * 100 >= abs(r.scored_sales) * $7
        THEN 'sales' END,
      CASE WHEN r.due_date < $0 THEN 'due_date' END], NULL)
    ELSE ARRAY[]::text[] END AS reasons) w)sql";
  return absl::Substitute(kFacts, sql.today, sql.currency, kCoreValue, kPotentialValue,
                          kGeneralValue, kUngradedValue, kReviewAccounts, kReviewValuePercent,
                          absl::Substitute(MAINSTAY_IN_SCOPE("asking.account_id", "$0"), sql.user),
                          sql.user);
}

}  // namespace mainstay::feedback
