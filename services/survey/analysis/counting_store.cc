#include "services/survey/analysis/counting_store.h"

#include <map>
#include <optional>
#include <pqxx/result>
#include <utility>
#include <vector>

#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/survey/analysis/stratum_row.h"
#include "services/survey/analysis/suppression.h"
#include "services/survey/analysis/told_steps.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

// What is to be counted, each kind by an index of nothing else. That such an index is nearly empty
// PostgreSQL cannot know, and would read all answers instead, some times a second.
constexpr char kByIndex[] = "SET LOCAL enable_seqscan = off";
// Locked: their flags cannot change before they are counted. What others have locked comes later.
#define MAINSTAY_COUNTED_COLUMNS                                                        \
  "SELECT response_id, campaign_id, questionnaire_id, questionnaire_version, answers, " \
  "tallied_flagged, coalesce(uninvited, channel = 'paper'), " MAINSTAY_STRATUM " FROM responses "
#define MAINSTAY_COUNTED_ORDER "ORDER BY campaign_id, response_id LIMIT $1 FOR UPDATE SKIP LOCKED"
constexpr pg::Statement kUncounted{
    "tally_uncounted", MAINSTAY_COUNTED_COLUMNS
    "WHERE NOT tallied AND NOT unreadable AND NOT EXISTS (SELECT FROM campaigns c "
    "WHERE c.campaign_id = responses.campaign_id AND c.privacy <> "
    "'identified') " MAINSTAY_COUNTED_ORDER};
constexpr pg::Statement kReflagged{
    "tally_reflagged", MAINSTAY_COUNTED_COLUMNS
    "WHERE tallied AND tallied_flagged <> (flags <> '{}') AND NOT EXISTS ("
    "SELECT FROM campaign_tellings t WHERE t.campaign_id = responses.campaign_id "
    "AND t.settle_time IS NOT NULL) " MAINSTAY_COUNTED_ORDER};
constexpr pg::Statement kMark{"tally_mark", R"sql(
UPDATE responses r SET tallied = true, tallied_flagged = c.flagged::boolean,
  untold = c.untold::text[]
FROM unnest($1::uuid[], $2::text[], $3::text[]) c (response_id, flagged, untold)
WHERE r.response_id = c.response_id
)sql"};
constexpr pg::Statement kSetAside{
    "tally_set_aside",
    "UPDATE responses SET unreadable = true WHERE response_id = ANY($1::uuid[])"};

constexpr pg::Statement kAdd{"tally_add", R"sql(
INSERT INTO response_tallies AS t (campaign_id, wave, tier, region, segment, role, channel, language,
  flagged, counters, uninvited)
SELECT a.campaign_id, a.wave, a.tier, a.region, a.segment, a.role, a.channel, a.language,
  a.flagged::boolean, a.counters::bigint[], a.uninvited
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::text[], $11::bigint[]) AS a (campaign_id, wave, tier, region, segment,
  role, channel, language, flagged, counters, uninvited)
ON CONFLICT (campaign_id, wave, tier, region, segment, role, channel, language, flagged) DO UPDATE
SET uninvited = t.uninvited + excluded.uninvited,
  counters = (SELECT array_agg(u.before + u.more ORDER BY u.n)
    FROM unnest(t.counters, excluded.counters) WITH ORDINALITY AS u (before, more, n))
)sql"};

// In order, as others add to the same tallies.
constexpr pg::Statement kTallyInvited{"tally_invitations", R"sql(
WITH changed AS (
  SELECT invitation_id FROM invitations WHERE )sql" MAINSTAY_INVITED_UNTALLIED R"sql(
  ORDER BY campaign_id, invitation_id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
), marked AS (
  UPDATE invitations i SET tallied = NOT i.tallied FROM changed
  WHERE i.invitation_id = changed.invitation_id
  RETURNING i.campaign_id, i.wave, i.tier, i.region, i.role, i.channel, i.language, i.tallied
), added AS (
  INSERT INTO invited_tallies AS t (campaign_id, wave, tier, region, role, channel, language,
    invited)
  SELECT campaign_id, wave, tier, region, role, channel, language,
    sum(CASE WHEN tallied THEN 1 ELSE -1 END)
  FROM marked GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (campaign_id, wave, tier, region, role, channel, language) DO UPDATE
  SET invited = t.invited + excluded.invited
)
SELECT count(*) FROM marked
)sql"};

