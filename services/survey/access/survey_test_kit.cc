#include "services/survey/access/survey_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::survey {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  // One line for each aggregate that is published, with UNION ALL between them.
  testing::ExpectAnEventForEveryVersion(db, R"sql(
SELECT '' AS type, NULL::uuid AS id, 0::bigint AS version WHERE false
)sql");
}

}  // namespace mainstay::survey
