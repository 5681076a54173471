#include "services/gateway/openapi/comment.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace mainstay::gateway {

std::string CommentText(const google::protobuf::SourceLocation& location) {
  const std::string& raw =
      location.leading_comments.empty() ? location.trailing_comments : location.leading_comments;
  std::string text;
  bool blank = false;
  for (absl::string_view line : absl::StrSplit(raw, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) {
      blank = !text.empty();
      continue;
    }
    if (!text.empty()) text += blank ? "\n\n" : " ";
    text += line;
    blank = false;
  }
  return text;
}

std::string FirstSentence(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    bool ends = (text[i] == '.' || text[i] == ':') && absl::ascii_isspace(text[i + 1]);
    if (ends) return std::string(text.substr(0, i));
  }
  return std::string(absl::StripSuffix(text, "."));
}

bool SaysOutputOnly(std::string_view text) { return absl::StrContains(text, "Output only"); }

}  // namespace mainstay::gateway