// A confidential or anonymous campaign whose figures may move, or are to be settled.
constexpr pg::Statement kNextTelling{"tally_next_telling", R"sql(
SELECT c.campaign_id, c.state = 'closed' AND c.close_time <= $1::timestamptz
FROM campaigns c LEFT JOIN campaign_tellings t USING (campaign_id)
CROSS JOIN LATERAL (SELECT count(*) AS waiting FROM responses r
  WHERE r.campaign_id = c.campaign_id AND NOT r.tallied AND NOT r.unreadable) w
WHERE c.privacy <> 'identified' AND c.state <> 'draft' AND t.settle_time IS NULL
  AND ((c.state = 'closed' AND c.close_time <= $1::timestamptz)
    OR (w.waiting > $2::bigint AND w.waiting <> coalesce(t.waiting, 0)))
ORDER BY c.campaign_id LIMIT 1
)sql"};
constexpr pg::Statement kBeginTelling{
    "tally_begin_telling",
    "INSERT INTO campaign_tellings (campaign_id, waiting) VALUES ($1, 0) ON CONFLICT DO NOTHING"};
constexpr pg::Statement kLockTelling{
    "tally_lock_telling",
    "SELECT EXISTS (SELECT FROM response_tallies t WHERE t.campaign_id = $1) "
    "FROM campaign_tellings WHERE campaign_id = $1 AND settle_time IS NULL "
    "FOR UPDATE SKIP LOCKED"};
constexpr pg::Statement kKeepTelling{
    "tally_keep_telling",
    "UPDATE campaign_tellings SET waiting = $2, settle_time = $3 WHERE campaign_id = $1"};
constexpr pg::Statement kWaiting{
    "tally_waiting", MAINSTAY_COUNTED_COLUMNS
    "WHERE campaign_id = $1 AND NOT tallied AND NOT unreadable ORDER BY response_id LIMIT $2"};
std::string ArrayText(const std::vector<int64_t>& counters) { return *pg::ToParam(counters); }

struct Counted {
  Tally tally;
  int64_t uninvited = 0;
};
using Tallies = std::map<std::pair<std::string, Stratum>, Counted>;  // by campaign

void AddTallies(pg::Tx& tx, const Tallies& tallies) {
  std::vector<std::string> campaigns, tiers, regions, segments, roles, channels, languages, flagged,
      counters;
  std::vector<int64_t> waves, uninvited;
  for (const auto& [key, counted] : tallies) {
    const auto& [campaign, stratum] = key;
    campaigns.push_back(campaign);
    waves.push_back(stratum.wave);
    tiers.push_back(stratum.tier);
    regions.push_back(stratum.region);
    segments.push_back(stratum.segment);
    roles.push_back(stratum.role);
    channels.push_back(stratum.channel);
    languages.push_back(stratum.language);
    flagged.push_back(stratum.flagged ? "t" : "f");
    counters.push_back(ArrayText(counted.tally.Counters()));
    uninvited.push_back(counted.uninvited);
  }
  tx.Run(kAdd, campaigns, waves, tiers, regions, segments, roles, channels, languages, flagged,
         counters, uninvited);
}

// A response that no tally has yet, or another one than it should.
struct UncountedResponse {
  std::string id, campaign_id;
  Stratum stratum;
  bool uninvited = false;
  std::optional<bool> counted_as;  // flagged or not
  std::shared_ptr<const TallyPlan> plan;
  Answers answers;
};

// Collects what a batch adds to tallies, and writes it.
class Counting {
 public:
  explicit Counting(const PlanSource& plans) : plans_(plans) {}

  // Of MAINSTAY_COUNTED_COLUMNS. Nothing when it cannot be read: it is put aside.
  std::optional<UncountedResponse> Read(pg::Tx& tx, const pqxx::row& row) {
    const std::pair<std::string, int> version = {row[2].c_str(), row[3].as<int>()};
    if (!known_.contains(version)) known_[version] = plans_(tx, version.first, version.second);
    const auto& plan = known_[version];
    absl::StatusOr<Answers> answers = ParseAnswerDocument(row[4].c_str());
    if (!plan.ok() || !answers.ok()) {
      unreadable_.push_back(row[0].c_str());
      return std::nullopt;
    }
    UncountedResponse response{.id = row[0].c_str(),
                               .campaign_id = row[1].c_str(),
                               .stratum = StratumOf(row, 7),
                               .uninvited = row[6].as<bool>(),
                               .counted_as = std::nullopt,
                               .plan = *plan,
                               .answers = *std::move(answers)};
    if (!row[5].is_null()) response.counted_as = row[5].as<bool>();
    return response;
  }

  // `left_out`: keys that were taken from its answers.
  void Count(const UncountedResponse& response, const std::vector<std::string>& left_out) {
    Add(response, response.stratum.flagged, 1);
    if (response.counted_as) Add(response, *response.counted_as, -1);
    counted_.push_back(response.id);
    flagged_.push_back(response.stratum.flagged ? "t" : "f");
    left_out_.push_back(*pg::ToParam(left_out));
  }

