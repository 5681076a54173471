#include "services/feedback/access/feedback_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::feedback {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  testing::ExpectAnEventForEveryVersion(db,
                                        "SELECT 'case' AS type, case_id AS id, version FROM cases");
}

}  // namespace mainstay::feedback
