#include "services/survey/expression/expression.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "services/survey/expression/terms.h"

namespace mainstay::survey {
namespace {

using Kind = ConditionNode::Kind;

template <class T>
bool Compares(Comparison comparison, const T& left, const T& right) {
  switch (comparison) {
    case Comparison::kEqual:
      return left == right;
    case Comparison::kNotEqual:
      return left != right;
    case Comparison::kLess:
      return left < right;
    case Comparison::kLessOrEqual:
      return left <= right;
    case Comparison::kGreater:
      return left > right;
    case Comparison::kGreaterOrEqual:
      return left >= right;
  }
  return false;
}

bool IsOrder(Comparison comparison) {
  return comparison != Comparison::kEqual && comparison != Comparison::kNotEqual;
}

// False where value and literal are of different types.
bool Compares(Comparison comparison, const Value& value, const Literal& literal) {
  if (const double* number = std::get_if<double>(&value)) {
    const double* other = std::get_if<double>(&literal.value);
    return other != nullptr && Compares(comparison, *number, *other);
  }
  const std::string* other = std::get_if<std::string>(&literal.value);
  if (other == nullptr) return false;
  if (const absl::CivilDay* day = std::get_if<absl::CivilDay>(&value)) {
    const std::optional<absl::CivilDay> other_day = ParseDay(*other);
    return other_day && Compares(comparison, *day, *other_day);
  }
  const std::string* text = std::get_if<std::string>(&value);
  return text != nullptr && !IsOrder(comparison) && Compares(comparison, *text, *other);
}

bool IsOneOf(const Value& value, const std::vector<Literal>& literals) {
  return std::any_of(literals.begin(), literals.end(), [&](const Literal& literal) {
    return Compares(Comparison::kEqual, value, literal);
  });
}

bool Contains(const Value& value, const Literal& literal) {
  const std::string& wanted = std::get<std::string>(literal.value);
  if (const auto* choices = std::get_if<std::vector<std::string>>(&value)) {
    return std::find(choices->begin(), choices->end(), wanted) != choices->end();
  }
  const std::string* text = std::get_if<std::string>(&value);
  if (text == nullptr) return false;
  const std::string folded = text::Fold(wanted);
  return !folded.empty() && absl::StrContains(text::Fold(*text), folded);
}

bool Holds(const ConditionNode& node, Lookup lookup) {
  const auto holds = [&](const auto& operand) { return Holds(*operand, lookup); };
  switch (node.kind) {
    case Kind::kConstant:
      return node.constant;
    case Kind::kAnd:
      return std::all_of(node.operands.begin(), node.operands.end(), holds);
    case Kind::kOr:
      return std::any_of(node.operands.begin(), node.operands.end(), holds);
    case Kind::kNot:
      return !holds(node.operands[0]);
    default:
      return TermHolds(node, lookup(node.name));
  }
}

void CollectNames(const ConditionNode& node, std::vector<std::string>& names) {
  for (const auto& operand : node.operands) CollectNames(*operand, names);
  if (!node.name.empty() && std::find(names.begin(), names.end(), node.name) == names.end()) {
    names.push_back(node.name);
  }
}

}  // namespace

bool TermHolds(const ConditionNode& term, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return false;
  switch (term.kind) {
    case Kind::kAnswered:
      return true;
    case Kind::kCompare:
      return Compares(term.comparison, value, term.literals[0]);
    case Kind::kIn:
      return IsOneOf(value, term.literals);
    case Kind::kNotIn:
      return !IsOneOf(value, term.literals);
    case Kind::kContains:
      return Contains(value, term.literals[0]);
    default:
      return false;
  }
}

std::optional<absl::CivilDay> ParseDay(std::string_view text) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  if (absl::FormatCivilTime(day) != text) return std::nullopt;
  return day;
}

absl::StatusOr<Condition> ReadCondition(std::string_view text, const Declarations& declarations) {
  ASSIGN_OR_RETURN(Condition condition, ParseCondition(text));
  RETURN_IF_ERROR(CheckCondition(condition, text, declarations));
  return condition;
}

bool Evaluate(const Condition& condition, Lookup lookup) {
  return condition.always() || Holds(*condition.root(), lookup);
}

std::vector<std::string> NamesIn(const Condition& condition) {
  std::vector<std::string> names;
  if (!condition.always()) CollectNames(*condition.root(), names);
  return names;
}

}  // namespace mainstay::survey
