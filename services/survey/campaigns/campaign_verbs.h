// What people and time do to a campaign: how its states and waves change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// Each fails with WRONG_STATE when the campaign is in none of the states it is possible from.
absl::Status Launch(Campaign& campaign, absl::Time now);                          // from draft
absl::Status Pause(Campaign& campaign);                                           // from running
absl::Status Resume(Campaign& campaign);                                          // from paused
absl::Status Close(Campaign& campaign, std::string_view reason, absl::Time now);  // from both

// Puts the waves into working time, those that have begun as `before` had them. INVALID_ARGUMENT on
// "waves" when one of these is not there any more, or another one would come before it.
absl::Status PlaceWaves(const Campaign& before, const calendar::WorkingTime& working,
                        Campaign& after);

// Whether `after` may follow `before` by Update: FAILED_PRECONDITION with reason CAMPAIGN_CLOSED,
// or CAMPAIGN_LAUNCHED that names what stays once people were asked.
absl::Status CheckUpdate(const Campaign& before, const Campaign& after);

}  // namespace mainstay::survey
