#include "services/survey/paper/paper_reader.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/csv/csv_cell.h"
#include "common/csv/file_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxExternalId = 200;
constexpr double kMaxDuration = 30 * 24 * 3600.0;  // seconds
// Before the external ids that we make.
constexpr char kMadeId[] = "row:";

// The columns that hold no answers, as named, or else by their documented names.
absl::StatusOr<std::array<int, kPaperColumns>> LayOutFields(
    const PaperFile& file, const std::vector<std::string>& header) {
  PaperValues names = file.columns;
  if (std::all_of(names.begin(), names.end(), [](const auto& name) { return name.empty(); })) {
    for (size_t i = 0; i < kPaperColumns; ++i) {
      for (const std::string_view known :
           {kPaperColumnNames[i].api, kPaperColumnNames[i].chinese}) {
        if (names[i].empty() && std::find(header.begin(), header.end(), known) != header.end()) {
          names[i] = std::string(known);
        }
      }
    }
  }
  ASSIGN_OR_RETURN(const std::vector<int> found, csv::FindColumns(names, header));
  std::array<int, kPaperColumns> positions = {};
  std::copy(found.begin(), found.end(), positions.begin());
  return positions;
}

// The columns of answers that the sender named.
absl::StatusOr<std::vector<AnswerColumn>> NamedAnswers(const PaperFile& file,
                                                       const AnswerNames& names,
                                                       const std::vector<std::string>& header) {
  std::vector<std::string> headers;
  std::vector<AnswerColumn> columns;
  for (const std::string& text : file.answers) {
    const auto named = ReadNamedColumn(text);
    const AnswerPart* part = names.ByName(named->answer);
    if (part == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("the questionnaire has no answer \"", named->answer,
                       "\"; write a question's key, or matrix.row, choice.option, choice.text, "
                       "kano.functional, kano.dysfunctional"));
    }
    columns.push_back({.part = *part});
    headers.push_back(named->header);
  }
  ASSIGN_OR_RETURN(const std::vector<int> found, csv::FindColumns(headers, header));
  for (size_t i = 0; i < columns.size(); ++i)
    columns[i].position = static_cast<size_t>(found[i] - 1);
  return columns;
}

// The columns whose headers are names of answers or texts of questions.
std::vector<AnswerColumn> KnownAnswers(const std::array<int, kPaperColumns>& taken,
                                       const AnswerNames& names,
                                       const std::vector<std::string>& header) {
  std::vector<AnswerColumn> columns;
  for (size_t i = 0; i < header.size(); ++i) {
    if (std::find(taken.begin(), taken.end(), static_cast<int>(i) + 1) != taken.end()) continue;
    const std::string title = text::Trim(header[i]);
    const AnswerPart* part = names.ByName(title);
    if (part == nullptr) part = names.ByText(title);
    if (part != nullptr) columns.push_back({.part = *part, .position = i});
  }
  return columns;
}

// Whether two columns say the same of a question, such as all of a choice and one of its options.
bool Overlap(const AnswerPart& a, const AnswerPart& b) {
  using Kind = AnswerPart::Kind;
  if (a.question != b.question) return false;
  if (a == b) return true;
  return (a.kind == Kind::kWhole && b.kind == Kind::kOption) ||
         (a.kind == Kind::kOption && b.kind == Kind::kWhole);
}

absl::Status CheckOverlaps(const std::vector<AnswerColumn>& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!Overlap(columns[i].part, columns[j].part)) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          "columns ", columns[j].position + 1, " and ", columns[i].position + 1, " both say \"",
          columns[i].part.name(), "\"; name in answers the one that is meant"));
    }
  }
  return absl::OkStatus();
}

std::string MadeExternalId(const std::string& said, int64_t nth) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(said.data()), said.size(), digest);
  const std::string_view half(reinterpret_cast<const char*>(digest), 16);
  return absl::StrCat(kMadeId, absl::BytesToHexString(half),
                      nth == 1 ? "" : absl::StrCat("-", nth));
}

std::string_view NameOf(PaperColumn column) {
  return kPaperColumnNames[static_cast<size_t>(column)].api;
}

}  // namespace

absl::Status CheckWords(const PaperFile& file, const QuestionnaireContent& content) {
  std::set<std::string> keys;
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) keys.insert(question.key);
  }
  Violations violations;
  for (size_t i = 0; i < file.words.size(); ++i) {
    const auto word = ReadPaperWord(file.words[i]);
    if (!word || keys.contains(word->question)) continue;
    violations.push_back(
        {absl::StrCat("words[", i, "]"), absl::StrCat("the questionnaire has no question \"",
                                                      word->question, "\"; write its key")});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::StatusOr<PaperLayout> LayOut(const PaperFile& file, const QuestionnaireContent& content,
                                   const std::vector<std::string>& header) {
  const AnswerNames names(content);
  PaperLayout layout;
  ASSIGN_OR_RETURN(layout.position, LayOutFields(file, header));
  if (file.answers.empty()) {
    layout.answers = KnownAnswers(layout.position, names, header);
  } else {
    ASSIGN_OR_RETURN(layout.answers, NamedAnswers(file, names, header));
  }
  if (layout.answers.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no column holds answers; name them in answers, such as \"",
                     PartsOf(content).empty() ? "overall" : PartsOf(content)[0].name(),
                     "=header\"; the header has: ", absl::StrJoin(header, ", ")));
  }
  RETURN_IF_ERROR(CheckOverlaps(layout.answers));
  return layout;
}

