#include "services/feedback/intake/case_file.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/csv/file_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"
#include "services/feedback/intake/case_words.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr char kDefaultSource[] = "import";
constexpr size_t kMaxSource = 100;
constexpr size_t kMaxExternalId = 200;
constexpr size_t kMaxCategory = 200;
constexpr size_t kMaxWords = 100;
// Before the external ids that we make.
constexpr char kMadeId[] = "row:";

std::string_view NameOf(CaseColumn column) { return kColumnNames[static_cast<size_t>(column)].api; }

// "kind:0=complaint" taken apart; nothing when it is no such thing.
std::optional<CaseWord> ReadWord(std::string_view text) {
  const size_t colon = text.find(':'), equals = text.rfind('=');
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon) {
    return std::nullopt;
  }
  const std::string name = text::Trim(text.substr(0, colon));
  for (const CaseColumn column : kTermColumns) {
    if (NameOf(column) != name) continue;
    CaseWord word{.column = column,
                  .written = FoldWord(text.substr(colon + 1, equals - colon - 1)),
                  .term = FoldWord(text.substr(equals + 1))};
    if (word.written.empty() || !RankOf(word.term, TermsOf(column))) return std::nullopt;
    return word;
  }
  return std::nullopt;
}

void CheckColumns(const CaseFile& file, Violations& violations) {
  for (size_t i = 0; i < kCaseColumns; ++i) {
    text::CheckText(absl::StrCat("columns.", kColumnNames[i].api), file.columns[i], 0, 200,
                    text::Lines::kMany, violations);
  }
  if (!file.account_id.empty() && !file.column(CaseColumn::kAccount).empty()) {
    violations.push_back({"columns.account", "only where the parent is \"accounts/-\""});
  }
}

void CheckWords(const CaseFile& file, Violations& violations) {
  if (file.words.size() > kMaxWords) {
    violations.push_back({"words", absl::StrCat("must be at most ", kMaxWords)});
  }
  for (size_t i = 0; i < file.words.size(); ++i) {
    if (ReadWord(file.words[i])) continue;
    violations.push_back({absl::StrCat("words[", i, "]"),
                          "must look like \"kind:0=complaint\": a column (kind, channel, severity "
                          "or scope), what the file writes, and what it means"});
  }
}

}  // namespace

void Complete(CaseFile& file) {
  file.source = text::Trim(file.source);
  file.category = text::Trim(file.category);
  if (file.source.empty()) file.source = kDefaultSource;
  if (file.time_zone.empty()) file.time_zone = text::kDefaultTimeZone;
  if (file.format.delimiter.empty()) file.format.delimiter = csv::Format().delimiter;
  if (file.format.encoding.empty()) file.format.encoding = csv::Format().encoding;
}

