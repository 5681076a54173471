#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "common/text/distance.h"
#include "common/text/fold.h"
#include "services/survey/expression/expression.h"
#include "services/survey/expression/lexer.h"
#include "services/survey/expression/terms.h"

namespace mainstay::survey {
namespace {

using Kind = ConditionNode::Kind;

// As many as fit into a sentence.
constexpr size_t kNamedValues = 10;

bool IsOrder(const ConditionNode& node) {
  return node.kind == Kind::kCompare && node.comparison != Comparison::kEqual &&
         node.comparison != Comparison::kNotEqual;
}

class Checker {
 public:
  Checker(std::string_view text, const Declarations& declarations)
      : text_(text), declarations_(declarations) {}

  absl::Status Check(const ConditionNode& node) {
    for (const auto& operand : node.operands) RETURN_IF_ERROR(Check(*operand));
    if (node.name.empty()) return absl::OkStatus();
    const auto found = declarations_.find(node.name);
    if (found == declarations_.end()) return Unknown(node);
    if (node.kind == Kind::kAnswered) return absl::OkStatus();
    return CheckTerm(node, found->second);
  }

 private:
  absl::Status Error(size_t position, std::string_view message) const {
    return ConditionError(text_, position, message);
  }

  absl::Status Unknown(const ConditionNode& node) const {
    std::vector<std::string> names;
    for (const auto& [name, declaration] : declarations_) names.push_back(name);
    return Error(node.position,
                 absl::StrCat("there is no \"", node.name, "\" that could be asked here",
                              Meant(node.name, names)));
  }

  // "; did you mean "reason"?", or nothing.
  static std::string Meant(std::string_view written, const std::vector<std::string>& names) {
    std::optional<std::pair<size_t, std::string>> best;
    for (const std::string& name : names) {
      const size_t distance = text::EditDistance(written, name);
      if (distance > std::min<size_t>(3, written.size() / 2)) continue;
      if (!best || distance < best->first) best = {distance, name};
    }
    return best ? absl::StrCat("; did you mean \"", best->second, "\"?") : "";
  }

  absl::Status CheckTerm(const ConditionNode& node, const Declaration& declaration) const {
    const std::string name = absl::StrCat("\"", node.name, "\"");
    switch (declaration.type) {
      case ValueType::kAny:
        return Error(node.position,
                     absl::StrCat(name, " has parts: ask one of them, such as ", Part(node.name),
                                  ", or answered(", node.name, ")"));
      case ValueType::kChoices:
        if (node.kind != Kind::kContains) {
          return Error(node.position, absl::StrCat("several options can be chosen of ", name,
                                                   ": ask contains(", node.name, ", 'option')"));
        }
        break;
      case ValueType::kText:
      case ValueType::kChoice:
        if (IsOrder(node)) {
          return Error(node.position,
                       absl::StrCat(name, " is not a number: compare it by =, != or in"));
        }
        if (node.kind == Kind::kContains && declaration.type == ValueType::kChoice) {
          return Error(node.position, absl::StrCat("one option is chosen of ", name, ": write ",
                                                   node.name, " = 'option'"));
        }
        break;
      case ValueType::kNumber:
      case ValueType::kDate:
        if (node.kind == Kind::kContains) {
          return Error(node.position, absl::StrCat("contains is for texts and for questions with "
                                                   "several choices; compare ",
                                                   name, " by = < >"));
        }
        break;
    }
    for (const Literal& literal : node.literals) {
      RETURN_IF_ERROR(CheckLiteral(node, literal, declaration));
    }
    return absl::OkStatus();
  }

  absl::Status CheckLiteral(const ConditionNode& node, const Literal& literal,
                            const Declaration& declaration) const {
    const double* number = std::get_if<double>(&literal.value);
    if (declaration.type == ValueType::kNumber) {
      if (number == nullptr) {
        return Error(literal.position,
                     absl::StrCat("\"", node.name, "\" is a number: write one without quotes"));
      }
      return CheckNumber(node, literal.position, *number, declaration);
    }
    if (number != nullptr) {
      return Error(literal.position,
                   absl::StrCat("\"", node.name, "\" is ",
                                declaration.type == ValueType::kDate
                                    ? "a date: write it as '2026-03-31'"
                                    : "no number: write a text in single quotes"));
    }
    const std::string& text = std::get<std::string>(literal.value);
    if (declaration.type == ValueType::kDate && !ParseDay(text)) {
      return Error(literal.position, "write a day that there is as '2026-03-31'");
    }
    const bool listed = !declaration.values.empty();
    if (listed && std::find(declaration.values.begin(), declaration.values.end(), text) ==
                      declaration.values.end()) {
      return Error(literal.position, absl::StrCat("\"", node.name, "\" is never '", text, "'",
                                                  Among(text, declaration)));
    }
    if (!listed && node.kind == Kind::kContains && text::Fold(text).empty()) {
      return Error(literal.position, "write letters or digits to look for");
    }
    return absl::OkStatus();
  }

  static std::string Among(std::string_view text, const Declaration& declaration) {
    const std::string meant = Meant(text, declaration.values);
    if (!meant.empty() || declaration.values.size() > kNamedValues) return meant;
    return absl::StrCat("; it is one of: ", absl::StrJoin(declaration.values, ", "));
  }

  // What is compared beyond the ends of a scale was meant otherwise; by < and > it may be.
  absl::Status CheckNumber(const ConditionNode& node, size_t position, double number,
                           const Declaration& declaration) const {
    const bool below = declaration.minimum && number < *declaration.minimum;
    const bool above = declaration.maximum && number > *declaration.maximum;
    if (IsOrder(node) || (!below && !above)) return absl::OkStatus();
    return Error(position, absl::StrCat("\"", node.name, "\" is never ", number,
                                        below ? ": it is at least " : ": it is at most ",
                                        below ? *declaration.minimum : *declaration.maximum));
  }

  std::string Part(const std::string& name) const {
    const auto found = declarations_.lower_bound(absl::StrCat(name, "."));
    return found == declarations_.end() ? absl::StrCat(name, ".row") : found->first;
  }

  const std::string_view text_;
  const Declarations& declarations_;
};

}  // namespace

absl::Status CheckCondition(const Condition& condition, std::string_view text,
                            const Declarations& declarations) {
  if (condition.always()) return absl::OkStatus();
  return Checker(text, declarations).Check(*condition.root());
}

}  // namespace mainstay::survey