PaperReader::PaperReader(const PaperFile& file, const PaperLayout& layout)
    : file_(file), layout_(layout), cells_(file) {
  absl::LoadTimeZone(file.time_zone, &zone_);
}

const std::string& PaperReader::Value(const std::vector<std::string>& fields,
                                      PaperColumn column) const {
  static const std::string& none = *new std::string;
  const int position = layout_.position[static_cast<size_t>(column)];
  return position == 0 ? none : fields[static_cast<size_t>(position - 1)];
}

std::string PaperReader::ExternalId(const std::vector<std::string>& fields) {
  const std::string given =
      text::Trim(csv::WithoutFormulaGuard(Value(fields, PaperColumn::kExternalId)));
  if (!given.empty()) return given;
  std::string exported = text::Trim(Value(fields, PaperColumn::kResponse));
  if (!exported.empty()) return exported;
  std::string said;
  for (const int position : layout_.position) {
    if (position != 0) absl::StrAppend(&said, fields[static_cast<size_t>(position - 1)]);
    said.push_back('\0');
  }
  for (const AnswerColumn& column : layout_.answers) {
    absl::StrAppend(&said, column.part.name(), "=", fields[column.position]);
    said.push_back('\0');
  }
  const int64_t nth = ++times_[MadeExternalId(said, 1)];
  return MadeExternalId(said, nth);
}

absl::StatusOr<PaperRecord> PaperReader::Read(const std::vector<std::string>& fields,
                                              absl::Time now) const {
  Violations violations;
  PaperRecord record{.account = text::Trim(Value(fields, PaperColumn::kAccount)),
                     .contact = text::Trim(Value(fields, PaperColumn::kContact)),
                     .exported = text::Trim(Value(fields, PaperColumn::kResponse))};
  Response& response = record.response;
  response.channel = "paper";
  text::CheckText(NameOf(PaperColumn::kExternalId), Value(fields, PaperColumn::kExternalId), 0,
                  kMaxExternalId, text::Lines::kOne, violations);
  text::CheckText(NameOf(PaperColumn::kResponse), record.exported, 0, kMaxExternalId,
                  text::Lines::kOne, violations);
  response.wave = file_.wave;
  const std::string wave = text::Trim(Value(fields, PaperColumn::kWave));
  if (!wave.empty() && (!absl::SimpleAtoi(wave, &response.wave) || response.wave < 0)) {
    violations.push_back(
        {std::string(NameOf(PaperColumn::kWave)), "must be the number of a wave, or 0 for none"});
  }
  const std::string& language = Value(fields, PaperColumn::kLanguage);
  response.language = LanguageOf(text::Trim(language).empty() ? file_.language : language);
  if (response.language.empty()) {
    violations.push_back({std::string(NameOf(PaperColumn::kLanguage)),
                          "must be zh or en, or in words 中文, Chinese, 英文, English"});
  }
  ReadTimes(fields, now, response, violations);
  for (const AnswerColumn& column : layout_.answers) {
    const std::string& cell = fields[column.position];
    if (cell.empty()) continue;
    const std::string wrong =
        cells_.Read(column.part, cell, response.answers[column.part.question->key]);
    if (!wrong.empty()) violations.push_back({absl::StrCat("answers.", column.part.name()), wrong});
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  return record;
}

void PaperReader::ReadTimes(const std::vector<std::string>& fields, absl::Time now,
                            Response& response, Violations& violations) const {
  const auto time = [&](PaperColumn column) -> std::optional<absl::Time> {
    const std::string text = text::Trim(Value(fields, column));
    if (text.empty()) return std::nullopt;
    const auto read = csv::ParseFileTime(text, zone_);
    if (!read) {
      violations.push_back(
          {std::string(NameOf(column)),
           "must be a time such as 2026-01-31 14:30 or 2026-01-31T14:30:00+08:00"});
    } else if (*read > now) {
      violations.push_back({std::string(NameOf(column)), "must not be in the future"});
    }
    return read;
  };
  response.start_time = time(PaperColumn::kStartTime);
  const auto submitted = time(PaperColumn::kSubmitTime);
  response.submit_time = submitted.value_or(now);
  if (response.start_time && *response.start_time > response.submit_time) {
    violations.push_back(
        {std::string(NameOf(PaperColumn::kStartTime)), "must not be after submit_time"});
  }
  const std::string duration = text::Trim(Value(fields, PaperColumn::kDurationSeconds));
  double seconds = 0;
  if (!duration.empty()) {
    if (!absl::SimpleAtod(duration, &seconds) || !(seconds >= 0 && seconds <= kMaxDuration)) {
      violations.push_back({std::string(NameOf(PaperColumn::kDurationSeconds)),
                            "must be a number of seconds, at most 30 days"});
    } else {
      response.duration_seconds = seconds;
    }
  } else if (response.start_time && submitted) {
    response.duration_seconds = absl::ToDoubleSeconds(*submitted - *response.start_time);
  }
}

}  // namespace mainstay::survey
