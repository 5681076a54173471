#include "services/survey/expression/satisfiability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/expression/terms.h"

namespace mainstay::survey {
namespace {

using Kind = ConditionNode::Kind;

// Options, or words, that a set of which every subset is tried may have.
constexpr size_t kMaxSubsetOf = 8;
// Stands between words in a text made of them, so that nothing is found across two; a character
// that is folded to itself and that nobody looks for.
constexpr std::string_view kBetweenWords = "龘";

Condition Chain(Kind kind, const std::vector<Condition>& conditions) {
  auto node = std::make_shared<ConditionNode>();
  node->kind = kind;
  for (const Condition& condition : conditions) {
    node->operands.push_back(condition.always() ? Constant(true).root() : condition.root());
  }
  return Condition(std::move(node));
}

// The terms of every name.
using Terms = std::map<std::string, std::vector<const ConditionNode*>>;

void CollectTerms(const ConditionNode& node, Terms& terms) {
  for (const auto& operand : node.operands) CollectTerms(*operand, terms);
  if (!node.name.empty()) terms[node.name].push_back(&node);
}

std::vector<Value> Numbers(const std::set<double>& literals, const Declaration& declaration) {
  std::set<double> candidates = literals;
  if (declaration.minimum) candidates.insert(*declaration.minimum);
  if (declaration.maximum) candidates.insert(*declaration.maximum);
  if (candidates.empty()) candidates.insert(0);
  std::set<double> numbers;
  for (auto at = candidates.begin(); at != candidates.end(); ++at) {
    if (declaration.whole_number) {
      for (const double near :
           {std::floor(*at) - 1, std::floor(*at), std::ceil(*at), std::ceil(*at) + 1}) {
        numbers.insert(near);
      }
    } else {
      numbers.insert({*at - 1, *at, *at + 1});
      if (const auto next = std::next(at); next != candidates.end()) {
        numbers.insert(*at + (*next - *at) / 2);
      }
    }
  }
  std::vector<Value> values;
  for (const double number : numbers) {
    if (declaration.minimum && number < *declaration.minimum) continue;
    if (declaration.maximum && number > *declaration.maximum) continue;
    values.emplace_back(number);
  }
  return values;
}

std::vector<Value> Days(const std::set<std::string>& literals) {
  std::set<absl::CivilDay> days = {absl::CivilDay(2000, 1, 1)};
  for (const std::string& literal : literals) {
    if (const std::optional<absl::CivilDay> day = ParseDay(literal)) {
      days.insert({*day - 1, *day, *day + 1});
    }
  }
  return {days.begin(), days.end()};
}

std::vector<Value> Choices(const std::set<std::string>& literals, const Declaration& declaration) {
  std::vector<Value> values;
  bool other = false;
  for (const std::string& value : declaration.values) {
    if (literals.contains(value)) {
      values.emplace_back(value);
    } else if (!std::exchange(other, true)) {
      values.emplace_back(value);  // stands for all that nobody asks for
    }
  }
  return values;
}

// Every subset of what is asked for; the empty one only where something else can be chosen.
std::optional<std::vector<Value>> Sets(const std::set<std::string>& literals,
                                       const Declaration& declaration) {
  if (literals.size() > kMaxSubsetOf) return std::nullopt;
  const auto other = std::find_if(declaration.values.begin(), declaration.values.end(),
                                  [&](const auto& value) { return !literals.contains(value); });
  const std::vector<std::string> asked(literals.begin(), literals.end());
  std::vector<Value> values;
  for (size_t subset = 0; subset < size_t{1} << asked.size(); ++subset) {
    std::vector<std::string> chosen;
    for (size_t i = 0; i < asked.size(); ++i) {
      if (subset >> i & 1) chosen.push_back(asked[i]);
    }
    if (chosen.empty() && other != declaration.values.end()) chosen.push_back(*other);
    if (!chosen.empty()) values.emplace_back(std::move(chosen));
  }
  return values;
}

// Each text that is compared with, and one of every set of the words that are looked for.
std::optional<std::vector<Value>> Texts(const std::set<std::string>& literals,
                                        const std::set<std::string>& words) {
  if (words.size() > kMaxSubsetOf) return std::nullopt;
  std::vector<Value> values(literals.begin(), literals.end());
  const std::vector<std::string> looked_for(words.begin(), words.end());
  for (size_t subset = 0; subset < size_t{1} << looked_for.size(); ++subset) {
    std::string text(kBetweenWords);
    for (size_t i = 0; i < looked_for.size(); ++i) {
      if (subset >> i & 1) absl::StrAppend(&text, looked_for[i], kBetweenWords);
    }
    values.emplace_back(std::move(text));
  }
  return values;
}

// The values that `terms` tell apart, no value last; nothing when they are too many.
std::optional<std::vector<Value>> ValuesOf(const std::vector<const ConditionNode*>& terms,
                                           const Declaration& declaration) {
  std::set<double> numbers;
  std::set<std::string> texts, words;
  for (const ConditionNode* term : terms) {
    for (const Literal& literal : term->literals) {
      if (const double* number = std::get_if<double>(&literal.value)) {
        numbers.insert(*number);
      } else {
        const bool word = term->kind == Kind::kContains && declaration.type == ValueType::kText;
        (word ? words : texts).insert(std::get<std::string>(literal.value));
      }
    }
  }
  std::optional<std::vector<Value>> values;
  switch (declaration.type) {
    case ValueType::kNumber:
      values = Numbers(numbers, declaration);
      break;
    case ValueType::kDate:
      values = Days(texts);
      break;
    case ValueType::kChoice:
      values = Choices(texts, declaration);
      break;
    case ValueType::kChoices:
      values = Sets(texts, declaration);
      break;
    case ValueType::kText:
      if (declaration.values.empty()) {
        values = Texts(texts, words);
      } else {
        values = std::vector<Value>(declaration.values.begin(), declaration.values.end());
      }
      break;
    case ValueType::kAny:
      values = std::vector<Value>{Value(1.0)};
      break;
  }
  if (values) values->emplace_back();
  return values;
}

class Search {
 public:
  Search(absl::Span<const Condition> conditions,
         const std::map<std::string, std::vector<Value>>& values)
      : conditions_(conditions), values_(values) {}

