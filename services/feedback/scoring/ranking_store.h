// Rankings in PostgreSQL. They are of every account; what a caller sees of one is what they see of
// its requirements.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/scoring/ranking.h"

namespace mainstay::feedback {

void InsertRanking(pg::Tx& tx, const Ranking& ranking, const std::vector<RankingRow>& rows);

std::optional<Ranking> ReadRanking(pg::Tx& tx, const std::string& id);
// The id of the latest by a set; empty when there is none.
std::string LatestRanking(pg::Tx& tx, const std::string& set_id);
// All of its rows, in the order of their places; empty for no ranking.
std::vector<RankingRow> ReadRankingRows(pg::Tx& tx, const std::string& id);

absl::Span<const api::Sort> RankingSorts();  // the latest first
api::Rows<Ranking> ListRankings(pg::Tx& tx, const api::ListQuery& query);

absl::Span<const api::Sort> RankingRowSorts();  // by place
// The places of those rows that the scope shows.
api::Rows<int> ListRankingPlaces(pg::Tx& tx, const api::ListQuery& query, const std::string& id,
                                 const auth::AccountScope& scope);
// Which of these places the scope shows.
std::set<int> SeenPlaces(pg::Tx& tx, const std::string& id, const std::vector<int64_t>& places,
                         const auth::AccountScope& scope);

}  // namespace mainstay::feedback
