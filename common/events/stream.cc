#include "common/events/stream.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/api/uuid.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

// KEYS: the stream. ARGV: the known id's two parts, then the entries. Answers "lost" and the tip,
// or "added" and the ids. The id that a stream gave last survives trimming, so it tells what the
// stream remembers even when that is empty.
const redis::Script& AppendScript() {
  static const auto* const script = new redis::Script(R"lua(
local tip = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then tip = info[i + 1] end
  end
end
local milliseconds, number = string.match(tip, '(%d+)-(%d+)')
milliseconds, number = tonumber(milliseconds), tonumber(number)
local known_milliseconds, known_number = tonumber(ARGV[1]), tonumber(ARGV[2])
if milliseconds < known_milliseconds or
    (milliseconds == known_milliseconds and number < known_number) then
  return {'lost', tip}
end
local answer = {'added'}
for i = 3, #ARGV do answer[i - 1] = redis.call('XADD', KEYS[1], '*', 'e', ARGV[i]) end
return answer
)lua");
  return *script;
}

absl::StatusOr<Appended> ParseAnswer(const redis::Reply& reply, size_t entries) {
  if (reply.items.empty()) return absl::InternalError("redis: a script answered nothing");
  Appended appended;
  if (reply.items[0].text == "lost" && reply.items.size() == 2) {
    appended.lost = true;
    ASSIGN_OR_RETURN(appended.tip, ParseStreamId(reply.items[1].text));
    return appended;
  }
  for (size_t i = 1; i < reply.items.size(); ++i) {
    ASSIGN_OR_RETURN(const StreamId id, ParseStreamId(reply.items[i].text));
    appended.ids.push_back(id);
  }
  if (appended.ids.size() != entries) {
    return absl::InternalError("redis: a script answered for other entries");
  }
  return appended;
}

}  // namespace

std::string StreamId::ToRedis() const { return absl::StrCat(milliseconds, "-", number); }

std::string StreamId::ToText() const {
  return absl::StrFormat("%020d-%020d", milliseconds, number);
}

absl::StatusOr<StreamId> ParseStreamId(std::string_view text) {
  StreamId id;
  const std::pair<std::string_view, std::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  if (!absl::SimpleAtoi(parts.first, &id.milliseconds) ||
      !absl::SimpleAtoi(parts.second, &id.number)) {
    return absl::InternalError(absl::StrCat("'", text, "' is not the id of a stream's entry"));
  }
  return id;
}

StreamId StreamIdAt(absl::Time time) {
  return {.milliseconds = static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMillis(time)))};
}

std::string StreamKey(std::string_view area, int partition) {
  return absl::StrCat("mainstay:", area, ":", partition);
}

std::string WantedKey(std::string_view area, int partition) {
  return absl::StrCat(StreamKey(area, partition), ":wanted");
}

std::string Wish::ToText() const {
  return absl::StrCat(aggregate_type, "/", aggregate_id, "/", first_version, "/", last_version);
}

std::optional<Wish> ParseWish(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  Wish wish;
  if (parts.size() != 4 || parts[0].empty() || !api::IsUuid(parts[1]) ||
      !absl::SimpleAtoi(parts[2], &wish.first_version) ||
      !absl::SimpleAtoi(parts[3], &wish.last_version)) {
    return std::nullopt;
  }
  wish.aggregate_type = parts[0];
  wish.aggregate_id = parts[1];
  return wish;
}

absl::StatusOr<std::vector<absl::StatusOr<Appended>>> Append(
    redis::Connection& redis, absl::Span<const Appending> appendings) {
  std::vector<std::pair<std::string, std::string>> known;
  known.reserve(appendings.size());
  std::vector<redis::Script::Call> calls;
  for (const Appending& appending : appendings) {
    known.emplace_back(absl::StrCat(appending.known.milliseconds),
                       absl::StrCat(appending.known.number));
    redis::Script::Call& call = calls.emplace_back();
    call.keys = {appending.key};
    call.arguments = {known.back().first, known.back().second};
    call.arguments.insert(call.arguments.end(), appending.entries.begin(), appending.entries.end());
  }
  ASSIGN_OR_RETURN(const auto replies, AppendScript().RunAll(redis, calls));
  std::vector<absl::StatusOr<Appended>> results;
  for (size_t i = 0; i < replies.size(); ++i) {
    results.push_back(replies[i].ok() ? ParseAnswer(*replies[i], appendings[i].entries.size())
                                      : absl::StatusOr<Appended>(replies[i].status()));
  }
  return results;
}

}  // namespace mainstay::events
