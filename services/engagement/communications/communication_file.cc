#include "services/engagement/communications/communication_file.h"

#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/csv/file_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr std::string_view kNames[kFileColumns] = {"account",    "channel",     "direction",
                                                   "occur_time", "subject",     "body",
                                                   "users",      "external_id", "duration_minutes"};
constexpr char kDefaultSource[] = "import";
// Before the external ids that we make.
constexpr char kMadeId[] = "row:";

// What files write, beside the names in the API, and what it means.
constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"电话", "phone"},   {"邮件", "email"},      {"会议", "meeting"},  {"即时通讯", "chat"},
    {"微信", "chat"},    {"社交媒体", "social"}, {"信函", "letter"},   {"e-mail", "email"},
    {"in", "inbound"},   {"out", "outbound"},    {"来访", "inbound"},  {"来电", "inbound"},
    {"呼入", "inbound"}, {"去访", "outbound"},   {"去电", "outbound"}, {"呼出", "outbound"}};

// The one of `allowed` that `text` means; empty when it means none.
std::string Meaning(std::string_view text, absl::Span<const std::string_view> allowed) {
  std::string word = absl::AsciiStrToLower(text::Trim(text));
  for (const auto& [written, meant] : kWords) {
    if (word == written) word = std::string(meant);
  }
  return std::find(allowed.begin(), allowed.end(), word) == allowed.end() ? "" : word;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) {
      return false;
    }
  }
  return true;
}

// Of what the record says, not of how the file writes it. The account is not part of it: ids are
// an account's own.
std::string MadeId(const Communication& c) {
  const std::string said =
      absl::StrJoin({c.channel, c.direction, history::VerbTime(c.occur_time), c.subject, c.body,
                     absl::StrJoin(c.users, ","), absl::StrCat(c.duration_minutes)},
                    std::string_view("\0", 1));
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(said.data()), said.size(), digest);
  return absl::StrCat(
      kMadeId, absl::BytesToHexString(std::string_view(reinterpret_cast<const char*>(digest), 16)));
}

}  // namespace

void Complete(CommunicationFile& file) {
  file.source = text::Trim(file.source);
  if (file.source.empty()) file.source = kDefaultSource;
  if (file.time_zone.empty()) file.time_zone = text::kDefaultTimeZone;
  if (file.format.delimiter.empty()) file.format.delimiter = csv::Format().delimiter;
  if (file.format.encoding.empty()) file.format.encoding = csv::Format().encoding;
}

absl::Status Validate(const CommunicationFile& file) {
  Violations violations;
  const auto require = [&](FileColumn column) {
    if (!file.column(column).empty()) return;
    violations.push_back({absl::StrCat("columns.", kNames[static_cast<size_t>(column)]),
                          "name the column of the file's header that holds it"});
  };
  for (size_t i = 0; i < kFileColumns; ++i) {
    text::CheckText(absl::StrCat("columns.", kNames[i]), file.columns[i], 0, 200,
                    text::Lines::kMany, violations);
  }
  if (file.account_id.empty()) {
    require(FileColumn::kAccount);
  } else if (!file.column(FileColumn::kAccount).empty()) {
    violations.push_back({"columns.account", "only where the parent is \"accounts/-\""});
  }
  require(FileColumn::kChannel);
  require(FileColumn::kDirection);
  require(FileColumn::kOccurTime);
  if (file.column(FileColumn::kBody).empty()) require(FileColumn::kSubject);
  text::CheckText("source", file.source, 1, kMaxSource, text::Lines::kOne, violations);
  if (!text::IsTimeZone(file.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  csv::CheckFormat(file.format, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<Communication> ReadRecord(const CommunicationFile& file, const FileValues& values,
                                         absl::Time now) {
  const auto value = [&](FileColumn c) -> const std::string& {
    return values[static_cast<size_t>(c)];
  };
  Communication c;
  Violations violations;
  c.account_id = file.account_id;
  if (c.account_id.empty()) {
    const std::string account = absl::AsciiStrToLower(text::Trim(value(FileColumn::kAccount)));
    c.account_id = std::string(absl::StripPrefix(account, "accounts/"));
    if (!IsUuid(c.account_id)) {
      violations.push_back({"account", "must be accounts/{uuid}, or the id alone"});
    }
  }
  c.channel = Meaning(value(FileColumn::kChannel), kChannels);
  if (c.channel.empty()) {
    violations.push_back({"channel", absl::StrCat("must be ", absl::StrJoin(kChannels, ", "))});
  }
  c.direction = Meaning(value(FileColumn::kDirection), kDirections);
  if (c.direction.empty()) violations.push_back({"direction", "must be inbound or outbound"});
  absl::TimeZone zone;
  absl::LoadTimeZone(file.time_zone, &zone);
  if (const auto time = csv::ParseFileTime(value(FileColumn::kOccurTime), zone)) {
    c.occur_time = *time;
  } else {
    violations.push_back(
        {"occur_time", "must be a time such as 2026-01-31 14:30 or 2026-01-31T14:30:00+08:00"});
  }
  const std::string minutes = text::Trim(value(FileColumn::kDurationMinutes));
  if (!minutes.empty() && !absl::SimpleAtoi(minutes, &c.duration_minutes)) {
    violations.push_back({"duration_minutes", "must be whole minutes"});
  }
  c.users = absl::StrSplit(value(FileColumn::kUsers), absl::ByAnyChar(",; "), absl::SkipEmpty());
  c.subject = value(FileColumn::kSubject);
  c.body = value(FileColumn::kBody);
  c.source = file.source;
  c.external_id = value(FileColumn::kExternalId);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  Normalize(c);
  RETURN_IF_ERROR(Validate(c, now));
  if (c.external_id.empty()) c.external_id = MadeId(c);
  return c;
}

}  // namespace mainstay::engagement
