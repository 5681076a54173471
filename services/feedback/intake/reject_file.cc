#include "services/feedback/intake/reject_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mainstay::feedback {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string RejectFileHeader(const CaseImport& import) {
  const std::string& d = import.delimiter;
  return absl::StrCat(import.header, d, "line", d, "field", d, "reason\n");
}

std::string RejectFileRecord(const CaseImport& import, const CaseReject& reject) {
  const std::string& d = import.delimiter;
  const bool open = std::count(reject.body.begin(), reject.body.end(), '"') % 2 != 0;
  return absl::StrCat(reject.body, open ? "\"" : "", d, reject.line, d, reject.field, d,
                      Quoted(reject.reason), "\n");
}

}  // namespace mainstay::feedback
