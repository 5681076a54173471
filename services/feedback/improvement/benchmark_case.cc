#include "services/feedback/improvement/benchmark_case.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "common/text/rules.h"
#include "common/text/search.h"

namespace mainstay::feedback {
namespace {

using Field = history::Field<BenchmarkCase>;
using text::Lines;

constexpr size_t kMaxTags = 20;

template <std::string BenchmarkCase::*member>
constexpr Field Text(std::string_view name) {
  return {name, [](const BenchmarkCase& b) { return b.*member; },
          [](BenchmarkCase& b, std::string_view value) { b.*member = std::string(value); }};
}

// One a line: they have no line breaks.
std::string GetTags(const BenchmarkCase& b) { return absl::StrJoin(b.tags, "\n"); }
void SetTags(BenchmarkCase& b, std::string_view value) {
  b.tags = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
}

std::string GetRetired(const BenchmarkCase& b) { return b.retired ? "yes" : "no"; }
void SetRetired(BenchmarkCase& b, std::string_view value) { b.retired = value == "yes"; }

constexpr Field kFields[] = {
    Text<&BenchmarkCase::title>("title"),
    Text<&BenchmarkCase::situation>("situation"),
    Text<&BenchmarkCase::solution>("solution"),
    Text<&BenchmarkCase::lesson>("lesson"),
    {"tags", GetTags, SetTags},
    {"retired", GetRetired, SetRetired},
};

}  // namespace

void FillIn(BenchmarkCase& benchmark) {
  benchmark.title = text::Trim(benchmark.title);
  std::vector<std::string> tags;
  for (const std::string& tag : benchmark.tags) {
    std::string trimmed = text::Trim(tag);
    if (std::find(tags.begin(), tags.end(), trimmed) == tags.end()) {
      tags.push_back(std::move(trimmed));
    }
  }
  benchmark.tags = std::move(tags);
}

absl::Status Validate(const BenchmarkCase& benchmark) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("title", benchmark.title, 1, 200, Lines::kOne, violations);
  text::CheckText("situation", benchmark.situation, 0, 8000, Lines::kMany, violations);
  text::CheckText("solution", benchmark.solution, 0, 8000, Lines::kMany, violations);
  text::CheckText("lesson", text::Trim(benchmark.lesson), 1, 4000, Lines::kMany, violations);
  if (benchmark.tags.size() > kMaxTags) {
    violations.push_back({"tags", absl::StrCat("must be at most ", kMaxTags)});
  }
  for (size_t i = 0; i < benchmark.tags.size(); ++i) {
    text::CheckText(absl::StrCat("tags[", i, "]"), benchmark.tags[i], 1, 50, Lines::kOne,
                    violations);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Span<const Field> BenchmarkCaseFields() { return kFields; }

std::string SearchTextOf(const BenchmarkCase& benchmark) {
  std::vector<std::string> texts;
  for (const std::string* written :
       {&benchmark.title, &benchmark.situation, &benchmark.solution, &benchmark.lesson}) {
    texts.push_back(text::Fold(*written));
  }
  for (const std::string& tag : benchmark.tags) texts.push_back(text::Fold(tag));
  return absl::StrJoin(texts, text::kBetweenTexts);
}

}  // namespace mainstay::feedback
