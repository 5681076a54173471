#include "services/survey/access/survey_test_kit.h"

#include "common/testing/event_versions.h"

namespace mainstay::survey {

void ExpectAnEventForEveryVersion(pg::Session& db) {
  // One line for each aggregate that is published, with UNION ALL between them.
  testing::ExpectAnEventForEveryVersion(db, R"sql(
SELECT 'questionnaire' AS type, questionnaire_id AS id, version FROM questionnaires
)sql");
}

}  // namespace mainstay::survey