absl::Status Validate(const CaseFile& file) {
  Violations violations;
  CheckColumns(file, violations);
  CheckWords(file, violations);
  text::CheckText("defaults.category", file.category, 0, kMaxCategory, text::Lines::kOne,
                  violations);
  text::CheckText("source", file.source, 1, kMaxSource, text::Lines::kOne, violations);
  if (!text::IsTimeZone(file.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  csv::CheckFormat(file.format, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<CaseLayout> LayOut(const CaseFile& file, const std::vector<std::string>& header) {
  CaseValues names = file.columns;
  if (std::all_of(names.begin(), names.end(), [](const auto& name) { return name.empty(); })) {
    for (size_t i = 0; i < kCaseColumns; ++i) {
      for (const std::string_view known : {kColumnNames[i].api, kColumnNames[i].chinese}) {
        if (names[i].empty() && std::find(header.begin(), header.end(), known) != header.end()) {
          names[i] = std::string(known);
        }
      }
    }
    if (!file.account_id.empty()) names[static_cast<size_t>(CaseColumn::kAccount)].clear();
  }
  ASSIGN_OR_RETURN(const std::vector<int> found, csv::FindColumns(names, header));
  CaseLayout layout{.width = header.size()};
  std::copy(found.begin(), found.end(), layout.position.begin());
  const auto has = [&](CaseColumn c) { return layout.position[static_cast<size_t>(c)] != 0; };
  if (file.account_id.empty() && !has(CaseColumn::kAccount)) {
    return absl::InvalidArgumentError(
        "no column holds the account; name it in columns.account, or give one account as the "
        "parent");
  }
  if (!has(CaseColumn::kFacts) && !has(CaseColumn::kSubject)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no column holds the facts or the subject; name it in columns.facts or columns.subject; "
        "the header has: ",
        absl::StrJoin(header, ", ")));
  }
  if (file.kind.empty() && !has(CaseColumn::kKind)) {
    return absl::InvalidArgumentError(
        "no column says what kind of case it is; name it in columns.kind, or give defaults.kind");
  }
  return layout;
}

CaseValues ValuesOf(const CaseLayout& layout, const std::vector<std::string>& fields) {
  CaseValues values;
  for (size_t i = 0; i < kCaseColumns; ++i) {
    const int position = layout.position[i];
    if (position != 0) values[i] = fields[static_cast<size_t>(position - 1)];
  }
  return values;
}

std::string MadeExternalId(const CaseValues& values, int64_t nth) {
  const std::string said = absl::StrJoin(values, std::string_view("\0", 1));
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(said.data()), said.size(), digest);
  const std::string_view half(reinterpret_cast<const char*>(digest), 16);
  return absl::StrCat(kMadeId, absl::BytesToHexString(half),
                      nth == 1 ? "" : absl::StrCat("-", nth));
}

CaseReader::CaseReader(const CaseFile& file) : file_(file) {
  for (const std::string& text : file.words) {
    if (auto word = ReadWord(text)) words_.push_back(*std::move(word));
  }
  absl::LoadTimeZone(file.time_zone, &zone_);
}

// The file's own words before those that everybody writes.
std::string CaseReader::Meaning(CaseColumn column, std::string_view text) const {
  const std::string written = FoldWord(text);
  for (const CaseWord& word : words_) {
    if (word.column == column && word.written == written) return word.term;
  }
  return KnownTerm(column, written);
}

absl::StatusOr<Case> CaseReader::Read(const CaseValues& values, absl::Time now) const {
  const auto value = [&](CaseColumn c) -> const std::string& {
    return values[static_cast<size_t>(c)];
  };
  Case c;
  Violations violations;
  const auto term = [&](CaseColumn column, const std::string& otherwise) -> std::string {
    if (text::Trim(value(column)).empty()) return otherwise;
    std::string meant = Meaning(column, value(column));
    if (meant.empty()) {
      violations.push_back({std::string(NameOf(column)),
                            absl::StrCat("must be ", absl::StrJoin(TermsOf(column), ", "),
                                         ", or a word that the request's words explain")});
    }
    return meant;
  };
  const auto time = [&](CaseColumn column) -> std::optional<absl::Time> {
    if (text::Trim(value(column)).empty()) return std::nullopt;
    const auto read = csv::ParseFileTime(value(column), zone_);
    if (!read) {
      violations.push_back(
          {std::string(NameOf(column)),
           "must be a time such as 2026-01-31 14:30 or 2026-01-31T14:30:00+08:00"});
    }
    return read;
  };
  c.kind = term(CaseColumn::kKind, file_.kind);
  c.channel = term(CaseColumn::kChannel, file_.channel);
  c.severity = term(CaseColumn::kSeverity, file_.severity);
  c.scope = term(CaseColumn::kScope, file_.scope);
  c.facts = value(CaseColumn::kFacts);
  c.subject = value(CaseColumn::kSubject);
  if (text::Trim(c.subject).empty()) c.subject = SubjectOf(c.facts);
  if (c.subject.empty()) violations.push_back({"subject", "the record says neither it nor facts"});
  c.cause = value(CaseColumn::kCause);
  c.customer_position = value(CaseColumn::kCustomerPosition);
  c.contact = value(CaseColumn::kContact);
  c.products =
      absl::StrSplit(value(CaseColumn::kProducts), absl::ByAnyChar(",;\n"), absl::SkipWhitespace());
  c.occur_time = time(CaseColumn::kOccurTime);
  if (const auto received = time(CaseColumn::kReceiveTime)) c.receive_time = *received;
  c.assignee = value(CaseColumn::kAssignee);
  text::CheckText("external_id", value(CaseColumn::kExternalId), 0, kMaxExternalId,
                  text::Lines::kOne, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  Complete(c, now);
  // A contact's bare id becomes a name with the account; a category's name its code.
  std::string contact = std::exchange(c.contact, "");
  RETURN_IF_ERROR(Validate(c, now));
  c.contact = std::move(contact);
  c.category = text::Trim(value(CaseColumn::kCategory));
  if (c.category.empty()) c.category = file_.category;
  return c;
}

}  // namespace mainstay::feedback
