// Scores of requirements in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/filter.h"
#include "common/pg/session.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/scoring/scoring_set.h"

namespace mainstay::feedback {

struct Score {
  std::string criterion;
  bool realized = false;
  double score = 0;
  std::string author;  // user id
  absl::Time update_time;
};

// Writes one, or takes it away without a score. The requirement's row is locked.
void WriteScore(pg::Tx& tx, const std::string& requirement_id, const std::string& set_id,
                const Score& score);
void DeleteScore(pg::Tx& tx, const std::string& requirement_id, const std::string& set_id,
                 const std::string& criterion, bool realized);

// All scores of a requirement by a set.
std::vector<Score> ReadScores(pg::Tx& tx, const std::string& requirement_id,
                              const std::string& set_id);

// What is to be ranked of every account: those of `ids`, or where that is empty those of `filter`
// (over RequirementFilterFields, parameters from $1); at most `most`, none that was merged. Of the
// view's scope only the filter's sales are.
std::vector<ScoredRequirement> ReadScored(pg::Tx& tx, const std::string& set_id,
                                          const std::vector<std::string>& ids,
                                          const api::SqlFilter& filter, const RequirementView& view,
                                          int most);

// What came of requirements that are delivered, those of `ids`: by criterion.
std::vector<ScoredRequirement> ReadRealized(pg::Tx& tx, const std::string& set_id,
                                            const std::vector<std::string>& ids);

}  // namespace mainstay::feedback
