#include "common/events/publisher.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/events/stream_trim.h"
#include "common/fault/fault.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);  // with a statement
constexpr int kRewindRows = 1000;                        // a transaction
constexpr int kDeleteRows = 1000;                        // a transaction
constexpr std::string_view kWishes = "100";              // taken at once, of each partition

std::vector<std::string> LockNames() {
  std::vector<std::string> names;
  for (int i = 0; i < kPartitions; ++i) names.push_back(absl::StrCat("relay/", i));
  return names;
}

// Plans are made once, when the outbox may be empty, and must still be right when it is large: its
// indexes, row by row.
pg::SessionOptions ForRelay(pg::SessionOptions database) {
  database.plan_once = true;
  database.settings = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";
  return database;
}

// Takes out the one guard that the tests of the tests want to miss: rows read by how far we were
// instead of by their flag.
bool ByFlag() { return fault::Point("mutation.relay_watermark").ok(); }

}  // namespace

Publisher::Publisher(RelayOptions options)
    : options_(std::move(options)),
      session_(ForRelay(options_.database)),
      redis_(options_.redis),
      locks_(&session_, LockNames()),
      published_(metrics::Counter("mainstay_relay_published_total", "Events put into streams",
                                  {{"area", options_.area}})),
      rewinds_(metrics::Counter("mainstay_relay_rewinds_total",
                                "Streams found to have lost entries, which were published again",
                                {{"area", options_.area}})),
      republished_(metrics::Counter("mainstay_relay_republished_total",
                                    "Events published again because streams or consumers lost them",
                                    {{"area", options_.area}})),
      latency_(metrics::LatencyHistogram("mainstay_relay_publish_seconds",
                                         "From an event's time to its entry in the stream",
                                         {{"area", options_.area}})),
      oldest_(metrics::Gauge("mainstay_outbox_oldest_unpublished_seconds",
                             "Age of the oldest event that is not in its stream",
                             {{"area", options_.area}})),
      partitions_(metrics::Gauge("mainstay_relay_partitions", "Partitions that this process relays",
                                 {{"area", options_.area}})) {}

std::vector<int64_t> Publisher::held() const {
  return {locks_.held().begin(), locks_.held().end()};
}

// A transaction that only the partitions' holder can commit.
template <class F>
auto Publisher::Write(F&& body) {
  using Result = std::invoke_result_t<F&, pg::Tx&>;
  return session_.Write({.deadline = absl::Now() + kPatience}, [&](pg::Tx& tx) -> Result {
    RETURN_IF_ERROR(locks_.Check());
    return body(tx);
  });
}

absl::Status Publisher::TakePartitions() {
  ASSIGN_OR_RETURN(const std::vector<size_t> taken, locks_.TryMissing());
  partitions_.Set(static_cast<double>(locks_.held().size()));
  unknown_.insert(unknown_.end(), taken.begin(), taken.end());
  if (unknown_.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Tip> tips,
                   Write([&](pg::Tx& tx) -> absl::StatusOr<std::vector<Tip>> {
                     return PublishedTips(tx, unknown_);
                   }));
  for (const int64_t partition : unknown_) known_[partition] = StreamId();
  for (const Tip& tip : tips) known_[tip.partition] = tip.id;
  unknown_.clear();
  log::Info("relaying",
            {{"area", options_.area}, {"partitions", static_cast<int64_t>(locks_.held().size())}});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OutboxRow>> Publisher::Read() {
  const int64_t after = ByFlag() ? 0 : last_seq_;
  return session_.ReadOne({.deadline = absl::Now() + kPatience},
                          [&](pg::Tx& tx) -> absl::StatusOr<std::vector<OutboxRow>> {
                            RETURN_IF_ERROR(locks_.Check());
                            return ReadUnpublished(tx, held(), after, kRoundRows);
                          });
}

absl::StatusOr<Published> Publisher::Publish() {
  RETURN_IF_ERROR(fault::Point("relay.before_read"));
  ASSIGN_OR_RETURN(const std::vector<OutboxRow> rows, Read());
  if (rows.empty()) return Published::kNothing;
  for (const OutboxRow& row : rows) last_seq_ = std::max(last_seq_, row.seq);
  ASSIGN_OR_RETURN(const bool again, Carry(rows));
  return again || rows.size() >= kRoundRows ? Published::kPartly : Published::kAll;
}

// Puts `rows`, which lie by partition and seq, into their streams and marks them. True when a
// stream was rewound and all of its rows must be read again.
absl::StatusOr<bool> Publisher::Carry(const std::vector<OutboxRow>& rows) {
  std::vector<Appending> appendings;
  std::vector<int> partitions;
  for (const OutboxRow& row : rows) {
    if (partitions.empty() || partitions.back() != row.partition) {
      partitions.push_back(row.partition);
      appendings.push_back({StreamKey(options_.area, row.partition), known_[row.partition]});
    }
    appendings.back().entries.push_back(ToEntry(row, options_.area));
  }
  ASSIGN_OR_RETURN(const auto results, Append(redis_, appendings));
  RETURN_IF_ERROR(fault::Point("relay.after_xadd"));
  const absl::Time now = absl::Now();
  std::vector<PublishedRow> marks;
  std::vector<std::pair<int, StreamId>> lost;
  absl::Status failure;
  size_t first = 0;  // row of the partition
  for (size_t i = 0; i < results.size(); first += appendings[i].entries.size(), ++i) {
    if (!results[i].ok()) {
      failure = results[i].status();
    } else if (results[i]->lost) {
      lost.emplace_back(partitions[i], results[i]->tip);
    } else {
      for (size_t j = 0; j < results[i]->ids.size(); ++j) {
        marks.push_back({rows[first + j].seq, results[i]->ids[j]});
        latency_.Observe(absl::ToDoubleSeconds(now - rows[first + j].occurred_at));
      }
    }
  }
  RETURN_IF_ERROR(fault::Point("relay.before_mark"));
  if (!marks.empty()) RETURN_IF_ERROR(Mark(marks));
  RETURN_IF_ERROR(fault::Point("relay.after_mark"));
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok() && !results[i]->lost) known_[partitions[i]] = results[i]->ids.back();
  }
  for (const auto& [partition, tip] : lost) RETURN_IF_ERROR(Rewind(partition, tip));
  if (!failure.ok()) return failure;
  return !lost.empty();
}

