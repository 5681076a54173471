#include "common/events/stream_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr char kBatch[] = "32";  // entries a stream

// What the consumer can work with: an event of this stream, and values that PostgreSQL can hold.
bool IsEvent(const v1::Event& event) {
  return api::IsUuid(event.event_id()) && api::IsUuid(event.account_id()) &&
         api::IsUuid(event.aggregate_id()) && event.aggregate_version() > 0 && event.seq() > 0 &&
         event.aggregate_type().find('\0') == std::string::npos &&
         event.type().find('\0') == std::string::npos;
}

// Of an entry's alternating fields and values.
std::string_view FieldOf(const redis::Reply& fields, std::string_view name) {
  for (size_t i = 0; i + 1 < fields.items.size(); i += 2) {
    if (fields.items[i].text == name) return fields.items[i + 1].text;
  }
  return {};
}

absl::Status Malformed() { return absl::InternalError("redis: an answer of another form"); }

}  // namespace

StreamReader::StreamReader(redis::Options options, std::string group,
                           std::vector<AreaPartition> streams)
    : redis_(std::move(options)), group_(std::move(group)) {
  for (AreaPartition& place : streams) {
    std::string key = StreamKey(place.area, place.partition);
    streams_.push_back({.place = std::move(place), .key = std::move(key)});
  }
}

void StreamReader::Add(absl::Span<const size_t> streams) {
  for (const size_t i : streams) {
    streams_[i].reading = true;
    streams_[i].grouped = false;
    streams_[i].claim = "0-0";
  }
}

void StreamReader::Clear() {
  for (Stream& stream : streams_) stream.reading = false;
}

void StreamReader::StartOver() {
  for (Stream& stream : streams_) {
    stream.grouped = false;
    stream.claim = "0-0";
  }
}

absl::StatusOr<std::vector<StreamEntry>> StreamReader::Read(absl::Duration wait) {
  const auto attempt = [&]() -> absl::StatusOr<std::vector<StreamEntry>> {
    RETURN_IF_ERROR(MakeGroups());
    std::vector<size_t> unclaimed;
    for (size_t i = 0; i < streams_.size(); ++i) {
      if (streams_[i].reading && !streams_[i].claim.empty()) unclaimed.push_back(i);
    }
    return unclaimed.empty() ? ReadNew(wait) : Claim(unclaimed);
  };
  auto entries = attempt();
  if (!entries.ok()) StartOver();
  return entries;
}

absl::Status StreamReader::MakeGroups() {
  std::vector<std::vector<std::string_view>> commands;
  for (const Stream& stream : streams_) {
    if (!stream.reading || stream.grouped) continue;
    commands.push_back({"XGROUP", "CREATE", stream.key, group_, "0", "MKSTREAM"});
  }
  if (commands.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto replies, redis_.Pipeline(commands));
  for (const auto& reply : replies) {
    if (!reply.ok() && !absl::StartsWith(reply.status().message(), "BUSYGROUP")) {
      return reply.status();
    }
  }
  for (Stream& stream : streams_) stream.grouped |= stream.reading;
  return absl::OkStatus();
}

// XAUTOCLAIM answers [where to go on, entries, ids of entries that are no more]. Nobody else works
// on these streams, so whatever is pending is ours, however short a time it has been so.
absl::StatusOr<std::vector<StreamEntry>> StreamReader::Claim(const std::vector<size_t>& streams) {
  std::vector<std::vector<std::string_view>> commands;
  for (const size_t i : streams) {
    commands.push_back(
        {"XAUTOCLAIM", streams_[i].key, group_, group_, "0", streams_[i].claim, "COUNT", kBatch});
  }
  ASSIGN_OR_RETURN(const auto replies, redis_.Pipeline(commands));
  std::vector<StreamEntry> entries;
  for (size_t i = 0; i < replies.size(); ++i) {
    if (!replies[i].ok()) return replies[i].status();
    if (replies[i]->items.size() < 2) return Malformed();
    Take(streams[i], replies[i]->items[1], &entries);
    const std::string& next = replies[i]->items[0].text;
    streams_[streams[i]].claim = next == "0-0" ? "" : next;
  }
  return entries;
}

