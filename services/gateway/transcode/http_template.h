// Path templates of google.api.http:
//   Template = "/" Segments [ ":" LITERAL ]      Segments = Segment { "/" Segment }
//   Segment  = "*" | "**" | LITERAL | "{" FieldPath [ "=" Segments ] "}"
// "**" may only be the last segment; variables do not nest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::gateway {

struct HttpTemplate {
  struct Segment {
    enum class Kind { kLiteral, kStar, kDoubleStar };
    Kind kind;
    std::string literal;  // percent-decoded; empty for the wildcards

    bool operator==(const Segment&) const = default;
  };
  // Covers segments [begin, end) of the template; where the template ends in "**", the last
  // variable's end is that of the path.
  struct Variable {
    std::string field_path;  // "account.name"
    size_t begin;
    size_t end;
    bool multi_segment;  // more than one segment, or "**": %2F stays encoded in its value

    bool operator==(const Variable&) const = default;
  };

  std::vector<Segment> segments;
  std::vector<Variable> variables;
  std::string verb;  // without the colon; empty for none

  // INVALID_ARGUMENT with the template and the position of the mistake.
  static absl::StatusOr<HttpTemplate> Parse(std::string_view text);
};

}  // namespace mainstay::gateway
