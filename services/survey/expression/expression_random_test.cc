// Conditions against a second reading of the language, which shares nothing with ours: random
// conditions are made as trees of this test's own, written down, and worked out on the tree with
// answers as plain texts.
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/survey/expression/expression.h"
#include "services/survey/expression/satisfiability.h"

namespace mainstay::survey {
namespace {

// What a respondent said, as text: "7", "b", "a,c", "2026-01-02"; absent: nothing.
using Sheet = std::map<std::string, std::string>;

// score is 0 to 4, pick one of a, b, c, many any of x, y, day one of three days.
const std::vector<std::string> kPicks = {"a", "b", "c"};
const std::vector<std::string> kDays = {"2026-01-01", "2026-01-02", "2026-01-03"};

const Declarations& Known() {
  static const auto& known = *new Declarations{
      {"score", {.type = ValueType::kNumber, .minimum = 0, .maximum = 4, .whole_number = true}},
      {"pick", {.type = ValueType::kChoice, .values = kPicks}},
      {"many", {.type = ValueType::kChoices, .values = {"x", "y"}}},
      {"day", {.type = ValueType::kDate}}};
  return known;
}

struct Tree {
  std::string word;  // "and", "or", "not", or what is asked: "score", "pick", …, "answered"
  std::vector<Tree> parts;
  std::string name, sign, operand;
  std::vector<std::string> list;
};

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return random_() % bound; }
  const std::string& Of(const std::vector<std::string>& list) { return list[Below(list.size())]; }

  Tree Condition(int depth) {
    const size_t kind = depth == 0 ? 3 : Below(6);
    if (kind == 0) return {.word = "not", .parts = {Condition(depth - 1)}};
    if (kind <= 2) {
      Tree tree{.word = kind == 1 ? "and" : "or"};
      for (size_t i = 0; i < 2 + Below(2); ++i) tree.parts.push_back(Condition(depth - 1));
      return tree;
    }
    return Term();
  }

  Sheet Answers() {
    Sheet sheet;
    if (Below(4) > 0) sheet["score"] = std::to_string(Below(5));
    if (Below(4) > 0) sheet["pick"] = Of(kPicks);
    if (const size_t subset = Below(4); subset > 0) {
      sheet["many"] = subset == 1 ? "x" : subset == 2 ? "y" : "x,y";
    }
    if (Below(4) > 0) sheet["day"] = Of(kDays);
    return sheet;
  }

 private:
  Tree Term() {
    static const std::vector<std::string> names = {"score", "pick", "many", "day"};
    static const std::vector<std::string> order = {"=", "!=", "<", "<=", ">", ">="};
    Tree tree{.name = Of(names)};
    tree.word = "compare";
    if (Below(8) == 0) {
      tree.word = "answered";
    } else if (tree.name == "many") {
      tree.word = "contains";
      tree.operand = Below(2) == 0 ? "x" : "y";
    } else if (Below(4) == 0) {
      tree.word = Below(2) == 0 ? "in" : "not in";
      for (size_t i = 0; i < 1 + Below(3); ++i) tree.list.push_back(Literal(tree.name));
    } else {
      tree.sign = tree.name == "pick" ? order[Below(2)] : Of(order);
      tree.operand = Literal(tree.name);
    }
    return tree;
  }
  std::string Literal(const std::string& name) {
    return name == "score" ? std::to_string(Below(5)) : Of(name == "pick" ? kPicks : kDays);
  }

  std::mt19937_64 random_;
};

std::string Quoted(const Tree& tree, const std::string& operand) {
  return tree.name == "score" ? operand : "'" + operand + "'";
}

// As a person would write it, with more parentheses than are needed.
std::string Written(const Tree& tree) {
  std::ostringstream out;
  if (tree.word == "not") {
    out << "not (" << Written(tree.parts[0]) << ")";
  } else if (!tree.parts.empty()) {
    for (size_t i = 0; i < tree.parts.size(); ++i) {
      const bool chain = !tree.parts[i].parts.empty();
      out << (i > 0 ? " " + tree.word + " " : "") << (chain ? "(" : "") << Written(tree.parts[i])
          << (chain ? ")" : "");
    }
  } else if (tree.word == "answered") {
    out << "answered(" << tree.name << ")";
  } else if (tree.word == "contains") {
    out << "contains(" << tree.name << ", '" << tree.operand << "')";
  } else if (tree.word == "compare") {
    out << tree.name << tree.sign << Quoted(tree, tree.operand);
  } else {
    out << tree.name << " " << tree.word << " [";
    for (size_t i = 0; i < tree.list.size(); ++i) {
      out << (i > 0 ? "," : "") << Quoted(tree, tree.list[i]);
    }
    out << "]";
  }
  return out.str();
}

