#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/expression/expression.h"
#include "services/survey/expression/lexer.h"

namespace mainstay::survey {
namespace {

using Kind = ConditionNode::Kind;
using NodePtr = std::shared_ptr<const ConditionNode>;
using NodeOr = absl::StatusOr<NodePtr>;

constexpr size_t kMaxNameWords = 3;

// Recursive descent: a method a rule of the grammar in expression.h.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  NodeOr Run() {
    ASSIGN_OR_RETURN(NodePtr root, ParseDisjunction());
    if (Now().kind != Token::Kind::kEnd) {
      return Error(Now().text == ")" ? "there is no \"(\" that this \")\" closes"
                                     : "write \"and\" or \"or\" before the next comparison");
    }
    return root;
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  const Token& Next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  bool IsSign(std::string_view sign) const {
    return Now().kind == Token::Kind::kSign && Now().text == sign;
  }
  bool IsWord(std::string_view word) const {
    return Now().kind == Token::Kind::kWord && Now().text == word;
  }
  bool Take(bool there) {
    if (there) ++at_;
    return there;
  }
  absl::Status Error(std::string_view message) const {
    return ConditionError(text_, Now().position, message);
  }
  absl::Status Expect(std::string_view sign, std::string_view message) {
    return Take(IsSign(sign)) ? absl::OkStatus() : Error(message);
  }
  std::shared_ptr<ConditionNode> NewNode(Kind kind) const {
    auto node = std::make_shared<ConditionNode>();
    node->kind = kind;
    node->position = Now().position;
    return node;
  }

  NodeOr ParseDisjunction() { return ParseChain("or", Kind::kOr, &Parser::ParseConjunction); }
  NodeOr ParseConjunction() { return ParseChain("and", Kind::kAnd, &Parser::ParseNegation); }

  NodeOr ParseChain(std::string_view word, Kind kind, NodeOr (Parser::*part)()) {
    auto chain = NewNode(kind);
    do {
      ASSIGN_OR_RETURN(NodePtr operand, (this->*part)());
      chain->operands.push_back(std::move(operand));
    } while (Take(IsWord(word)));
    if (chain->operands.size() == 1) return chain->operands[0];
    return chain;
  }

  NodeOr ParseNegation() {
    if (!IsWord("not")) return ParsePrimary();
    RETURN_IF_ERROR(Deeper());
    auto node = NewNode(Kind::kNot);
    ++at_;
    ASSIGN_OR_RETURN(NodePtr operand, ParseNegation());
    node->operands.push_back(std::move(operand));
    --depth_;
    return node;
  }

  NodeOr ParsePrimary() {
    if (IsSign("(")) {
      RETURN_IF_ERROR(Deeper());
      ++at_;
      ASSIGN_OR_RETURN(NodePtr inner, ParseDisjunction());
      RETURN_IF_ERROR(Expect(")", "close the parenthesis with \")\" here"));
      --depth_;
      return inner;
    }
    if (++terms_ > kMaxConditionTerms) {
      return Error(absl::StrCat("a condition has at most ", kMaxConditionTerms, " comparisons"));
    }
    if (IsWord("true") || IsWord("false")) {
      auto node = NewNode(Kind::kConstant);
      node->constant = Now().text == "true";
      ++at_;
      return node;
    }
    if (IsWord("answered") || IsWord("contains")) return ParseCall();
    return ParseComparison();
  }

  NodeOr ParseCall() {
    const std::string word = Now().text;
    auto node = NewNode(word == "answered" ? Kind::kAnswered : Kind::kContains);
    ++at_;
    RETURN_IF_ERROR(Expect("(", absl::StrCat("write \"(\" and a name after \"", word, "\"")));
    RETURN_IF_ERROR(ParseName(*node));
    if (node->kind == Kind::kContains) {
      RETURN_IF_ERROR(Expect(",", "write what to look for after a comma: contains(name, 'text')"));
      if (Now().kind != Token::Kind::kText) {
        return Error("write what to look for in single quotes: contains(name, 'text')");
      }
      node->literals.push_back({Now().text, Now().position});
      ++at_;
    }
    RETURN_IF_ERROR(Expect(")", absl::StrCat("close \"", word, "(\" with \")\" here")));
    return node;
  }

