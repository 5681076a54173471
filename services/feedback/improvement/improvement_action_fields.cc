// The table of an action's fields and their texts.
#include <charconv>
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/feedback/improvement/improvement_action.h"

namespace mainstay::feedback {
namespace {

using Action = ImprovementAction;
using Field = history::Field<Action>;

template <std::string Action::*member>
constexpr Field Text(std::string_view name) {
  return {name, [](const Action& action) { return action.*member; },
          [](Action& action, std::string_view value) { action.*member = std::string(value); }};
}

// UUIDs, one a line.
template <std::vector<std::string> Action::*member>
constexpr Field Ids(std::string_view name) {
  return {name, [](const Action& action) { return absl::StrJoin(action.*member, "\n"); },
          [](Action& action, std::string_view value) {
            action.*member = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
          }};
}

std::string GetDueDate(const Action& action) {
  return action.due_date ? absl::FormatCivilTime(*action.due_date) : "";
}
void SetDueDate(Action& action, std::string_view value) {
  absl::CivilDay day;
  action.due_date = absl::ParseCivilTime(value, &day) ? std::optional(day) : std::nullopt;
}

std::string GetQuarter(const Action& action) {
  return action.year == 0 && action.quarter == 0 ? ""
                                                 : absl::StrCat(action.year, " ", action.quarter);
}
void SetQuarter(Action& action, std::string_view value) {
  const std::pair<std::string_view, std::string_view> parts = absl::StrSplit(value, ' ');
  action.year = action.quarter = 0;
  if (value.empty()) return;
  if (!absl::SimpleAtoi(parts.first, &action.year)) action.year = 0;
  if (!absl::SimpleAtoi(parts.second, &action.quarter)) action.quarter = 0;
}

// Reads back as the same number: what changes it by little is a change, too.
std::string NumberText(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof(digits), number).ptr};
}

// Its parts one a line; they have no line breaks, which Validate sees to.
std::string GetMeasure(const Action& action) {
  const ImprovementMeasure& m = action.measure;
  if (m.figure.empty() && m.category.empty() && m.kind.empty() && m.unit.empty() &&
      m.source.empty() && !m.goal) {
    return "";
  }
  return absl::StrJoin(
      {m.figure, m.category, m.kind, m.unit, m.source, m.goal ? NumberText(*m.goal) : ""}, "\n");
}
void SetMeasure(Action& action, std::string_view value) {
  action.measure = {};
  const std::vector<std::string> parts = absl::StrSplit(value, '\n');
  if (parts.size() != 6) return;
  double goal = 0;
  action.measure = {.figure = parts[0],
                    .category = parts[1],
                    .kind = parts[2],
                    .unit = parts[3],
                    .source = parts[4]};
  if (absl::SimpleAtod(parts[5], &goal)) action.measure.goal = goal;
}

template <std::optional<MeasuredValue> Action::*member>
std::string GetMeasured(const Action& action) {
  const std::optional<MeasuredValue>& measured = action.*member;
  if (!measured) return "";
  return absl::StrCat(NumberText(measured->value), " ", absl::FormatCivilTime(measured->first_day),
                      "/", absl::FormatCivilTime(measured->last_day));
}
// What was measured is never written back.
void Keep(Action&, std::string_view) {}

constexpr Field kFields[] = {
    Text<&Action::title>("title"),
    Text<&Action::problem>("problem"),
    Text<&Action::plan>("plan"),
    Text<&Action::owner>("owner"),
    {"due_date", GetDueDate, SetDueDate},
    {"quarter", GetQuarter, SetQuarter},
    Ids<&Action::case_ids>("cases"),
    Ids<&Action::requirement_ids>("requirements"),
    {"measure", GetMeasure, SetMeasure},
    Text<&Action::state>("state"),
    {"before", GetMeasured<&Action::before>, Keep},
    {"after", GetMeasured<&Action::after>, Keep},
    Text<&Action::outcome>("outcome"),
};
constexpr size_t kWritten = 9;

}  // namespace

absl::Span<const Field> ImprovementActionFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const Field> RecordedImprovementActionFields() { return kFields; }

}  // namespace mainstay::feedback
