// The table of a communication's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {
namespace {

template <std::string Communication::*member>
constexpr history::Field<Communication> Text(std::string_view name) {
  return {name, [](const Communication& c) { return c.*member; },
          [](Communication& c, std::string_view value) { c.*member = std::string(value); }};
}

// One value a line.
template <std::vector<std::string> Communication::*member>
constexpr history::Field<Communication> Lines(std::string_view name) {
  return {name, [](const Communication& c) { return absl::StrJoin(c.*member, "\n"); },
          [](Communication& c, std::string_view value) {
            c.*member = absl::StrSplit(value, '\n', absl::SkipEmpty());
          }};
}

std::string GetBody(const Communication& c) { return c.body; }
void SetBody(Communication& c, std::string_view value) {
  c.body = std::string(value);
  c.body_start = BodyStart(value);
}

std::string GetTime(const Communication& c) { return history::VerbTime(c.occur_time); }
void SetTime(Communication& c, std::string_view value) {
  c.occur_time = history::ParseVerbTime(value).value_or(absl::UnixEpoch());
}

std::string GetDuration(const Communication& c) { return absl::StrCat(c.duration_minutes); }
void SetDuration(Communication& c, std::string_view value) {
  if (!absl::SimpleAtoi(value, &c.duration_minutes)) c.duration_minutes = 0;
}

// One a line: the address, which has no spaces, and the title.
std::string GetAttachments(const Communication& c) {
  return absl::StrJoin(c.attachments, "\n", [](std::string* out, const Attachment& attachment) {
    absl::StrAppend(out, attachment.uri, " ", attachment.title);
  });
}
void SetAttachments(Communication& c, std::string_view value) {
  c.attachments.clear();
  for (std::string_view line : absl::StrSplit(value, '\n', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    c.attachments.push_back({.title = parts.second, .uri = parts.first});
  }
}

constexpr history::Field<Communication> kFields[] = {
    Text<&Communication::channel>("channel"),
    Text<&Communication::direction>("direction"),
    Lines<&Communication::contact_ids>("contacts"),
    Lines<&Communication::users>("users"),
    Text<&Communication::subject>("subject"),
    {"body", GetBody, SetBody},
    {"occur_time", GetTime, SetTime},
    {"duration_minutes", GetDuration, SetDuration},
    {"attachments", GetAttachments, SetAttachments},
    Text<&Communication::source>("source"),
    Text<&Communication::external_id>("external_id"),
};

}  // namespace

absl::Span<const history::Field<Communication>> CommunicationFields() { return kFields; }

}  // namespace mainstay::engagement