// Digits and ISO days order as their texts do.
bool Naive(const Tree& tree, const Sheet& sheet) {
  if (tree.word == "not") return !Naive(tree.parts[0], sheet);
  if (tree.word == "and") {
    bool all = true;
    for (const Tree& part : tree.parts) all = all && Naive(part, sheet);
    return all;
  }
  if (tree.word == "or") {
    bool any = false;
    for (const Tree& part : tree.parts) any = any || Naive(part, sheet);
    return any;
  }
  if (!sheet.contains(tree.name)) return false;
  const std::string& said = sheet.at(tree.name);
  if (tree.word == "answered") return true;
  if (tree.word == "contains") return said.find(tree.operand) != said.npos;
  if (tree.word != "compare") {
    const std::set<std::string> list(tree.list.begin(), tree.list.end());
    return list.contains(said) == (tree.word == "in");
  }
  const int order = said.compare(tree.operand);
  if (tree.sign == "=") return order == 0;
  if (tree.sign == "!=") return order != 0;
  if (tree.sign == "<") return order < 0;
  if (tree.sign == "<=") return order <= 0;
  if (tree.sign == ">") return order > 0;
  return order >= 0;
}

Value Typed(const Sheet& sheet, const std::string& name) {
  if (!sheet.contains(name)) return {};
  const std::string& said = sheet.at(name);
  if (name == "score") return std::stod(said);
  if (name == "pick") return said;
  if (name == "many") {
    return said == "x,y" ? std::vector<std::string>{"x", "y"} : std::vector<std::string>{said};
  }
  return absl::CivilDay(2026, 1, said.back() - '0');
}

TEST(Condition, AgreesWithANaiveReading) {
  Maker maker(20261122);
  for (int round = 0; round < 3000; ++round) {
    const Tree tree = maker.Condition(4);
    const std::string text = Written(tree);
    if (text.size() > kMaxConditionBytes) continue;
    const absl::StatusOr<Condition> condition = ReadCondition(text, Known());
    ASSERT_TRUE(condition.ok()) << text << ": " << condition.status();
    for (int i = 0; i < 10; ++i) {
      const Sheet sheet = maker.Answers();
      ASSERT_EQ(Evaluate(*condition,
                         [&](std::string_view name) { return Typed(sheet, std::string(name)); }),
                Naive(tree, sheet))
          << text;
    }
  }
}

// Every sheet that there is: the day may also be another one.
std::vector<Sheet> Everything() {
  std::vector<Sheet> sheets = {{}};
  const auto multiply = [&](const std::string& name, const std::vector<std::string>& values) {
    std::vector<Sheet> more = sheets;
    for (const Sheet& sheet : sheets) {
      for (const std::string& value : values) (more.emplace_back(sheet))[name] = value;
    }
    sheets = std::move(more);
  };
  multiply("score", {"0", "1", "2", "3", "4"});
  multiply("pick", kPicks);
  multiply("many", {"x", "y", "x,y"});
  multiply("day", {"2026-01-01", "2026-01-02", "2026-01-03", "2025-12-31", "2026-01-04"});
  return sheets;
}

TEST(CanHold, AgreesWithTryingEverything) {
  const std::vector<Sheet> everything = Everything();
  Maker maker(4);
  int never = 0;
  for (int round = 0; round < 1500; ++round) {
    // Terms joined by and, so that some never hold.
    Tree tree{.word = "and"};
    for (size_t i = 0; i < 2 + maker.Below(4); ++i) tree.parts.push_back(maker.Condition(1));
    const std::string text = Written(tree);
    bool possible = false;
    for (const Sheet& sheet : everything) {
      if ((possible = Naive(tree, sheet))) break;
    }
    never += possible ? 0 : 1;
    ASSERT_EQ(CanHold({*ReadCondition(text, Known())}, Known()), possible) << text;
  }
  EXPECT_GT(never, 100);
}

}  // namespace
}  // namespace mainstay::survey
