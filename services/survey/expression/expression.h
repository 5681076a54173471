// Conditions over answers and facts: "nps <= 6 and account.tier = 'core'". Domain code: no SQL, no
// proto. They say when a question is shown, which responses a quota counts and when a loop rule
// fires.
//
//   condition   = conjunction { "or" conjunction } ;
//   conjunction = negation { "and" negation } ;
//   negation    = "not" negation | primary ;
//   primary     = "(" condition ")" | "true" | "false"
//               | "answered" "(" name ")"                     (* there is a value *)
//               | "contains" "(" name "," text ")"            (* an option was chosen; words occur
//               *) | name comparison literal | name [ "not" ] "in" "[" literal { "," literal } "]"
//               ;
//   comparison  = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
//   literal     = number | text ;
//   name        = word { "." word } ;                         (* at most 3 words *)
//   word        = a-z { a-z | 0-9 | "_" } ;
//   number      = [ "-" ] digit { digit } [ "." digit { digit } ] ;
//   text        = "'" { any character; "''" is one "'" } "'" ;
//
// Words of the language are lower-case; spaces and line breaks separate and mean nothing else.
// "not" binds closest, then "and", then "or". A date is written as a text, '2026-03-31'.
//
// What has no value — was not answered, "does not apply", is not known — makes every comparison,
// "in", "not in" and "contains" false; only "answered" asks for it. So `not (nps <= 6)` is true of
// those who gave no nps, and `nps > 6` is not.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace mainstay::survey {

// Limits of a condition: its bytes, how deep it nests, its comparisons, and the literals of a list.
inline constexpr size_t kMaxConditionBytes = 2000;
inline constexpr int kMaxConditionDepth = 20;
inline constexpr int kMaxConditionTerms = 100;
inline constexpr size_t kMaxConditionList = 100;

// What a name stands for.
enum class ValueType {
  kNumber,   // = != < <= > >= in
  kText,     // = != in, contains: the words occur, whatever their case
  kChoice,   // one of the declared values: = != in
  kChoices,  // any of the declared values: contains
  kDate,     // = != < <= > >= in
  kAny,      // only answered
};

// What conditions may say of one name.
struct Declaration {
  ValueType type = ValueType::kNumber;
  std::vector<std::string> values;  // of kChoice and kChoices: all that there are
  std::optional<double> minimum;    // of numbers
  std::optional<double> maximum;
  bool whole_number = false;
};
// By name.
using Declarations = std::map<std::string, Declaration, std::less<>>;

// Nothing (std::monostate) is no value.
using Value =
    std::variant<std::monostate, double, std::string, std::vector<std::string>, absl::CivilDay>;
// What a name stands for at the moment; called with names that the condition holds.
using Lookup = absl::FunctionRef<Value(std::string_view name)>;

enum class Comparison { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// A number as written, or a text, which may stand for a date.
struct Literal {
  std::variant<double, std::string> value;
  size_t position = 0;  // of its first byte in the condition
};

// One node of a condition. Read-only once parsed.
struct ConditionNode {
  enum class Kind { kConstant, kAnd, kOr, kNot, kCompare, kIn, kNotIn, kContains, kAnswered };

  Kind kind = Kind::kConstant;
  size_t position = 0;
  bool constant = true;                                        // kConstant
  std::vector<std::shared_ptr<const ConditionNode>> operands;  // kAnd, kOr: 2 or more; kNot: 1
  std::string name;                                            // of the others
  Comparison comparison = Comparison::kEqual;                  // kCompare
  std::vector<Literal> literals;  // kCompare, kContains: 1; kIn, kNotIn: 1 or more
};

// A condition that was parsed. Cheap to copy, shared between threads. One that was not parsed from
// anything is always true.
class Condition {
 public:
  Condition() = default;
  explicit Condition(std::shared_ptr<const ConditionNode> root) : root_(std::move(root)) {}

  // Nothing: always true.
  const std::shared_ptr<const ConditionNode>& root() const { return root_; }
  bool always() const { return root_ == nullptr; }

 private:
  std::shared_ptr<const ConditionNode> root_;
};

// Whether it is a word of the language, which no name can be.
bool IsReservedWord(std::string_view word);

// `text` parsed; blank is always true. INVALID_ARGUMENT says where (counted in characters from 1)
// and what to do: "at character 8: write a number or a 'text' after <=".
absl::StatusOr<Condition> ParseCondition(std::string_view text);

// Whether every name is declared and is used as its type allows, with values that there are.
// INVALID_ARGUMENT as above, and names what may have been meant: "there is no \"reson\" that could
// be asked here; did you mean \"reason\"?". `text` is what `condition` was parsed from.
absl::Status CheckCondition(const Condition& condition, std::string_view text,
                            const Declarations& declarations);

// Both of the above: what is stored is read with it.
absl::StatusOr<Condition> ReadCondition(std::string_view text, const Declarations& declarations);

// Whether it holds. Never fails: what is of another type than a comparison takes makes it false.
bool Evaluate(const Condition& condition, Lookup lookup);

// The names that it asks, each once, in order.
std::vector<std::string> NamesIn(const Condition& condition);

}  // namespace mainstay::survey
