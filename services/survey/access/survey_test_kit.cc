#include "services/survey/access/survey_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::survey {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  // One line for each aggregate that is published, with UNION ALL between them.
  testing::ExpectAnEventForEveryVersion(db, R"sql(
SELECT 'questionnaire' AS type, questionnaire_id AS id, version FROM questionnaires
UNION ALL SELECT 'campaign', campaign_id, version FROM campaigns
UNION ALL SELECT 'invitation', invitation_id, version FROM invitations WHERE version > 0
UNION ALL SELECT 'response', response_id, 1 FROM responses r
  JOIN campaigns c USING (campaign_id) WHERE c.privacy <> 'anonymous'
UNION ALL SELECT 'loop_rule', rule_id, version FROM loop_rules
UNION ALL SELECT 'loop_firing', firing_id, 1 FROM loop_firings
UNION ALL SELECT 'kano_result', result_id, version FROM kano_results
UNION ALL SELECT 'account_satisfaction', account_id, version FROM account_satisfaction
)sql");
}

}  // namespace mainstay::survey
