// Changes, field by field, and the one table of a resource's fields that finds them, takes them
// back and copies what an update mask names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/trace/trace.h"

namespace mainstay::history {

// Who writes, when, why, and in which trace. The same for every row of a transaction.
struct WriteContext {
  std::string actor;   // user id
  std::string reason;  // as the caller gave it; may be empty
  absl::Time now;
  trace::TraceContext trace;
};

// Makes `after` the next version of `before`: version and update_time. Clocks of two instances
// differ a little and a call may have waited for the lock, but history must not run backwards:
// returns `context` with the time that the version has, for its history and its event.
template <class Before, class T>
WriteContext NextVersion(const Before& before, const WriteContext& context, T& after) {
  after.version = before.version + 1;
  after.update_time = std::max(before.update_time, context.now);
  WriteContext at = context;
  at.now = after.update_time;
  return at;
}

// One field's change; or, with an empty field, a verb, such as
//   delete:   "" → when it was deleted      undelete: when it had been deleted → ""
// with times as VerbTime writes them.
struct Change {
  std::string field;
  std::string old_value;  // as text
  std::string new_value;
  bool operator==(const Change&) const = default;
};

// RFC 3339 in UTC, and back; nothing for a text that is not such a time.
inline std::string VerbTime(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}
inline std::optional<absl::Time> ParseVerbTime(std::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return std::nullopt;
  return time;
}

// A change as recorded.
struct RecordedChange {
  std::string resource_id;  // bare UUID of what changed
  int64_t version = 0;      // the version that it made
  int position = 0;         // among the changes of that version, from 0
  std::string action;       // "create", "update", …
  Change change;
  std::string actor;
  std::string reason;
  absl::Time change_time;
};

// A field of T: its name as in the API, its value as text, and the value from that text.
template <class T>
struct Field {
  std::string_view name;
  std::string (*get)(const T&);
  void (*set)(T&, std::string_view);
};

// The fields in which `after` differs from `before`, in the order of the table.
template <class T>
std::vector<Change> Diff(absl::Span<const Field<T>> fields, const T& before, const T& after) {
  std::vector<Change> changes;
  for (const Field<T>& field : fields) {
    std::string old_value = field.get(before), new_value = field.get(after);
    if (old_value == new_value) continue;
    changes.push_back({std::string(field.name), std::move(old_value), std::move(new_value)});
  }
  return changes;
}

// Sets the field that `name` names; false when the table has no such field.
template <class T>
bool SetField(absl::Span<const Field<T>> fields, T& resource, std::string_view name,
              std::string_view value) {
  auto field =
      std::find_if(fields.begin(), fields.end(), [&](const Field<T>& f) { return f.name == name; });
  if (field == fields.end()) return false;
  field->set(resource, value);
  return true;
}

// Copies the named fields from `source`; names that the table does not have are left alone.
template <class T>
void CopyFields(absl::Span<const Field<T>> fields, const std::vector<std::string>& names,
                const T& source, T& target) {
  for (const Field<T>& field : fields) {
    if (std::find(names.begin(), names.end(), field.name) == names.end()) continue;
    field.set(target, field.get(source));
  }
}

}  // namespace mainstay::history
