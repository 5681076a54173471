#include "services/survey/expression/scale_check.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/expression/lexer.h"

namespace mainstay::survey {
namespace {

// "is 0 to 10", "is at least 1".
std::string ScaleOf(const Declaration& declaration) {
  if (!declaration.minimum) return absl::StrCat("is at most ", *declaration.maximum);
  if (!declaration.maximum) return absl::StrCat("is at least ", *declaration.minimum);
  return absl::StrCat("is ", *declaration.minimum, " to ", *declaration.maximum);
}

absl::Status CheckNode(const ConditionNode& node, std::string_view text,
                       const Declarations& declarations) {
  for (const auto& operand : node.operands) {
    RETURN_IF_ERROR(CheckNode(*operand, text, declarations));
  }
  if (node.kind != ConditionNode::Kind::kCompare) return absl::OkStatus();
  const auto found = declarations.find(node.name);
  if (found == declarations.end()) return absl::OkStatus();
  const Declaration& declaration = found->second;
  for (const Literal& literal : node.literals) {
    const double* const number = std::get_if<double>(&literal.value);
    if (number == nullptr) continue;
    const bool beyond = (declaration.minimum && *number < *declaration.minimum) ||
                        (declaration.maximum && *number > *declaration.maximum);
    if (!beyond) continue;
    return ConditionError(text, literal.position,
                          absl::StrCat("\"", node.name, "\" ", ScaleOf(declaration),
                                       ": compare it with one of those, not with ", *number));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckScales(const Condition& condition, std::string_view text,
                         const Declarations& declarations) {
  if (condition.always()) return absl::OkStatus();
  return CheckNode(*condition.root(), text, declarations);
}

}  // namespace mainstay::survey
