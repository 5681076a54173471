// Telling feedback what KANO studies say of requirements.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/loop/kano_result.h"

namespace mainstay::survey {

// What a study says of one requirement, and whether feedback is told of it now.
struct PublishedKano {
  KanoFinding finding;
  bool shown = true;  // the figures may be shown: not of too few people who were promised that
  bool told = false;
};

// Counts the campaign's responses and tells feedback what is not as it was told last, in the
// caller's transaction. FAILED_PRECONDITION with reason NO_KANO_QUESTIONS when no question of what
// the campaign asks names a requirement.
absl::StatusOr<std::vector<PublishedKano>> PublishKano(pg::Tx& tx, const Campaign& campaign,
                                                       const history::WriteContext& context);

// Does that for a campaign of purpose KANO that was closed since; true when there may be more. For
// service::PeriodicTask.
absl::StatusOr<bool> PublishClosedKano(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