absl::Status Publisher::Mark(const std::vector<PublishedRow>& rows) {
  RETURN_IF_ERROR(Write([&](pg::Tx& tx) {
    MarkPublished(tx, rows, absl::Now());
    return absl::OkStatus();
  }));
  published_.Increment(static_cast<double>(rows.size()));
  return absl::OkStatus();
}

// Until it is done nothing is published there: known_ stays, and so the stream stays "lost", also
// for another relay that goes on from what is left to do.
absl::Status Publisher::Rewind(int partition, const StreamId& tip) {
  int64_t rows = 0;
  for (int step = kRewindRows; step == kRewindRows; rows += step) {
    RETURN_IF_ERROR(fault::Point("relay.during_rewind"));
    ASSIGN_OR_RETURN(step, Write([&](pg::Tx& tx) -> absl::StatusOr<int> {
                       return UnpublishAfter(tx, partition, tip, kRewindRows);
                     }));
  }
  known_[partition] = tip;
  rewinds_.Increment();
  republished_.Increment(static_cast<double>(rows));
  log::Warning("a stream has lost entries; they are published again",
               {{"area", options_.area}, {"partition", int64_t{partition}}, {"events", rows}});
  return absl::OkStatus();
}

absl::Status Publisher::Measure() {
  ASSIGN_OR_RETURN(const absl::Time oldest,
                   session_.ReadOne({.deadline = absl::Now() + kPatience},
                                    [&](pg::Tx& tx) -> absl::StatusOr<absl::Time> {
                                      RETURN_IF_ERROR(locks_.Check());
                                      return OldestUnpublished(tx);
                                    }));
  const absl::Time now = absl::Now();
  oldest_.Set(absl::ToDoubleSeconds(now - std::min(oldest, now)));
  return absl::OkStatus();
}

absl::Status Publisher::Look() {
  RETURN_IF_ERROR(FindLosses());
  return GrantWishes();
}

absl::Status Publisher::FindLosses() {
  std::vector<Appending> questions;
  for (const int64_t partition : held()) {
    questions.push_back({StreamKey(options_.area, static_cast<int>(partition)), known_[partition]});
  }
  ASSIGN_OR_RETURN(const auto answers, Append(redis_, questions));
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i].ok()) return answers[i].status();
    if (answers[i]->lost) RETURN_IF_ERROR(Rewind(static_cast<int>(held()[i]), answers[i]->tip));
  }
  return absl::OkStatus();
}

absl::Status Publisher::GrantWishes() {
  std::vector<std::string> keys;
  for (const int64_t partition : held()) {
    keys.push_back(WantedKey(options_.area, static_cast<int>(partition)));
  }
  std::vector<std::vector<std::string_view>> commands;
  for (const std::string& key : keys) commands.push_back({"SPOP", key, kWishes});
  ASSIGN_OR_RETURN(const auto replies, redis_.Pipeline(commands));
  std::vector<Wish> wishes;
  for (const auto& reply : replies) {
    if (!reply.ok()) return reply.status();
    for (const redis::Reply& item : reply->items) {
      if (std::optional<Wish> wish = ParseWish(item.text)) wishes.push_back(*std::move(wish));
    }
  }
  if (wishes.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int rows, Write([&](pg::Tx& tx) -> absl::StatusOr<int> {
                     return Unpublish(tx, held(), wishes);
                   }));
  republished_.Increment(rows);
  log::Info("consumers miss events; they are published again",
            {{"area", options_.area}, {"events", int64_t{rows}}});
  return absl::OkStatus();
}

absl::Status Publisher::Clean() {
  const StreamId old = StreamIdAt(absl::Now() - options_.retention);
  for (const int64_t partition : held()) {
    const std::string key = StreamKey(options_.area, static_cast<int>(partition));
    ASSIGN_OR_RETURN(const std::optional<StreamId> done,
                     AcknowledgedBelow(redis_, key, options_.area, options_.groups));
    if (!done.has_value()) continue;
    // Without any group the stream keeps what the outbox keeps, for whoever comes.
    const StreamId before = *done == kNobodyListens ? old : *done;
    RETURN_IF_ERROR(TrimBelow(redis_, key, before));
    RETURN_IF_ERROR(DeleteOld(static_cast<int>(partition), std::min(before, old)));
  }
  return absl::OkStatus();
}

absl::Status Publisher::DeleteOld(int partition, const StreamId& before) {
  int step = kDeleteRows;
  while (step == kDeleteRows) {
    ASSIGN_OR_RETURN(step, Write([&](pg::Tx& tx) -> absl::StatusOr<int> {
                       return DeletePublishedBefore(tx, partition, before, kDeleteRows);
                     }));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::events
