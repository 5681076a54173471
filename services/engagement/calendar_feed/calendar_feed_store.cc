#include "services/engagement/calendar_feed/calendar_feed_store.h"

#include <algorithm>
#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kRevoke{
    "calendar_feed_revoke",
    "UPDATE calendar_feeds SET revoke_time = $2 WHERE user_id = $1 AND revoke_time IS NULL "
    "RETURNING feed_id, user_id, create_time"};
constexpr pg::Statement kInsert{"calendar_feed_insert",
                                "INSERT INTO calendar_feeds (feed_id, user_id, token_sha256, "
                                "create_time) VALUES ($1, $2, $3, $4)"};
constexpr pg::Statement kRead{"calendar_feed_read",
                              "SELECT feed_id, user_id, create_time FROM calendar_feeds "
                              "WHERE user_id = $1 AND revoke_time IS NULL"};
constexpr pg::Statement kOwner{"calendar_feed_owner",
                               "SELECT user_id FROM calendar_feeds "
                               "WHERE token_sha256 = $1 AND revoke_time IS NULL"};

// Nobody asks for revoked feeds; a while of them is kept for those who look into an abuse.
constexpr absl::Duration kRememberRevoked = absl::Hours(24 * 30);
constexpr pg::Statement kForget{
    "calendar_feed_forget", "DELETE FROM calendar_feeds WHERE user_id = $1 AND revoke_time < $2"};

constexpr pg::Statement kVisits{"calendar_feed_visits", R"sql(
SELECT v.visit_id, v.version, seen.display_name, v.kind, v.state, v.planned_start, v.planned_end,
  v.time_zone, v.place, v.create_time, v.update_time
FROM visits v
JOIN account_directory made ON made.account_id = v.account_id
JOIN account_directory seen ON seen.account_id = made.survivor_id
JOIN directory_members m ON m.account_id = seen.account_id AND m.user_id = $1
WHERE v.users @> ARRAY[$1::text] AND v.state <> 'missed' AND seen.state <> 'deleted'
  AND v.planned_start >= $2 AND v.planned_start < $3
ORDER BY v.planned_start DESC, v.visit_id DESC LIMIT $4
)sql"};

std::optional<Feed> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return Feed{rows[0][0].c_str(), rows[0][1].c_str(), pg::ParseTime(rows[0][2].c_str())};
}

}  // namespace

void ReplaceFeed(pg::Tx& tx, const Feed& feed, const std::string& token_sha256) {
  tx.Run(kRevoke, feed.user, feed.create_time);
  tx.Run(kForget, feed.user, feed.create_time - kRememberRevoked);
  tx.Run(kInsert, feed.id, feed.user, pg::Bytes{token_sha256}, feed.create_time);
}

std::optional<Feed> ReadFeed(pg::Tx& tx, const std::string& user) {
  return First(tx.Run(kRead, user));
}

std::optional<Feed> RevokeFeed(pg::Tx& tx, const std::string& user, absl::Time now) {
  return First(tx.Run(kRevoke, user, now));
}

std::optional<std::string> OwnerOfFeed(pg::Tx& tx, const std::string& token_sha256) {
  const pqxx::result rows = tx.Run(kOwner, pg::Bytes{token_sha256});
  if (rows.empty()) return std::nullopt;
  return rows[0][0].c_str();
}

std::vector<FeedVisit> ReadFeedVisits(pg::Tx& tx, const std::string& user, absl::Time from,
                                      absl::Time to) {
  std::vector<FeedVisit> visits;
  for (const auto& row : tx.Run(kVisits, user, from, to, kMostInFeed)) {
    visits.push_back({.id = row[0].c_str(),
                      .version = row[1].as<int64_t>(),
                      .account_display_name = row[2].c_str(),
                      .kind = row[3].c_str(),
                      .state = row[4].c_str(),
                      .start = pg::ParseTime(row[5].c_str()),
                      .end = pg::ParseTime(row[6].c_str()),
                      .time_zone = row[7].c_str(),
                      .place = row[8].c_str(),
                      .create_time = pg::ParseTime(row[9].c_str()),
                      .update_time = pg::ParseTime(row[10].c_str())});
  }
  std::reverse(visits.begin(), visits.end());
  return visits;
}

}  // namespace mainstay::engagement
