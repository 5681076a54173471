// The communication (沟通记录): what was said, when, with whom, and what a record of one must keep
// to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::engagement {

// A document of a communication, which lies elsewhere.
struct Attachment {
  std::string title;
  std::string uri;
  bool operator==(const Attachment&) const = default;
};

// A communication as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case
// tail of the proto's value names: "phone".
struct Communication {
  std::string id;          // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string channel;
  std::string direction;
  std::vector<std::string> contact_ids;  // bare UUIDs
  std::vector<std::string> users;        // user ids
  std::string subject;
  std::string body;
  // The body's beginning in one line; all of it that lists read.
  std::string body_start;
  absl::Time occur_time;
  int duration_minutes = 0;
  std::vector<Attachment> attachments;
  std::string source;
  std::string external_id;
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> delete_time;
};

inline constexpr std::string_view kChannels[] = {"phone", "email",  "meeting",
                                                 "chat",  "social", "letter"};
inline constexpr std::string_view kDirections[] = {"inbound", "outbound"};

// How far a communication may lie ahead of our clock: others' clocks differ.
inline constexpr absl::Duration kMaxAhead = absl::Minutes(5);
// Nothing is older: what says so has a wrong date.
inline constexpr int kFirstYear = 1990;

// Limits of texts, in characters.
inline constexpr size_t kMaxSubject = 300;
inline constexpr size_t kMaxBody = 100'000;
inline constexpr size_t kMaxUsers = 20;
inline constexpr size_t kMaxSource = 100;
inline constexpr size_t kMaxExternalId = 200;

// The first 200 characters of a body, in one line.
std::string BodyStart(std::string_view body);

// Cuts the spaces around single-line fields and fills in body_start.
void Normalize(Communication& communication);

// Fills in what may be absent: the time and, as the one of ours who spoke, `caller`.
void Complete(Communication& communication, const std::string& caller, absl::Time now);

// Checks every field of a normalized and completed communication; INVALID_ARGUMENT names all that
// cannot be accepted.
absl::Status Validate(const Communication& communication, absl::Time now);

// The part of it about fields that are lists. What breaks it, such as a line break in a user id,
// would get lost on the way through CommunicationFields, where lists are texts of a value a line.
absl::Status ValidateLists(const Communication& communication);

// Whether `uri` is an http or https address with a host and without spaces.
bool IsWebAddress(std::string_view uri);

// `text` with each run of white space as one space, cut after `max` characters.
std::string InOneLine(std::string_view text, size_t max);

// The first `max` characters of valid UTF-8.
std::string_view FirstCharacters(std::string_view text, size_t max);

// The one table of a communication's fields that people change, by their names in the API.
absl::Span<const history::Field<Communication>> CommunicationFields();

}  // namespace mainstay::engagement
