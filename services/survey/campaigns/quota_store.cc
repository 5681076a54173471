#include "services/survey/campaigns/quota_store.h"

#include <map>
#include <pqxx/result>
#include <utility>

#include "common/pg/statement.h"
#include "services/survey/campaigns/campaign_row.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kLock{"campaign_quotas_lock", R"sql(
SELECT )sql" MAINSTAY_QUOTA_COLUMNS R"sql( FROM campaign_quotas q
WHERE q.campaign_id = $1::uuid ORDER BY q.position FOR UPDATE
)sql"};

constexpr pg::Statement kCount{"campaign_quotas_count", R"sql(
UPDATE campaign_quotas q SET answered = q.answered + more.answers
FROM unnest($2::text[], $3::text[], $4::bigint[]) more (dimension, value, answers)
WHERE q.campaign_id = $1::uuid AND q.dimension = more.dimension AND q.value = more.value
)sql"};

}  // namespace

std::vector<Quota> LockQuotas(pg::Tx& tx, const std::string& campaign_id) {
  std::vector<Quota> quotas;
  for (const auto& row : tx.Run(kLock, campaign_id)) {
    quotas.push_back(QuotaOfRow(row, 0));
  }
  return quotas;
}

void CountAnswers(pg::Tx& tx, const std::string& campaign_id,
                  absl::Span<const QuotaFacts> answers) {
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  for (const QuotaFacts& facts : answers) {
    if (!facts.tier.empty()) ++counts[{"tier", facts.tier}];
    if (!facts.region.empty()) ++counts[{"region", facts.region}];
    if (!facts.role.empty()) ++counts[{"role", facts.role}];
  }
  if (counts.empty()) return;
  std::vector<std::string> dimensions, values;
  std::vector<int64_t> numbers;
  for (const auto& [key, count] : counts) {
    dimensions.push_back(key.first);
    values.push_back(key.second);
    numbers.push_back(count);
  }
  tx.Run(kCount, campaign_id, dimensions, values, numbers);
}

}  // namespace mainstay::survey
