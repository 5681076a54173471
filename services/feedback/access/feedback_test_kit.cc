#include "services/feedback/access/feedback_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::feedback {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  testing::ExpectAnEventForEveryVersion(db, R"sql(
SELECT 'case' AS type, case_id AS id, version FROM cases
UNION ALL SELECT 'case_category', category_id, version FROM case_categories WHERE version > 0
UNION ALL SELECT 'agent', agent_id, version FROM agents
)sql");
}

}  // namespace mainstay::feedback
