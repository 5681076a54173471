#include "services/feedback/scoring/scoring_events.h"

#include <mainstay/feedback/v1/scoring_events.pb.h>

#include "common/events/event_of.h"
#include "services/feedback/scoring/scoring_proto.h"

namespace mainstay::feedback {

events::OutboxEvent CriteriaSetChangedEvent(const ScoringSet& set,
                                            const history::WriteContext& context) {
  v1::CriteriaSetChanged payload;
  payload.set_criteria_set(CriteriaSetName(set.id));
  payload.set_version(set.version);
  return events::EventOf({events::kNoAccount, "criteria_set", set.id, set.version}, payload,
                         context);
}

events::OutboxEvent RequirementsRankedEvent(const Ranking& ranking,
                                            const history::WriteContext& context) {
  v1::RequirementsRanked payload;
  payload.set_ranking(RankingName(ranking.id));
  payload.set_criteria_set(CriteriaSetName(ranking.set_id));
  payload.set_version(ranking.version);
  payload.set_ranked_count(ranking.ranked);
  return events::EventOf({events::kNoAccount, "ranking", ranking.id, 1}, payload, context);
}

}  // namespace mainstay::feedback
