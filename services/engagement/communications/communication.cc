#include "services/engagement/communications/communication.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxContacts = 50;
constexpr size_t kMaxAttachments = 50;
constexpr int kMaxMinutes = 24 * 60;
constexpr size_t kMaxUri = 2000;
constexpr size_t kBodyStart = 200;

void CheckPeople(const Communication& communication, Violations& violations) {
  if (communication.contact_ids.size() > kMaxContacts) {
    violations.push_back({"contacts", absl::StrCat("must be at most ", kMaxContacts)});
  }
  std::set<std::string_view> seen;
  for (size_t i = 0; i < communication.contact_ids.size(); ++i) {
    if (seen.insert(communication.contact_ids[i]).second) continue;
    violations.push_back({absl::StrCat("contacts[", i, "]"), "is there already"});
  }
  if (communication.users.size() > kMaxUsers) {
    violations.push_back({"users", absl::StrCat("must be at most ", kMaxUsers)});
  }
  seen.clear();
  for (size_t i = 0; i < communication.users.size(); ++i) {
    const std::string& user = communication.users[i];
    if (!text::IsUserId(user)) {
      violations.push_back({absl::StrCat("users[", i, "]"), std::string(text::kUserIdRule)});
    } else if (!seen.insert(user).second) {
      violations.push_back({absl::StrCat("users[", i, "]"), "is there already"});
    }
  }
}

void CheckTime(const Communication& communication, absl::Time now, Violations& violations) {
  const absl::CivilDay day = absl::ToCivilDay(communication.occur_time, absl::UTCTimeZone());
  if (day.year() < kFirstYear) {
    violations.push_back({"occur_time", absl::StrCat("must be since the year ", kFirstYear)});
  } else if (communication.occur_time > now + kMaxAhead) {
    violations.push_back({"occur_time", "must not lie ahead: log what has been said"});
  }
  if (communication.duration_minutes < 0 || communication.duration_minutes > kMaxMinutes) {
    violations.push_back({"duration_minutes", absl::StrCat("must be 0 to ", kMaxMinutes)});
  }
}

void CheckAttachments(const Communication& communication, Violations& violations) {
  if (communication.attachments.size() > kMaxAttachments) {
    violations.push_back({"attachments", absl::StrCat("must be at most ", kMaxAttachments)});
  }
  for (size_t i = 0; i < communication.attachments.size(); ++i) {
    const Attachment& attachment = communication.attachments[i];
    const std::string at = absl::StrCat("attachments[", i, "].");
    text::CheckText(at + "title", attachment.title, 1, 200, Lines::kOne, violations);
    if (!IsWebAddress(attachment.uri)) {
      violations.push_back({at + "uri", absl::StrCat("must be an http or https address of at most ",
                                                     kMaxUri, " characters")});
    }
  }
}

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

}  // namespace

std::string BodyStart(std::string_view body) {
  return InOneLine(FirstCharacters(body, 4 * kBodyStart), kBodyStart);
}

void Normalize(Communication& communication) {
  communication.body_start = BodyStart(communication.body);
  for (std::string* text :
       {&communication.subject, &communication.source, &communication.external_id}) {
    *text = text::Trim(*text);
  }
  for (std::string& user : communication.users) user = text::Trim(user);
  for (Attachment& attachment : communication.attachments) {
    attachment.title = text::Trim(attachment.title);
    attachment.uri = text::Trim(attachment.uri);
  }
}

void Complete(Communication& communication, const std::string& caller, absl::Time now) {
  if (communication.occur_time == absl::Time()) communication.occur_time = now;
  if (communication.users.empty()) communication.users.push_back(caller);
}

absl::Status ValidateLists(const Communication& communication) {
  Violations violations;
  CheckPeople(communication, violations);
  CheckAttachments(communication, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Validate(const Communication& communication, absl::Time now) {
  Violations violations;
  if (communication.channel.empty()) {
    violations.push_back({"channel",
                          "say over what: COMMUNICATION_CHANNEL_PHONE, _EMAIL, _MEETING, _CHAT, "
                          "_SOCIAL or _LETTER"});
  }
  if (communication.direction.empty()) {
    violations.push_back({"direction",
                          "say from whom: COMMUNICATION_DIRECTION_INBOUND (the customer turned to "
                          "us) or COMMUNICATION_DIRECTION_OUTBOUND"});
  }
  CheckPeople(communication, violations);
  text::CheckText("subject", communication.subject, 0, kMaxSubject, Lines::kOne, violations);
  text::CheckText("body", communication.body, 0, kMaxBody, Lines::kMany, violations);
  if (communication.subject.empty() && text::Trim(communication.body).empty()) {
    violations.push_back({"subject", "say what it was about, here or in the body"});
  }
  CheckTime(communication, now, violations);
  CheckAttachments(communication, violations);
  text::CheckText("source", communication.source, 0, kMaxSource, Lines::kOne, violations);
  text::CheckText("external_id", communication.external_id, 0, kMaxExternalId, Lines::kOne,
                  violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool IsWebAddress(std::string_view uri) {
  if (uri.size() > kMaxUri) return false;
  size_t host = 0;
  if (absl::StartsWithIgnoreCase(uri, "https://")) host = 8;
  if (absl::StartsWithIgnoreCase(uri, "http://")) host = 7;
  if (host == 0 || host == uri.size() || uri[host] == '/' || uri[host] == '?') return false;
  return std::none_of(uri.begin(), uri.end(), [](char c) {
    return IsSpace(c) || absl::ascii_iscntrl(static_cast<unsigned char>(c)) || c == '<' ||
           c == '>' || c == '"';
  });
}

std::string_view FirstCharacters(std::string_view text, size_t max) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (begins && ++characters > max) return text.substr(0, i);
  }
  return text;
}

std::string InOneLine(std::string_view text, size_t max) {
  std::string line;
  for (const char c : text) {
    if (!IsSpace(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return text::Trim(FirstCharacters(line, max));
}

}  // namespace mainstay::engagement