  // True when it found values, or gave up.
  bool Run() {
    const ConditionNode* open = nullptr;
    for (const Condition& condition : conditions_) {
      if (condition.always()) continue;
      const std::optional<bool> holds = Decided(*condition.root());
      if (holds == false) return false;
      if (!holds && open == nullptr) open = condition.root().get();
    }
    if (open == nullptr) return true;
    const std::string name = Undecided(*open);
    for (const Value& value : values_.at(name)) {
      if (++steps_ > kSatisfiabilitySteps) return true;
      chosen_[name] = &value;
      if (Run()) return true;
    }
    chosen_.erase(name);
    return false;
  }

 private:
  // Whether it holds, as far as what is chosen says.
  std::optional<bool> Decided(const ConditionNode& node) const {
    switch (node.kind) {
      case Kind::kConstant:
        return node.constant;
      case Kind::kNot: {
        const std::optional<bool> operand = Decided(*node.operands[0]);
        return operand ? std::optional<bool>(!*operand) : std::nullopt;
      }
      case Kind::kAnd:
      case Kind::kOr: {
        const bool decisive = node.kind == Kind::kOr;
        bool open = false;
        for (const auto& operand : node.operands) {
          const std::optional<bool> holds = Decided(*operand);
          if (holds == decisive) return decisive;
          open = open || !holds;
        }
        return open ? std::nullopt : std::optional<bool>(!decisive);
      }
      default: {
        const auto found = chosen_.find(node.name);
        if (found == chosen_.end()) return std::nullopt;
        return TermHolds(node, *found->second);
      }
    }
  }

  // A name that an undecided node waits for.
  std::string Undecided(const ConditionNode& node) const {
    if (!node.name.empty()) return chosen_.contains(node.name) ? "" : node.name;
    for (const auto& operand : node.operands) {
      if (Decided(*operand)) continue;
      if (std::string name = Undecided(*operand); !name.empty()) return name;
    }
    return "";
  }

  const absl::Span<const Condition> conditions_;
  const std::map<std::string, std::vector<Value>>& values_;
  std::map<std::string, const Value*, std::less<>> chosen_;
  int steps_ = 0;
};

}  // namespace

Condition Constant(bool value) {
  auto node = std::make_shared<ConditionNode>();
  node->constant = value;
  return Condition(std::move(node));
}

Condition Answered(const std::string& name) {
  auto node = std::make_shared<ConditionNode>();
  node->kind = Kind::kAnswered;
  node->name = name;
  return Condition(std::move(node));
}

Condition Not(const Condition& condition) { return Chain(Kind::kNot, {condition}); }

Condition AllOf(const std::vector<Condition>& conditions) {
  return conditions.empty() ? Constant(true) : Chain(Kind::kAnd, conditions);
}

Condition AnyOf(const std::vector<Condition>& conditions) {
  return conditions.empty() ? Constant(false) : Chain(Kind::kOr, conditions);
}

bool CanHold(absl::Span<const Condition> conditions, const Declarations& declarations) {
  Terms terms;
  for (const Condition& condition : conditions) {
    if (!condition.always()) CollectTerms(*condition.root(), terms);
  }
  std::map<std::string, std::vector<Value>> values;
  for (const auto& [name, of_name] : terms) {
    const auto declared = declarations.find(name);
    if (declared == declarations.end()) return true;
    std::optional<std::vector<Value>> candidates = ValuesOf(of_name, declared->second);
    if (!candidates) return true;
    values[name] = std::move(*candidates);
  }
  return Search(conditions, values).Run();
}

}  // namespace mainstay::survey
