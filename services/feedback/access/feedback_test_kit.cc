#include "services/feedback/access/feedback_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::feedback {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  testing::ExpectAnEventForEveryVersion(db, R"sql(
SELECT 'case' AS type, case_id AS id, version FROM cases
UNION ALL SELECT 'case_category', category_id, version FROM case_categories WHERE version > 0
UNION ALL SELECT 'step_template', template_id, version FROM step_templates
UNION ALL SELECT 'case_step', step_id, version FROM case_steps
UNION ALL SELECT 'dispute', dispute_id, version FROM disputes
UNION ALL SELECT 'case_promise', promise_id, 1 FROM case_promises
UNION ALL SELECT 'case_step_task', step_id, task_version FROM case_steps WHERE task_version > 0
UNION ALL SELECT 'confirmation_task', task_id, version FROM confirmation_tasks
UNION ALL SELECT 'agent', agent_id, version FROM agents
UNION ALL SELECT 'sla_policy', policy_id, version FROM sla_policies
UNION ALL SELECT 'case_clock', clock_id, version FROM case_clocks WHERE version > 0
UNION ALL SELECT 'requirement', requirement_id, version FROM requirements
UNION ALL SELECT 'requirement_review', review_id, 1 FROM requirement_reviews
UNION ALL SELECT 'criteria_set', set_id, version FROM criteria_sets
UNION ALL SELECT 'ranking', ranking_id, 1 FROM rankings
UNION ALL SELECT 'improvement_action', action_id, version FROM improvement_actions
UNION ALL SELECT 'benchmark_case', benchmark_id, version FROM benchmark_cases
)sql");
}

}  // namespace mainstay::feedback
