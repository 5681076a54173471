#include "services/survey/expression/lexer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

// More digits than a double can tell apart are somebody's mistake.
constexpr size_t kMaxNumberBytes = 20;

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    while (true) {
      while (at_ < text_.size() && absl::ascii_isspace(Byte(at_))) ++at_;
      Token token{.position = at_};
      if (at_ < text_.size()) {
        if (absl::Status status = Read(token); !status.ok()) return status;
      }
      tokens.push_back(std::move(token));
      if (tokens.back().kind == Token::Kind::kEnd) return tokens;
    }
  }

 private:
  unsigned char Byte(size_t at) const { return static_cast<unsigned char>(text_[at]); }
  bool DigitAt(size_t at) const { return at < text_.size() && absl::ascii_isdigit(Byte(at)); }
  absl::Status Error(size_t at, std::string_view message) const {
    return ConditionError(text_, at, message);
  }

  absl::Status Read(Token& token) {
    if (absl::ascii_isalpha(Byte(at_))) return ReadWord(token);
    if (DigitAt(at_) || (text_[at_] == '-' && DigitAt(at_ + 1))) return ReadNumber(token);
    if (text_[at_] == '\'') return ReadText(token);
    return ReadSign(token);
  }

  absl::Status ReadWord(Token& token) {
    token.kind = Token::Kind::kWord;
    while (at_ < text_.size() && (absl::ascii_isalnum(Byte(at_)) || text_[at_] == '_')) ++at_;
    token.text = std::string(text_.substr(token.position, at_ - token.position));
    for (const char c : token.text) {
      if (absl::ascii_isupper(static_cast<unsigned char>(c))) {
        return Error(token.position,
                     absl::StrCat("write \"", absl::AsciiStrToLower(token.text),
                                  "\" in small letters, as all names and words here"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadNumber(Token& token) {
    token.kind = Token::Kind::kNumber;
    ++at_;
    while (DigitAt(at_)) ++at_;
    if (at_ < text_.size() && text_[at_] == '.' && DigitAt(at_ + 1)) {
      ++at_;
      while (DigitAt(at_)) ++at_;
    }
    token.text = std::string(text_.substr(token.position, at_ - token.position));
    if (at_ < text_.size() && (absl::ascii_isalpha(Byte(at_)) || text_[at_] == '_')) {
      return Error(token.position,
                   "write a number as 6 or 6.5; names begin with a letter, and texts stand in "
                   "single quotes");
    }
    if (token.text.size() > kMaxNumberBytes || !absl::SimpleAtod(token.text, &token.number)) {
      return Error(token.position, "write a number of at most 20 digits");
    }
    return absl::OkStatus();
  }

  absl::Status ReadText(Token& token) {
    token.kind = Token::Kind::kText;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '\'') {
        token.text += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
        token.text += '\'';
        ++at_;
      } else {
        ++at_;
        return absl::OkStatus();
      }
    }
    return Error(token.position, "this text does not end: close it with a single quote");
  }

  absl::Status ReadSign(Token& token) {
    token.kind = Token::Kind::kSign;
    const std::string_view rest = text_.substr(at_);
    // What people who know other languages write.
    for (const auto& [wrong, right] : {std::pair<std::string_view, std::string_view>{"==", "="},
                                       {"<>", "!="},
                                       {"&&", "and"},
                                       {"||", "or"},
                                       {"=<", "<="},
                                       {"=>", ">="}}) {
      if (absl::StartsWith(rest, wrong)) {
        return Error(at_, absl::StrCat("write \"", right, "\" instead of \"", wrong, "\""));
      }
    }
    for (const std::string_view sign :
         {"!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", "."}) {
      if (absl::StartsWith(rest, sign)) {
        token.text = std::string(sign);
        at_ += sign.size();
        return absl::OkStatus();
      }
    }
    if (text_[at_] == '!') return Error(at_, "write \"not\" instead of \"!\"");
    if (text_[at_] == '"' || absl::StartsWith(rest, "‘") || absl::StartsWith(rest, "“")) {
      return Error(at_, "write texts in straight single quotes: 'price'");
    }
    return Error(at_,
                 "this is no part of a condition: write names, numbers, texts in single "
                 "quotes, = != < <= > >=, and, or, not, in [ ], ( )");
  }

  const std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokens(std::string_view text) { return Lexer(text).Run(); }

absl::Status ConditionError(std::string_view text, size_t position, std::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat("at character ", text::Characters(text.substr(0, position)) + 1, ": ", message));
}

}  // namespace mainstay::survey
