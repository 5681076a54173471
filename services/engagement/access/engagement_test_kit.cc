#include "services/engagement/access/engagement_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::engagement {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  testing::ExpectAnEventForEveryVersion(db, R"sql(
    SELECT 'visit' AS type, visit_id AS id, version FROM visits
    UNION ALL SELECT 'communication', communication_id, version FROM communications
    UNION ALL SELECT 'commitment', commitment_id, version FROM commitments
    UNION ALL SELECT 'task', task_id, version FROM tasks
    UNION ALL SELECT 'gathering', gathering_id, version FROM gatherings
    UNION ALL SELECT 'invitation', invitation_id, version FROM invitations
    UNION ALL SELECT 'gift', gift_id, version FROM gifts
    UNION ALL SELECT 'gift_limit', limit_id, version FROM gift_limits
    UNION ALL SELECT 'care_rule', rule_id, version FROM care_rules
    UNION ALL SELECT 'contact_ladder', ladder_id, version FROM contact_ladders WHERE version > 0
    UNION ALL SELECT 'case_verification', verification_id, 1 FROM case_verifications
      WHERE visit_id IS NOT NULL
    UNION ALL SELECT 'working_calendar', calendar_id, version FROM working_calendars
    UNION ALL SELECT 'cadence_rule', rule_id, version FROM cadence_rules
    UNION ALL SELECT 'return_visit_plan', plan_id, version FROM return_visit_plans)sql");
}

}  // namespace mainstay::engagement
