#include "services/gateway/transcode/http_template.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/percent.h"

namespace mainstay::gateway {
namespace {

bool IsLiteralChar(char c) {
  return absl::ascii_isalnum(c) ||
         absl::string_view("-._~%!$&'()+,;@").find(c) != std::string::npos;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  absl::StatusOr<HttpTemplate> Parse() {
    if (!Take('/')) return Mistake("must start with '/'");
    if (absl::Status status = Segments(/*in_variable=*/false); !status.ok()) return status;
    if (Take(':')) {
      absl::StatusOr<std::string> verb = Literal();
      if (!verb.ok()) return verb.status();
      result_.verb = *std::move(verb);
    }
    if (position_ != text_.size()) return Mistake("has something after its end");
    return std::move(result_);
  }

 private:
  absl::Status Segments(bool in_variable) {
    do {
      if (EndsInDoubleStar()) return Mistake("has a segment after '**'");
      if (absl::Status status = Segment(in_variable); !status.ok()) return status;
    } while (Take('/'));
    return absl::OkStatus();
  }

  absl::Status Segment(bool in_variable) {
    if (Take('{')) {
      if (in_variable) return Mistake("has a variable inside a variable");
      return Variable();
    }
    if (Take('*')) {
      bool two = Take('*');
      Add(two ? HttpTemplate::Segment::Kind::kDoubleStar : HttpTemplate::Segment::Kind::kStar);
      return absl::OkStatus();
    }
    absl::StatusOr<std::string> literal = Literal();
    if (!literal.ok()) return literal.status();
    result_.segments.push_back({HttpTemplate::Segment::Kind::kLiteral, *std::move(literal)});
    return absl::OkStatus();
  }

  absl::Status Variable() {
    size_t start = position_;
    while (position_ < text_.size() && (absl::ascii_isalnum(text_[position_]) ||
                                        text_[position_] == '_' || text_[position_] == '.')) {
      ++position_;
    }
    HttpTemplate::Variable variable{std::string(text_.substr(start, position_ - start)),
                                    result_.segments.size(), 0, false};
    if (variable.field_path.empty()) return Mistake("has a variable without a name");
    for (const HttpTemplate::Variable& other : result_.variables) {
      if (other.field_path == variable.field_path) return Mistake("has a variable twice");
    }
    if (Take('=')) {
      if (absl::Status status = Segments(/*in_variable=*/true); !status.ok()) return status;
    } else {
      Add(HttpTemplate::Segment::Kind::kStar);
    }
    if (!Take('}')) return Mistake("misses a '}'");
    variable.end = result_.segments.size();
    variable.multi_segment = variable.end - variable.begin > 1 || EndsInDoubleStar();
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Literal() {
    size_t start = position_;
    while (position_ < text_.size() && IsLiteralChar(text_[position_])) ++position_;
    if (position_ == start) return Mistake("misses a literal, '*', '**' or '{'");
    return PercentDecode(text_.substr(start, position_ - start), PercentRule::kAll);
  }

  void Add(HttpTemplate::Segment::Kind wildcard) { result_.segments.push_back({wildcard, ""}); }

  bool EndsInDoubleStar() const {
    return !result_.segments.empty() &&
           result_.segments.back().kind == HttpTemplate::Segment::Kind::kDoubleStar;
  }

  bool Take(char c) {
    if (position_ == text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }

  absl::Status Mistake(std::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("path template \"", text_, "\" ", what, " (at position ", position_, ")"));
  }

  std::string_view text_;
  size_t position_ = 0;
  HttpTemplate result_;
};

}  // namespace

absl::StatusOr<HttpTemplate> HttpTemplate::Parse(std::string_view text) {
  return Parser(text).Parse();
}

}  // namespace mainstay::gateway
