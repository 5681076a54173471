#include "services/gateway/transcode/json_scanner.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/gateway/transcode/utf8.h"

namespace mainstay::gateway {

void JsonScanner::SkipSpace() {
  while (position_ < text_.size()) {
    char c = text_[position_];
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
    ++position_;
  }
}

char JsonScanner::Peek() {
  SkipSpace();
  return position_ < text_.size() ? text_[position_] : '\0';
}

absl::Status JsonScanner::Open(char bracket, bool* more) {
  if (Peek() != bracket) return Mistake(bracket == '{' ? "an object" : "a list");
  if (++depth_ > kMaxDepth) {
    return status::BadField("body", absl::StrCat("must not nest deeper than ", kMaxDepth));
  }
  ++position_;
  char closing = bracket == '{' ? '}' : ']';
  *more = Peek() != closing;
  if (!*more) {
    ++position_;
    --depth_;
  }
  return absl::OkStatus();
}

absl::Status JsonScanner::Next(char closing_bracket, bool* more) {
  char c = Peek();
  if (c != ',' && c != closing_bracket) {
    return Mistake(closing_bracket == '}' ? "',' or '}'" : "',' or ']'");
  }
  ++position_;
  *more = c == ',';
  if (!*more) --depth_;
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadKey(std::string* key) {
  if (Peek() != '"') return Mistake("a key in double quotes");
  RETURN_IF_ERROR(ReadString(key));
  if (Peek() != ':') return Mistake("':'");
  ++position_;
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadString(std::string* out) {
  if (Peek() != '"') return Mistake("a string");
  out->clear();
  ++position_;
  while (true) {
    size_t start = position_;
    while (position_ < text_.size() && text_[position_] != '"' && text_[position_] != '\\' &&
           static_cast<unsigned char>(text_[position_]) >= 0x20) {
      ++position_;
    }
    std::string_view plain = text_.substr(start, position_ - start);
    if (!IsUtf8(plain)) return Mistake("UTF-8 in the string that ends");
    out->append(plain);
    if (position_ == text_.size()) return Mistake("'\"' at the string's end");
    char c = text_[position_];
    if (c == '"') break;
    if (c != '\\') return Mistake("control characters escaped");
    ++position_;
    RETURN_IF_ERROR(ReadEscape(out));
  }
  ++position_;
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadEscape(std::string* out) {
  char c = position_ < text_.size() ? text_[position_] : '\0';
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  if (size_t at = kLetters.find(c); c != '\0' && at != std::string_view::npos) {
    *out += kMeanings[at];
    ++position_;
    return absl::OkStatus();
  }
  if (c != 'u') return Mistake("one of \"\\/bfnrtu after '\\'");
  ++position_;
  uint32_t code_point;
  RETURN_IF_ERROR(ReadHex(&code_point));
  if (code_point >= 0xDC00 && code_point < 0xE000) return Mistake("a high surrogate before a low");
  if (code_point >= 0xD800 && code_point < 0xDC00) {
    uint32_t low = 0;
    if (text_.substr(position_, 2) != "\\u") return Mistake("a low surrogate after a high");
    position_ += 2;
    RETURN_IF_ERROR(ReadHex(&low));
    if (low < 0xDC00 || low >= 0xE000) return Mistake("a low surrogate after a high");
    code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
  }
  AppendUtf8(code_point, out);
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadHex(uint32_t* out) {
  *out = 0;
  for (int i = 0; i < 4; ++i, ++position_) {
    char c = position_ < text_.size() ? absl::ascii_tolower(text_[position_]) : '\0';
    if (!absl::ascii_isxdigit(c)) return Mistake("four hex digits after '\\u'");
    *out = *out * 16 + (absl::ascii_isdigit(c) ? c - '0' : c - 'a' + 10);
  }
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadNumber(std::string_view* out) {
  Peek();
  size_t start = position_;
  auto at = [&] { return position_ < text_.size() ? text_[position_] : '\0'; };
  auto digits = [&] {
    size_t before = position_;
    while (absl::ascii_isdigit(at())) ++position_;
    return position_ > before;
  };
  if (at() == '-') ++position_;
  if (at() == '0') {
    ++position_;
  } else if (!digits()) {
    return Mistake("a value");
  }
  if (at() == '.') {
    ++position_;
    if (!digits()) return Mistake("a digit after '.'");
  }
  if (at() == 'e' || at() == 'E') {
    ++position_;
    if (at() == '+' || at() == '-') ++position_;
    if (!digits()) return Mistake("a digit in the exponent");
  }
  *out = text_.substr(start, position_ - start);
  return absl::OkStatus();
}

absl::Status JsonScanner::Word(std::string_view word) {
  if (text_.substr(position_, word.size()) != word) return Mistake("a value");
  position_ += word.size();
  return absl::OkStatus();
}

absl::Status JsonScanner::ReadBool(bool* out) {
  *out = Peek() == 't';
  return Word(*out ? "true" : "false");
}

absl::Status JsonScanner::ReadNull() {
  Peek();
  return Word("null");
}

absl::Status JsonScanner::SkipValue() {
  char c = Peek();
  std::string text;
  if (c == '{' || c == '[') {
    char closing = c == '{' ? '}' : ']';
    bool more;
    RETURN_IF_ERROR(Open(c, &more));
    while (more) {
      if (c == '{') RETURN_IF_ERROR(ReadKey(&text));
      RETURN_IF_ERROR(SkipValue());
      RETURN_IF_ERROR(Next(closing, &more));
    }
    return absl::OkStatus();
  }
  if (c == '"') return ReadString(&text);
  bool flag;
  if (c == 't' || c == 'f') return ReadBool(&flag);
  if (c == 'n') return ReadNull();
  std::string_view number;
  return ReadNumber(&number);
}

absl::Status JsonScanner::ReadEnd() {
  return Peek() == '\0' && position_ == text_.size() ? absl::OkStatus()
                                                     : Mistake("nothing after the value");
}

absl::Status JsonScanner::Mistake(std::string_view expected) const {
  std::string_view before = text_.substr(0, position_);
  auto line = 1 + std::count(before.begin(), before.end(), '\n');
  size_t newline = before.rfind('\n');
  size_t column = newline == std::string_view::npos ? position_ + 1 : position_ - newline;
  return status::BadField("body", absl::StrCat("is not valid JSON at line ", line, ", column ",
                                               column, ": expected ", expected));
}

}  // namespace mainstay::gateway
