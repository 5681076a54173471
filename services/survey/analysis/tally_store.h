// Tallies in PostgreSQL, and the responses that they are made of.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/session.h"
#include "services/survey/analysis/cross_table.h"
#include "services/survey/analysis/response_groups.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// Whether a confidential or anonymous campaign is settled (counting_store.h).
bool IsSettled(pg::Tx& tx, const std::string& campaign_id);

// In the order of strata. INTERNAL when a tally is not of this plan.
absl::StatusOr<std::vector<StratumTally>> ReadTallies(pg::Tx& tx, const std::string& campaign_id,
                                                      std::shared_ptr<const TallyPlan> plan);
// Responses of the campaign that no tally has yet, and those that were put aside.
int64_t CountUncounted(pg::Tx& tx, const std::string& campaign_id);
int64_t CountUnreadable(pg::Tx& tx, const std::string& campaign_id);

// How many invitations of each stratum reached somebody: sent, and not bounced, or answered (on
// paper that is possible without). Segment and flagged are not known of invitations; channel and
// language are those they were sent by and in, which answers need not come by.
struct InvitedCount {
  Stratum stratum;
  int64_t invited = 0;
};
std::vector<InvitedCount> CountInvited(pg::Tx& tx, const std::string& campaign_id);

// One side of a cross table.
struct CrossSide {
  // Of a question: its key, and a matrix' row. Empty for a dimension.
  std::string key, row;
  bool choice = false;  // a single choice, else a scale
  Dimension dimension;
};
struct CrossCount {
  std::string row, column;
  int64_t count = 0;
};
// How many counted responses have each pair of values; those that lack one of the answers count
// nowhere. Facts that are not known are "".
std::vector<CrossCount> CountPairs(pg::Tx& tx, const std::string& campaign_id,
                                   const Selection& selection, const CrossSide& row,
                                   const CrossSide& column);

}  // namespace mainstay::survey
