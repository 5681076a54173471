#include "services/survey/access/crowd_testing.h"

#include <gtest/gtest.h>

#include <pqxx/result>

#include "absl/strings/str_replace.h"

namespace mainstay::survey {
namespace {

// $campaigns: the campaigns and how many of each.
constexpr char kAsked[] = R"sql(
WITH asked AS (
  SELECT campaign_id, md5('account' || row_number() OVER () % 100)::uuid AS account_id,
    gen_random_uuid() AS contact_id, now() - interval '1 day' AS time
  FROM $campaigns
), invited AS (
  INSERT INTO invitations (invitation_id, version, campaign_id, wave, account_id, contact_id,
    channel, language, state, state_reason, tier, region, role, influence, send_time, create_time)
  SELECT gen_random_uuid(), 0, campaign_id, 1, account_id, contact_id, 'link', 'zh', 'answered', '',
    '', '', 'user', 3, time, time FROM asked
)
INSERT INTO responses (response_id, campaign_id, wave, questionnaire_id, questionnaire_version,
  account_id, contact_id, channel, language, facts, answers, seed, submit_time, flags, recorded_by)
SELECT gen_random_uuid(), campaign_id, 1, gen_random_uuid(), 1, account_id, contact_id, 'link', 'zh',
  '{}', '{}', 0, time, '{}', '' FROM asked
)sql";

std::string Asked(const char* campaigns) {
  return absl::StrReplaceAll(kAsked, {{"$campaigns", campaigns}});
}

}  // namespace

std::vector<std::string> AddCrowd(pg::Session& owner, const std::string& campaign_id) {
  std::vector<std::string> accounts;
  const absl::Status added = owner.Write({}, [&](pg::Tx& tx) -> absl::Status {
    tx.Exec(
        "INSERT INTO campaigns SELECT (jsonb_populate_record(c, jsonb_build_object("
        "'campaign_id', gen_random_uuid()))).* FROM campaigns c, generate_series(1, 200) "
        "WHERE c.campaign_id = $1::uuid",
        {campaign_id});
    tx.Exec(Asked("campaigns c, generate_series(1, 5)"));
    tx.Exec("ANALYZE campaigns, invitations, responses");
    tx.Exec("CREATE TEMP TABLE new_campaign ON COMMIT DROP AS SELECT $1::uuid AS campaign_id",
            {campaign_id});
    tx.Exec(Asked("new_campaign, generate_series(1, 5000)"));
    for (const auto& row : tx.Exec("SELECT DISTINCT account_id FROM responses LIMIT 50")) {
      accounts.emplace_back(row[0].c_str());
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(added.ok()) << added;
  return accounts;
}

}  // namespace mainstay::survey
