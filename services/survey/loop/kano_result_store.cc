#include "services/survey/loop/kano_result_store.h"

#include <pqxx/result>

#include "absl/container/flat_hash_map.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

// By question and the two answers of its pair: at most 25 rows a question. Of confidential and
// anonymous campaigns what figures have (analysis/told_steps.h): the difference would be a few.
constexpr pg::Statement kCount{"kano_count", R"sql(
SELECT q.key, (r.answers -> q.key ->> 'functional')::int,
  (r.answers -> q.key ->> 'dysfunctional')::int, count(*)
FROM responses r JOIN campaigns c USING (campaign_id) CROSS JOIN unnest($2::text[]) q (key)
WHERE r.campaign_id = $1::uuid AND (r.answers -> q.key) ?& ARRAY['functional', 'dysfunctional']
  AND (c.privacy = 'identified' OR (r.tallied AND q.key <> ALL (r.untold)))
GROUP BY 1, 2, 3
)sql"};
constexpr pg::Statement kTold{"kano_told", R"sql(
SELECT question, result_id, version FROM kano_results WHERE campaign_id = $1::uuid FOR UPDATE
)sql"};
constexpr pg::Statement kSame{"kano_same", R"sql(
SELECT FROM kano_results WHERE result_id = $1::uuid AND requirement_id = $2::uuid
  AND counts = $3::bigint[]
)sql"};
constexpr pg::Statement kKeep{"kano_keep", R"sql(
INSERT INTO kano_results (result_id, campaign_id, question, requirement_id, version, counts,
  measure_time)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (result_id) DO UPDATE SET requirement_id = excluded.requirement_id,
  version = excluded.version, counts = excluded.counts, measure_time = excluded.measure_time
)sql"};
constexpr pg::Statement kClosed{"kano_closed", R"sql(
SELECT c.campaign_id FROM campaigns c WHERE c.purpose = 'kano' AND c.state = 'closed'
  AND (c.privacy = 'identified' OR EXISTS (SELECT FROM campaign_tellings t
    WHERE t.campaign_id = c.campaign_id AND t.settle_time IS NOT NULL))
  AND NOT EXISTS (SELECT FROM kano_publications p
    WHERE p.campaign_id = c.campaign_id AND p.publish_time >= c.close_time)
ORDER BY c.close_time LIMIT 1 FOR UPDATE OF c SKIP LOCKED
)sql"};
constexpr pg::Statement kNote{"kano_note", R"sql(
INSERT INTO kano_publications (campaign_id, publish_time) VALUES ($1, $2)
ON CONFLICT (campaign_id) DO UPDATE SET publish_time = excluded.publish_time
)sql"};

std::vector<int64_t> CountsOf(const KanoCounts& counts) {
  std::vector<int64_t> all;
  for (const KanoCategory category : kAllKanoCategories) all.push_back(counts.count(category));
  return all;
}

}  // namespace

std::vector<KanoFinding> CountKano(pg::Tx& tx, const std::string& campaign_id,
                                   const std::vector<KanoQuestion>& questions) {
  std::vector<KanoFinding> findings;
  std::vector<std::string> keys;
  absl::flat_hash_map<std::string, size_t> places;
  for (const KanoQuestion& question : questions) {
    places[question.key] = findings.size();
    keys.push_back(question.key);
    findings.push_back({.id = "", .campaign_id = campaign_id, .question = question, .counts = {}});
  }
  for (const auto& row : tx.Run(kTold, campaign_id)) {
    const auto place = places.find(row[0].c_str());
    if (place == places.end()) continue;
    findings[place->second].id = row[1].c_str();
    findings[place->second].version = row[2].as<int64_t>();
  }
  for (const auto& row : tx.Run(kCount, campaign_id, keys)) {
    findings[places.at(row[0].c_str())].counts.Add(Evaluate(row[1].as<int>(), row[2].as<int>()),
                                                   row[3].as<int64_t>());
  }
  return findings;
}

bool IsToldSo(pg::Tx& tx, const KanoFinding& f) {
  return !f.id.empty() &&
         !tx.Run(kSame, f.id, f.question.requirement_id, CountsOf(f.counts)).empty();
}

void KeepKano(pg::Tx& tx, const KanoFinding& f) {
  tx.Run(kKeep, f.id, f.campaign_id, f.question.key, f.question.requirement_id, f.version,
         CountsOf(f.counts), f.measure_time);
}

std::string ClosedKanoStudy(pg::Tx& tx) {
  const pqxx::result rows = tx.Run(kClosed);
  return rows.empty() ? "" : rows[0][0].c_str();
}

void NoteTold(pg::Tx& tx, const std::string& campaign_id, absl::Time now) {
  tx.Run(kNote, campaign_id, now);
}

}  // namespace mainstay::survey
