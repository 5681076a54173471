#include "services/survey/quality/quality_sequel.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/survey/campaigns/campaign.h"
#include "services/survey/quality/contradictions.h"
#include "services/survey/quality/duplicates.h"
#include "services/survey/quality/flags.h"
#include "services/survey/quality/quality_store.h"
#include "services/survey/quality/speeders.h"
#include "services/survey/quality/straight_lining.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

// The first of each fingerprint that the campaign has not seen is nobody's duplicate.
void FlagDuplicates(pg::Tx& tx, const std::string& campaign_id, absl::Span<ResponseDraft> drafts) {
  std::vector<std::optional<int64_t>> fingerprints(drafts.size());
  FingerprintCounts more;
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (!drafts[i].error.ok()) continue;
    fingerprints[i] = FingerprintOf(drafts[i].response.answers);
    if (fingerprints[i]) ++more[*fingerprints[i]];
  }
  if (more.empty()) return;
  const FingerprintCounts times = AddFingerprints(tx, campaign_id, more);
  std::set<int64_t> seen;  // before, or among these
  for (const auto& [fingerprint, count] : times) {
    if (count > more.at(fingerprint)) seen.insert(fingerprint);
  }
  std::optional<Coincidences> all;  // counted when something repeats, and then once
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (!fingerprints[i] || seen.insert(*fingerprints[i]).second) continue;
    if (!all) all = ReadCoincidences(tx, campaign_id);
    SetFlag(drafts[i].response.flags, kDuplicate,
            RepeatsAreSuspicious(all->Without(*fingerprints[i], times.at(*fingerprints[i]))));
  }
}

void FlagSpeeders(pg::Tx& tx, const std::string& campaign_id, absl::Span<ResponseDraft> drafts) {
  const auto timed = [](const ResponseDraft& draft) {
    return draft.error.ok() && draft.response.duration_seconds &&
           *draft.response.duration_seconds >= 0;
  };
  Durations durations;
  for (const ResponseDraft& draft : drafts) {
    if (!timed(draft)) continue;
    const auto seconds = static_cast<int64_t>(std::floor(*draft.response.duration_seconds));
    ++durations[{draft.response.channel, seconds}];
  }
  if (durations.empty()) return;
  std::map<std::string, std::optional<double>> limits;  // by channel
  for (const auto& [channel, all] : AddDurations(tx, campaign_id, durations)) {
    limits[channel] = SpeederLimit(all);
  }
  for (ResponseDraft& draft : drafts) {
    if (!timed(draft)) continue;
    const std::optional<double>& limit = limits[draft.response.channel];
    if (limit && *draft.response.duration_seconds < *limit) {
      SetFlag(draft.response.flags, kSpeeder, true);
    }
  }
}

absl::Status Judge(pg::Tx& tx, const ResponsesOf& of, absl::Span<ResponseDraft> drafts,
                   const history::WriteContext&) {
  for (ResponseDraft& draft : drafts) {
    if (!draft.error.ok()) continue;
    Response& response = draft.response;
    SetFlag(response.flags, kStraightLining,
            HasStraightLine(of.version.content(), response.answers));
    SetFlag(response.flags, kContradiction, !ContradictoryPairs(response.answers).empty());
  }
  FlagDuplicates(tx, of.campaign.id, drafts);
  FlagSpeeders(tx, of.campaign.id, drafts);
  return absl::OkStatus();
}

}  // namespace

ResponseSequel QualitySequel() { return {.name = "quality", .prepare = Judge, .follow = {}}; }

absl::StatusOr<bool> JudgeSpeedersAgain(pg::Tx& tx, absl::Time now) {
  for (const TimedChannel& channel : TimedChannels(tx, now - absl::Hours(24))) {
    const std::optional<double> limit = SpeederLimit(channel.durations);
    if (!limit || limit == channel.judged_below) continue;
    JudgeSpeeders(tx, channel, *limit);  // figures follow by themselves
    return true;
  }
  return false;
}

}  // namespace mainstay::survey
