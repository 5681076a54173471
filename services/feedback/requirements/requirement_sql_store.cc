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
    "f.accounts, f.core, f.potential, f.general, f.value, w.reasons";

// Each account counts once, however often it asked and whichever of the merged it asked for; merged
// accounts count as their survivor.
std::string FactsOf(const std::string& today) {
  return absl::Substitute(
      R"sql(
 CROSS JOIN LATERAL (
  SELECT count(*)::int AS accounts, (count(*) FILTER (WHERE s.tier = 'core'))::int AS core,
    (count(*) FILTER (WHERE s.tier = 'potential'))::int AS potential,
    (count(*) FILTER (WHERE s.tier = 'general'))::int AS general,
    coalesce(sum(CASE s.tier WHEN 'core' THEN $1 WHEN 'potential' THEN $2 WHEN 'general' THEN $3
      ELSE $4 END), 0)::bigint AS value
  FROM (
    SELECT DISTINCT coalesce(d.survivor_id, a.account_id) AS account_id
    FROM requirements m JOIN requirement_askers a ON a.requirement_id = m.requirement_id
    LEFT JOIN account_directory d ON d.account_id = a.account_id
    WHERE m.requirement_id = r.requirement_id OR m.survivor_id = r.requirement_id) asking
  LEFT JOIN account_directory s ON s.account_id = asking.account_id
  WHERE s.state IS DISTINCT FROM 'deleted') f
 CROSS JOIN LATERAL (
  SELECT CASE WHEN r.merged_into IS NULL
      AND r.state NOT IN ('delivered', 'validated', 'rejected')
    THEN array_remove(ARRAY[
      CASE WHEN r.score_time IS NOT NULL AND abs(f.accounts - r.scored_accounts) >= $5
        THEN 'asking_accounts' END,
      CASE WHEN r.score_time IS NOT NULL AND f.value <> r.scored_value
        AND abs(f.value - r.scored_value) * 100 >= r.scored_value * $6 THEN 'value' END,
      CASE WHEN r.due_date < $0 THEN 'due_date' END], NULL)
    ELSE ARRAY[]::text[] END AS reasons) w)sql",
      today, kCoreValue, kPotentialValue, kGeneralValue, kUngradedValue, kReviewAccounts,
      kReviewValuePercent);
}

}  // namespace mainstay::feedback
