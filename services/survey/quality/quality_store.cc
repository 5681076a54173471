#include "services/survey/quality/quality_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

// In order, so that two transactions do not wait for each other.
constexpr pg::Statement kAddFingerprints{"quality_add_fingerprints", R"sql(
INSERT INTO response_fingerprints AS f (campaign_id, fingerprint, times)
SELECT $1::uuid, m.fingerprint, m.times
FROM unnest($2::bigint[], $3::bigint[]) m (fingerprint, times) ORDER BY m.fingerprint
ON CONFLICT (campaign_id, fingerprint) DO UPDATE SET times = f.times + excluded.times
RETURNING fingerprint, times
)sql"};
constexpr pg::Statement kReadCoincidences{"quality_read_coincidences", R"sql(
SELECT coalesce(sum(times), 0), count(*) FILTER (WHERE times > 1), coalesce(max(fingerprint), 0)
FROM (SELECT fingerprint, times FROM response_fingerprints WHERE campaign_id = $1
  ORDER BY fingerprint LIMIT $2) f
)sql"};

// Connections that are opened one after the other have neighbouring slots.
constexpr pg::Statement kAddDurations{"quality_add_durations", R"sql(
WITH more AS (
  SELECT channel, seconds, times
  FROM unnest($2::text[], $3::bigint[], $4::bigint[]) g (channel, seconds, times)
), added AS (
  INSERT INTO response_duration_slots AS d (campaign_id, channel, seconds, slot, times)
  SELECT $1::uuid, channel, seconds, pg_backend_pid() % 16, times FROM more
  ORDER BY channel, seconds
  ON CONFLICT (campaign_id, channel, seconds, slot) DO UPDATE SET times = d.times + excluded.times
)
SELECT channel, seconds, sum(times)::bigint FROM (
  SELECT channel, seconds, times FROM response_duration_slots
  WHERE campaign_id = $1::uuid AND channel = ANY ($2::text[])
  UNION ALL SELECT * FROM more
) counted GROUP BY channel, seconds
)sql"};

constexpr pg::Statement kTimedChannels{"quality_timed_channels", R"sql(
SELECT d.campaign_id, d.channel, d.seconds, d.times, l.seconds
FROM campaigns c JOIN response_duration_slots d USING (campaign_id)
LEFT JOIN response_speeder_limits l ON l.campaign_id = d.campaign_id AND l.channel = d.channel
WHERE c.privacy <> 'anonymous' AND (c.state IN ('running', 'paused') OR c.close_time > $1)
ORDER BY d.campaign_id, d.channel
)sql"};

constexpr pg::Statement kNoteLimit{"quality_note_limit", R"sql(
INSERT INTO response_speeder_limits AS l (campaign_id, channel, seconds) VALUES ($1, $2, $3)
ON CONFLICT (campaign_id, channel) DO UPDATE SET seconds = excluded.seconds
)sql"};

constexpr pg::Statement kJudgeSpeeders{"quality_judge_speeders", R"sql(
UPDATE responses r SET flags = CASE WHEN r.duration_seconds < $3::double precision
  THEN ARRAY(SELECT f FROM unnest(r.flags || ARRAY['speeder']) f ORDER BY f COLLATE "C")
  ELSE array_remove(r.flags, 'speeder') END
WHERE r.campaign_id = $1 AND r.channel = $2 AND r.duration_seconds IS NOT NULL
  AND (r.duration_seconds < $3::double precision) <> ('speeder' = ANY (r.flags))
  AND NOT EXISTS (SELECT FROM response_flag_verdicts v
    WHERE v.response_id = r.response_id AND v.flag = 'speeder')
)sql"};

constexpr pg::Statement kLockFlags{
    "quality_lock_flags",
    "SELECT flags FROM responses WHERE campaign_id = $1 AND response_id = $2 FOR UPDATE"};
constexpr pg::Statement kWriteFlags{
    "quality_write_flags", "UPDATE responses SET flags = $2::text[] WHERE response_id = $1"};