  void Write(pg::Tx& tx) const {
    if (!tallies_.empty()) AddTallies(tx, tallies_);
    if (!counted_.empty()) tx.Run(kMark, counted_, flagged_, left_out_);
    if (!unreadable_.empty()) tx.Run(kSetAside, unreadable_);
  }

  int64_t unreadable() const { return static_cast<int64_t>(unreadable_.size()); }

 private:
  void Add(const UncountedResponse& response, bool flagged, int64_t times) {
    std::pair<std::string, Stratum> key = {response.campaign_id, response.stratum};
    key.second.flagged = flagged;
    Counted& to = tallies_.try_emplace(key, Counted{Tally(response.plan)}).first->second;
    to.tally.Add(response.answers, times);
    if (response.uninvited) to.uninvited += times;
  }

  const PlanSource& plans_;
  std::map<std::pair<std::string, int>, absl::StatusOr<std::shared_ptr<const TallyPlan>>> known_;
  Tallies tallies_;
  std::vector<std::string> counted_, flagged_, left_out_, unreadable_;
};

// What figures do not have yet, or a part of it.
struct Waiting {
  // `limit`: at most so many; nothing: all of them.
  Waiting(pg::Tx& tx, const PlanSource& plans, const std::string& campaign_id,
          std::optional<int64_t> limit)
      : counting(plans) {
    const pqxx::result rows = tx.Run(kWaiting, campaign_id, limit);
    all = !limit || static_cast<int64_t>(rows.size()) < *limit;
    for (const auto& row : rows) {
      auto response = counting.Read(tx, row);
      if (!response) continue;
      steps.push_back({response->stratum.wave, response->answers});
      responses.push_back(*std::move(response));
    }
  }

  // `first`: nothing was told before. `last`: nothing will be told later.
  LastStep Step(bool first, bool last) {
    if (responses.empty()) return {};
    if (last && all) return TheLastStep(responses[0].plan, first, steps);
    LastStep step{.told = NextStep(responses[0].plan, steps), .left_out = {}};
    step.left_out.resize(step.told.size());
    return step;
  }

  Counting counting;
  std::vector<UncountedResponse> responses;
  std::vector<WaitingResponse> steps;  // the same, as steps are made of
  bool all = true;
};

}  // namespace

absl::StatusOr<CountedBatch> CountResponses(pg::Tx& tx, const PlanSource& plans, int limit) {
  tx.Exec(kByIndex);
  pqxx::result rows = tx.Run(kUncounted, limit);
  if (rows.empty()) rows = tx.Run(kReflagged, limit);
  Counting counting(plans);
  for (const auto& row : rows) {
    const auto response = counting.Read(tx, row);
    if (response) counting.Count(*response, {});
  }
  counting.Write(tx);
  return CountedBatch{.more = !rows.empty(), .unreadable = counting.unreadable()};
}

bool TallyInvitations(pg::Tx& tx, int limit) {
  return tx.Run(kTallyInvited, limit)[0][0].as<int64_t>() > 0;
}

absl::StatusOr<CountedBatch> TellNextStep(pg::Tx& tx, const PlanSource& plans, absl::Time now,
                                          int limit) {
  const pqxx::result next = tx.Run(kNextTelling, now - kSettleAfter, kLeastGroup);
  if (next.empty()) return CountedBatch{};
  const std::string campaign_id = next[0][0].c_str();
  const bool closed = next[0][1].as<bool>();
  tx.Run(kBeginTelling, campaign_id);
  const pqxx::result locked = tx.Run(kLockTelling, campaign_id);
  if (locked.empty()) return CountedBatch{};  // another instance is at it
  const bool first = !locked[0][0].as<bool>();
  std::optional<Waiting> waiting(std::in_place, tx, plans, campaign_id, limit);
  LastStep step = waiting->Step(first, closed);
  if (!waiting->all && step.told.empty()) {
    // Hardly ever: a part of them of which none can be told without the others.
    waiting.emplace(tx, plans, campaign_id, std::nullopt);
    step = waiting->Step(first, closed);
  }
  Counting& counting = waiting->counting;
  for (size_t i = 0; i < step.told.size(); ++i) {
    UncountedResponse& response = waiting->responses[step.told[i]];
    response.answers = waiting->steps[step.told[i]].answers;
    counting.Count(response, step.left_out[i]);
  }
  counting.Write(tx);
  tx.Run(kKeepTelling, campaign_id, static_cast<int64_t>(waiting->steps.size() - step.told.size()),
         closed && waiting->all ? std::optional(now) : std::nullopt);
  return CountedBatch{.more = true, .unreadable = counting.unreadable()};
}

}  // namespace mainstay::survey