  NodeOr ParseComparison() {
    if (Now().kind == Token::Kind::kNumber || Now().kind == Token::Kind::kText) {
      return Error("write the name first: nps <= 6 and not 6 >= nps");
    }
    auto node = NewNode(Kind::kCompare);
    RETURN_IF_ERROR(ParseName(*node));
    const bool negated = IsWord("not") && Next().kind == Token::Kind::kWord && Next().text == "in";
    if (negated) ++at_;
    if (Take(IsWord("in"))) {
      node->kind = negated ? Kind::kNotIn : Kind::kIn;
      RETURN_IF_ERROR(ParseList(*node));
      return node;
    }
    constexpr std::string_view kSigns[] = {"=", "!=", "<", "<=", ">", ">="};
    for (size_t i = 0; i < std::size(kSigns); ++i) {
      if (!IsSign(kSigns[i])) continue;
      node->comparison = static_cast<Comparison>(i);
      ++at_;
      RETURN_IF_ERROR(ParseLiteral(*node, kSigns[i]));
      return node;
    }
    return Error(absl::StrCat("write = != < <= > >= or in after \"", node->name,
                              "\", or ask whether it was answered: answered(", node->name, ")"));
  }

  absl::Status ParseList(ConditionNode& node) {
    RETURN_IF_ERROR(Expect("[", "write a list after \"in\": ['a', 'b']"));
    do {
      RETURN_IF_ERROR(ParseLiteral(node, "["));
      if (node.literals.size() > kMaxConditionList) {
        return Error(absl::StrCat("a list has at most ", kMaxConditionList, " values"));
      }
    } while (Take(IsSign(",")));
    return Expect("]", "close the list with \"]\" here, or go on with a comma");
  }

  absl::Status ParseLiteral(ConditionNode& node, std::string_view after) {
    if (Now().kind == Token::Kind::kNumber) {
      node.literals.push_back({Now().number, Now().position});
    } else if (Now().kind == Token::Kind::kText) {
      node.literals.push_back({Now().text, Now().position});
    } else {
      return Error(absl::StrCat("write a number or a text in single quotes after \"", after, "\""));
    }
    ++at_;
    return absl::OkStatus();
  }

  absl::Status ParseName(ConditionNode& node) {
    for (size_t words = 1;; ++words) {
      if (Now().kind != Token::Kind::kWord || IsReservedWord(Now().text)) {
        return Error(Now().kind == Token::Kind::kEnd ? "the condition ends where a name is missing"
                                                     : "write the name of a question or a fact");
      }
      absl::StrAppend(&node.name, words > 1 ? "." : "", Now().text);
      ++at_;
      if (!IsSign(".")) return absl::OkStatus();
      if (words == kMaxNameWords) return Error("a name has at most 3 words");
      ++at_;
    }
  }

  absl::Status Deeper() {
    if (++depth_ <= kMaxConditionDepth) return absl::OkStatus();
    return Error(absl::StrCat("a condition nests at most ", kMaxConditionDepth, " deep"));
  }

  const std::string_view text_;
  const std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  int terms_ = 0;
};

}  // namespace

bool IsReservedWord(std::string_view word) {
  for (const std::string_view reserved :
       {"and", "or", "not", "in", "true", "false", "answered", "contains"}) {
    if (word == reserved) return true;
  }
  return false;
}

absl::StatusOr<Condition> ParseCondition(std::string_view text) {
  if (text.size() > kMaxConditionBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a condition has at most ", kMaxConditionBytes, " bytes"));
  }
  if (absl::StripAsciiWhitespace(text).empty()) return Condition();
  ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokens(text));
  ASSIGN_OR_RETURN(NodePtr root, Parser(text, std::move(tokens)).Run());
  return Condition(std::move(root));
}

}  // namespace mainstay::survey