absl::StatusOr<std::vector<StreamEntry>> StreamReader::ReadNew(absl::Duration wait) {
  const std::string milliseconds = absl::StrCat(absl::ToInt64Milliseconds(wait));
  std::vector<std::string_view> command = {"XREADGROUP", "GROUP", group_, group_, "COUNT", kBatch};
  // For Redis a wait of 0 has no end.
  if (milliseconds != "0") command.insert(command.end(), {"BLOCK", milliseconds});
  command.push_back("STREAMS");
  std::map<std::string_view, size_t> by_key;
  for (size_t i = 0; i < streams_.size(); ++i) {
    if (!streams_[i].reading) continue;
    command.push_back(streams_[i].key);
    by_key[streams_[i].key] = i;
  }
  if (by_key.empty()) return std::vector<StreamEntry>();
  command.insert(command.end(), by_key.size(), ">");
  ASSIGN_OR_RETURN(const redis::Reply reply, redis_.Command(command));
  std::vector<StreamEntry> entries;
  for (const redis::Reply& item : reply.items) {
    if (item.items.size() != 2) return Malformed();
    const auto found = by_key.find(item.items[0].text);
    if (found == by_key.end()) return Malformed();
    Take(found->second, item.items[1], &entries);
  }
  return entries;
}

void StreamReader::Take(size_t stream, const redis::Reply& entries,
                        std::vector<StreamEntry>* out) const {
  for (const redis::Reply& item : entries.items) {
    if (item.items.size() != 2) continue;  // trimmed away in the meantime
    StreamEntry& entry = out->emplace_back();
    entry.stream = stream;
    entry.id = item.items[0].text;
    const std::string_view bytes = FieldOf(item.items[1], "e");
    entry.readable = entry.event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    const AreaPartition& place = streams_[stream].place;
    entry.event.set_area(place.area);
    entry.readable = entry.readable && IsEvent(entry.event);
    if (entry.readable) continue;
    log::Error("an entry of a stream is no event",
               {{"stream", streams_[stream].key}, {"id", entry.id}});
    metrics::Counter("mainstay_consumer_unreadable_total", "Entries of streams that are no events",
                     {{"area", place.area}})
        .Increment();
  }
}

absl::Status StreamReader::Acknowledge(absl::Span<const StreamEntry> entries) {
  std::map<size_t, std::vector<std::string_view>> commands;
  for (const StreamEntry& entry : entries) {
    Stream& stream = streams_[entry.stream];
    std::vector<std::string_view>& command = commands[entry.stream];
    if (command.empty()) command = {"XACK", stream.key, group_};
    command.push_back(entry.id);
    stream.handled = std::max(stream.handled, entry.event.seq());
  }
  std::vector<std::vector<std::string_view>> all;
  for (auto& [stream, command] : commands) all.push_back(std::move(command));
  if (all.empty()) return absl::OkStatus();
  const absl::Status status = redis_.Pipeline(all).status();
  if (!status.ok()) StartOver();
  return status;
}

absl::Status StreamReader::Send(absl::Span<const std::pair<AreaPartition, Wish>> wishes) {
  std::vector<std::pair<std::string, std::string>> texts;
  texts.reserve(wishes.size());
  std::vector<std::vector<std::string_view>> commands;
  for (const auto& [place, wish] : wishes) {
    const auto& [key, text] =
        texts.emplace_back(WantedKey(place.area, place.partition), wish.ToText());
    commands.push_back({"SADD", key, text});
  }
  if (commands.empty()) return absl::OkStatus();
  return redis_.Pipeline(commands).status();
}

absl::StatusOr<std::vector<StreamReader::Lag>> StreamReader::Measure() {
  std::vector<std::vector<std::string_view>> commands;
  std::vector<Stream*> asked;
  for (Stream& stream : streams_) {
    if (!stream.reading) continue;
    commands.push_back({"XREVRANGE", stream.key, "+", "-", "COUNT", "1"});
    commands.push_back({"XPENDING", stream.key, group_});
    asked.push_back(&stream);
  }
  if (asked.empty()) return std::vector<Lag>();
  ASSIGN_OR_RETURN(const auto replies, redis_.Pipeline(commands));
  std::map<std::string, Lag> lags;
  for (size_t i = 0; i < asked.size(); ++i) {
    Lag& lag = lags[asked[i]->place.area];
    lag.area = asked[i]->place.area;
    const auto &last = replies[2 * i], &pending = replies[2 * i + 1];
    v1::Event event;
    // Until something was handled here it is not known how far the group is.
    if (last.ok() && !last->items.empty() && last->items[0].items.size() == 2 &&
        asked[i]->handled > 0 &&
        event.ParseFromString(std::string(FieldOf(last->items[0].items[1], "e")))) {
      lag.events = std::max(lag.events, event.seq() - asked[i]->handled);
    }
    if (pending.ok() && pending->items.size() >= 2 && pending->items[0].integer > 0) {
      ASSIGN_OR_RETURN(const StreamId oldest, ParseStreamId(pending->items[1].text));
      lag.oldest_pending = std::max(lag.oldest_pending, absl::Now() - oldest.time());
      // Delivered to somebody who had lost the partition without knowing it yet.
      asked[i]->claim = "0-0";
    }
  }
  std::vector<Lag> result;
  for (auto& [area, lag] : lags) result.push_back(std::move(lag));
  return result;
}

}  // namespace mainstay::events
