#include "common/events/stream_trim.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

// A reply of alternating names and values.
std::map<std::string, std::string> Fields(const redis::Reply& reply) {
  std::map<std::string, std::string> fields;
  for (size_t i = 0; i + 1 < reply.items.size(); i += 2) {
    fields[reply.items[i].text] = reply.items[i + 1].text;
  }
  return fields;
}

// XPENDING's summary is [count, least id, greatest id, consumers]; the ids are nil when it is 0.
absl::StatusOr<StreamId> AcknowledgedBy(const redis::Reply& pending, StreamId delivered) {
  if (pending.items.size() >= 2 && pending.items[0].integer > 0) {
    return ParseStreamId(pending.items[1].text);
  }
  return delivered;
}

}  // namespace

absl::StatusOr<std::optional<StreamId>> AcknowledgedBelow(
    redis::Connection& redis, const std::string& key, const std::string& area,
    const std::vector<std::string>& expected) {
  const absl::StatusOr<redis::Reply> groups = redis.Command({"XINFO", "GROUPS", key});
  if (absl::IsFailedPrecondition(groups.status())) return std::nullopt;  // there is no stream
  if (!groups.ok()) return groups.status();
  std::map<std::string, StreamId> delivered;
  std::vector<std::vector<std::string_view>> questions = {{"XINFO", "STREAM", key}};
  for (const redis::Reply& item : groups->items) {
    std::map<std::string, std::string> fields = Fields(item);
    ASSIGN_OR_RETURN(delivered[fields["name"]], ParseStreamId(fields["last-delivered-id"]));
  }
  for (const std::string& name : expected) {
    if (!delivered.contains(name)) return std::nullopt;
  }
  for (const auto& [name, id] : delivered) questions.push_back({"XPENDING", key, name});
  ASSIGN_OR_RETURN(const auto answers, redis.Pipeline(questions));
  for (const auto& answer : answers) RETURN_IF_ERROR(answer.status());
  ASSIGN_OR_RETURN(const StreamId tip, ParseStreamId(Fields(*answers[0])["last-generated-id"]));
  StreamId below = kNobodyListens;
  size_t next = 1;
  for (const auto& [name, id] : delivered) {
    ASSIGN_OR_RETURN(const StreamId done, AcknowledgedBy(*answers[next++], id));
    const absl::Duration age = done < tip ? absl::Now() - done.time() : absl::ZeroDuration();
    metrics::Gauge("mainstay_relay_group_unacknowledged_seconds",
                   "Age of what a group has acknowledged last, while it has not acknowledged all",
                   {{"area", area}, {"group", name}})
        .Set(done == StreamId() ? 0 : std::max(0.0, absl::ToDoubleSeconds(age)));
    below = std::min(below, done);
  }
  return below;
}

absl::Status TrimBelow(redis::Connection& redis, const std::string& key, const StreamId& id) {
  return redis.Command({"XTRIM", key, "MINID", id.ToRedis()}).status();
}

}  // namespace mainstay::events
