// Feeds and what they show, in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/engagement/calendar_feed/visit_feed.h"

namespace mainstay::engagement {

struct Feed {
  std::string id;  // bare UUID
  std::string user;
  absl::Time create_time;
};

// Makes a user's feed, whose secret has that SHA-256; revokes the one that was there. ABORTED
// (CONCURRENT_CHANGE) when another one is made at the same time: by index calendar_feeds_user.
void ReplaceFeed(pg::Tx& tx, const Feed& feed, const std::string& token_sha256);
std::optional<Feed> ReadFeed(pg::Tx& tx, const std::string& user);
// The feed that was there.
std::optional<Feed> RevokeFeed(pg::Tx& tx, const std::string& user, absl::Time now);
// Whose feed has that secret; nothing for one that was revoked.
std::optional<std::string> OwnerOfFeed(pg::Tx& tx, const std::string& token_sha256);

// The visits of accounts on whose team `user` is, that they take part in, that begin from `from` to
// `to`; by their beginning. Without missed ones and those of deleted accounts; the latest
// kMostInFeed.
inline constexpr int kMostInFeed = 5000;
std::vector<FeedVisit> ReadFeedVisits(pg::Tx& tx, const std::string& user, absl::Time from,
                                      absl::Time to);

}  // namespace mainstay::engagement