constexpr pg::Statement kWriteVerdict{"quality_write_verdict", R"sql(
INSERT INTO response_flag_verdicts (response_id, flag, flagged) VALUES ($1, $2, $3)
ON CONFLICT (response_id, flag) DO UPDATE SET flagged = excluded.flagged
)sql"};
constexpr pg::Statement kNextChange{
    "quality_next_change",
    "SELECT coalesce(max(version), 0) + 1 FROM response_flag_changes WHERE response_id = $1"};

}  // namespace

FingerprintCounts AddFingerprints(pg::Tx& tx, const std::string& campaign_id,
                                  const FingerprintCounts& more) {
  std::vector<int64_t> fingerprints, times;
  for (const auto& [fingerprint, count] : more) {
    fingerprints.push_back(fingerprint);
    times.push_back(count);
  }
  FingerprintCounts counts;
  for (const auto& row : tx.Run(kAddFingerprints, campaign_id, fingerprints, times)) {
    counts[row[0].as<int64_t>()] = row[1].as<int64_t>();
  }
  return counts;
}

Coincidences ReadCoincidences(pg::Tx& tx, const std::string& campaign_id) {
  const pqxx::result rows = tx.Run(kReadCoincidences, campaign_id, kMostFingerprints);
  return {.responses = rows[0][0].as<int64_t>(),
          .repeated = rows[0][1].as<int64_t>(),
          .greatest = rows[0][2].as<int64_t>()};
}

std::map<std::string, DurationCounts> AddDurations(pg::Tx& tx, const std::string& campaign_id,
                                                   const Durations& durations) {
  std::vector<std::string> channels;
  std::vector<int64_t> seconds, times;
  for (const auto& [key, count] : durations) {
    channels.push_back(key.first);
    seconds.push_back(key.second);
    times.push_back(count);
  }
  std::map<std::string, DurationCounts> all;
  for (const auto& row : tx.Run(kAddDurations, campaign_id, channels, seconds, times)) {
    all[row[0].c_str()].Add(row[1].as<int64_t>(), row[2].as<int64_t>());
  }
  return all;
}

std::vector<TimedChannel> TimedChannels(pg::Tx& tx, absl::Time since) {
  std::vector<TimedChannel> channels;
  for (const auto& row : tx.Run(kTimedChannels, since)) {
    if (channels.empty() || channels.back().campaign_id != row[0].c_str() ||
        channels.back().channel != row[1].c_str()) {
      channels.push_back({row[0].c_str(), row[1].c_str(), {}, std::nullopt});
      if (!row[4].is_null()) channels.back().judged_below = row[4].as<double>();
    }
    channels.back().durations.Add(row[2].as<int64_t>(), row[3].as<int64_t>());
  }
  return channels;
}

void JudgeSpeeders(pg::Tx& tx, const TimedChannel& channel, double limit) {
  tx.Run(kNoteLimit, channel.campaign_id, channel.channel, limit);
  tx.Run(kJudgeSpeeders, channel.campaign_id, channel.channel, limit);
}

std::optional<std::vector<std::string>> LockFlags(pg::Tx& tx, const std::string& campaign_id,
                                                  const std::string& response_id) {
  const pqxx::result rows = tx.Run(kLockFlags, campaign_id, response_id);
  if (rows.empty()) return std::nullopt;
  return pg::ParseArray(rows[0][0].c_str());
}

void WriteFlags(pg::Tx& tx, const std::string& response_id, const std::vector<std::string>& flags) {
  tx.Run(kWriteFlags, response_id, flags);
}

void WriteVerdict(pg::Tx& tx, const std::string& response_id, const std::string& flag,
                  bool flagged) {
  tx.Run(kWriteVerdict, response_id, flag, flagged);
}

int64_t NextFlagChange(pg::Tx& tx, const std::string& response_id) {
  return tx.Run(kNextChange, response_id)[0][0].as<int64_t>();
}

}  // namespace mainstay::survey
