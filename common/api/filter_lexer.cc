#include "common/api/filter_lexer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

bool InName(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.'; }

// Every byte of a UTF-8 character beyond ASCII counts as a letter.
bool InValue(char c) {
  return InName(c) || c == '-' || c == ':' || c == '+' || c == '/' || (c & 0x80) != 0;
}

}  // namespace

absl::Status FilterError(size_t position, std::string_view what) {
  return status::BadField("filter", absl::StrCat("character ", position, ": ", what));
}

char FilterLexer::Take() {
  const char c = filter_[at_++];
  // A UTF-8 character counts when its last byte is taken.
  if (Done() || (filter_[at_] & 0xc0) != 0x80) ++position_;
  return c;
}

template <class Predicate>
FilterToken FilterLexer::While(Predicate belongs) {
  FilterToken token{"", position_};
  while (!Done() && belongs(Peek())) token.text += Take();
  return token;
}

bool FilterLexer::AtEnd() {
  While(absl::ascii_isspace);
  return Done();
}

absl::StatusOr<FilterToken> FilterLexer::Name() {
  While(absl::ascii_isspace);
  FilterToken token = While(InName);
  if (!token.text.empty()) return token;
  return FilterError(position_, "a field name is needed here, as in: industry = \"retail\"");
}

absl::StatusOr<FilterToken> FilterLexer::Operator() {
  While(absl::ascii_isspace);
  FilterToken token{"", position_};
  const char c = Peek();
  if (c == '=' || c == ':' || c == '<' || c == '>' || c == '!') {
    token.text += Take();
    if (c != '=' && c != ':' && Peek() == '=') token.text += Take();
  }
  if (!token.text.empty() && token.text != "!") return token;
  return FilterError(token.position, "an operator is needed here: = != < <= > >= or :");
}

absl::StatusOr<FilterToken> FilterLexer::Value() {
  While(absl::ascii_isspace);
  if (Peek() == '"') return Quoted();
  FilterToken token = While(InValue);
  if (token.text.empty()) {
    return FilterError(position_, "a value is needed here; put it into quotes: \"…\"");
  }
  if (token.text == "AND" || token.text == "OR" || token.text == "NOT") {
    return FilterError(token.position, absl::StrCat("put the value ", token.text, " into quotes"));
  }
  return token;
}

absl::StatusOr<FilterToken> FilterLexer::Quoted() {
  FilterToken token{"", position_};
  Take();
  while (!Done() && Peek() != '"') {
    const size_t position = position_;
    char c = Take();
    if (c == '\0') return FilterError(position, "the character U+0000 cannot be looked for");
    if (c == '\\') {
      if (Peek() != '"' && Peek() != '\\') {
        return FilterError(position, "after \\ only \" or \\ may come");
      }
      c = Take();
    }
    token.text += c;
  }
  if (Done()) return FilterError(token.position, "the closing quote is missing");
  Take();
  return token;
}

}  // namespace mainstay::api
