// What the quality of responses is judged by, in PostgreSQL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/survey/quality/duplicates.h"
#include "services/survey/quality/speeders.h"

namespace mainstay::survey {

inline constexpr history::ChangeTable kResponseFlagChanges =
    MAINSTAY_CHANGE_TABLE("response_flag_changes", "response_id");

// How often each was given.
using FingerprintCounts = std::map<int64_t, int64_t>;
// Notes what was answered, and returns how often that was by now.
FingerprintCounts AddFingerprints(pg::Tx& tx, const std::string& campaign_id,
                                  const FingerprintCounts& more);
// Of the responses that were noted, by kMostFingerprints: whoever asks holds what it has noted, and
// others who answered the same wait for it.
Coincidences ReadCoincidences(pg::Tx& tx, const std::string& campaign_id);

// Counts responses by channel and whole seconds. All that were counted of those channels, with
// these.
using Durations = std::map<std::pair<std::string, int64_t>, int64_t>;
std::map<std::string, DurationCounts> AddDurations(pg::Tx& tx, const std::string& campaign_id,
                                                   const Durations& durations);

// A channel of a campaign whose responses keep their time, which runs or was closed after `since`.
struct TimedChannel {
  std::string campaign_id, channel;
  DurationCounts durations;
  std::optional<double> judged_below;  // seconds; nothing: never
};
std::vector<TimedChannel> TimedChannels(pg::Tx& tx, absl::Time since);
// Judges all responses of a channel by `limit` seconds, but for what people said.
void JudgeSpeeders(pg::Tx& tx, const TimedChannel& channel, double limit);

// The flags of a response, locked until the transaction ends; nothing when it is not there.
std::optional<std::vector<std::string>> LockFlags(pg::Tx& tx, const std::string& campaign_id,
                                                  const std::string& response_id);
void WriteFlags(pg::Tx& tx, const std::string& response_id, const std::vector<std::string>& flags);
// What people say of a flag from now on.
void WriteVerdict(pg::Tx& tx, const std::string& response_id, const std::string& flag,
                  bool flagged);
// The number of the next change of its flags, which are locked.
int64_t NextFlagChange(pg::Tx& tx, const std::string& response_id);

}  // namespace mainstay::survey
