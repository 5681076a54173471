// A CSV file of filled-in questionnaires as its sender describes it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/csv/csv_format.h"

namespace mainstay::survey {

// What a column can hold that is no answer, in the order of the API's ResponseColumns.
enum class PaperColumn {
  kExternalId,
  kAccount,
  kContact,
  kWave,
  kLanguage,
  kStartTime,
  kSubmitTime,
  kDurationSeconds,
  kResponse,
};
inline constexpr size_t kPaperColumns = 9;

// The names of the columns: the API's, which rejects and exports use too, and what a file may call
// them instead.
struct PaperColumnName {
  std::string_view api, chinese;
};
inline constexpr std::array<PaperColumnName, kPaperColumns> kPaperColumnNames = {{
    {"external_id", "外部编号"},
    {"account", "客户"},
    {"contact", "联系人"},
    {"wave", "轮次"},
    {"language", "语言"},
    {"start_time", "开始时间"},
    {"submit_time", "提交时间"},
    {"duration_seconds", "用时秒数"},
    {"response", "答卷"},
}};

// Values, or names in the header, by column.
using PaperValues = std::array<std::string, kPaperColumns>;

struct PaperFile {
  PaperValues columns;               // names in the header; all empty: the documented names
  std::vector<std::string> answers;  // "overall=Satisfaction": a name of answer_name.h and a header
  // What the file writes to a question and what it means: "overall:satisfied=5".
  std::vector<std::string> words;
  std::vector<std::string> not_applicable;  // what it writes for "does not apply"
  std::string choice_separator;             // between the options of a multiple choice
  std::string language;                     // of records that say none: "zh", "en"
  int wave = 0;                             // of records that say none; 0: none
  std::string time_zone;                    // of times that name none
  csv::Format format;
};

// Puts the defaults in where nothing was said.
void Complete(PaperFile& file);
// INVALID_ARGUMENT names every field of a completed description that cannot be accepted, whatever
// the questionnaire asks.
absl::Status Validate(const PaperFile& file);

// "overall=Satisfaction" taken apart at its first "=", both trimmed; nothing when a side is empty.
struct NamedColumn {
  std::string answer, header;
};
std::optional<NamedColumn> ReadNamedColumn(std::string_view text);

// "overall:satisfied=5" taken apart at its first ":" and last "=", all trimmed; nothing when a part
// is empty.
struct PaperWord {
  std::string question, written, meaning;
};
std::optional<PaperWord> ReadPaperWord(std::string_view text);

// How a file writes a language: "zh", "en"; empty for what is none.
std::string LanguageOf(std::string_view text);

}  // namespace mainstay::survey
