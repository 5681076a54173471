#include "tools/mainstayctl/column_map.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::FieldDescriptor;

// The name of the field; empty for an unknown word.
std::string FieldOf(std::string_view word, absl::Span<const MapWord> words) {
  for (const MapWord& known : words) {
    if (word == known.word || word == known.field) return std::string(known.field);
  }
  return "";
}

bool IsWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

// Where the next entry begins: the comma before a word and "=", or the end. An unknown word counts,
// so that it is told and does not end up in the header before it.
size_t EntryEnd(std::string_view text) {
  for (size_t comma = text.find(','); comma != text.npos; comma = text.find(',', comma + 1)) {
    const std::string_view rest = text.substr(comma + 1);
    const size_t equals = rest.find('=');
    if (equals != rest.npos && IsWord(absl::StripAsciiWhitespace(rest.substr(0, equals)))) {
      return comma;
    }
  }
  return text.size();
}

}  // namespace

std::string ColumnMapWords(absl::Span<const MapWord> words) {
  return absl::StrJoin(words, ", ", [](std::string* out, const MapWord& known) {
    absl::StrAppend(out, known.word);
  });
}

absl::Status ReadColumnMap(const std::vector<std::string>& parts, absl::Span<const MapWord> words,
                           google::protobuf::Message* columns) {
  for (std::string_view part : parts) {
    while (!part.empty()) {
      const size_t end = EntryEnd(part);
      const std::string_view entry = part.substr(0, end);
      part.remove_prefix(end < part.size() ? end + 1 : end);
      const size_t equals = entry.find('=');
      const std::string_view word = absl::StripAsciiWhitespace(entry.substr(0, equals));
      const FieldDescriptor* field =
          columns->GetDescriptor()->FindFieldByName(FieldOf(word, words));
      if (equals == entry.npos || equals + 1 == entry.size()) {
        return status::BadField("--map", absl::StrCat("\"", entry, "\" is not word=header"));
      }
      if (field == nullptr) {
        return status::BadField("--map",
                                absl::StrCat("\"", word, "\" is none of ", ColumnMapWords(words)));
      }
      std::string scratch;
      if (!columns->GetReflection()->GetStringReference(*columns, field, &scratch).empty()) {
        return status::BadField("--map", absl::StrCat("\"", word, "\" is given twice"));
      }
      columns->GetReflection()->SetString(columns, field, std::string(entry.substr(equals + 1)));
    }
  }
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
