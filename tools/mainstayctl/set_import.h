// What the commands on imports by sets have in common: the messages of such imports are alike.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/file_stream.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

struct SetImportWords {
  std::string_view group;    // "cases": whose commands they are
  std::string_view made;     // "case": what a record becomes
  std::string_view nothing;  // "no case was opened"
  std::string rejects;  // the method that downloads what an import rejected, by DownloadRequest
};

template <class DownloadRequest>
absl::Status SaveRejects(Session& session, const SetImportWords& words, const std::string& import,
                         const std::string& option, const std::string& path) {
  DownloadRequest request;
  request.set_name(import);
  return SaveBody(session, words.rejects, request, option, path);
}

template <class Import>
void PrintImport(Session& session, const SetImportWords& words, const Import& import) {
  if (session.json()) {
    session.out() << FormatJson(import);
    return;
  }
  session.err() << import.name() << "\n"
                << Counted(import.records(), "record") << " = "
                << Counted(import.created_records(), words.made) << " + "
                << FormatCount(import.unchanged_records()) << " there already + "
                << FormatCount(import.rejected_records()) << " rejected\n";
  if (import.rejects_size() == 0) return;
  PrintList(session, import,
            {{"line", {.title = "LINE", .right = true}},
             {"field", {.title = "FIELD"}},
             {"reason", {.title = "REASON", .shrinks = true}}});
  if (import.rejects_size() < import.rejected_records()) {
    session.err() << "the others: mainstayctl " << words.group << " rejects " << import.name()
                  << "\n";
  }
}

// Prints an import that was answered and saves its rejects in the file `rejects`, if that is asked
// for. An error when the file was not read to its end, or nothing of it was taken.
template <class DownloadRequest, class Import>
absl::Status TellImport(Session& session, const SetImportWords& words, const Import& import,
                        const std::string& rejects) {
  PrintImport(session, words, import);
  if (!rejects.empty() && import.rejected_records() > 0) {
    RETURN_IF_ERROR(
        SaveRejects<DownloadRequest>(session, words, import.name(), "--rejects", rejects));
    session.err() << "rejected records saved in " << rejects << "; correct and import that file\n";
  }
  for (const auto& reject : import.rejects()) {
    if (reject.field() == "file") {
      return absl::InvalidArgumentError(absl::StrCat("the file was not read to its end: line ",
                                                     reject.line(), ": ", reject.reason()));
    }
  }
  if (import.rejected_records() > 0 && import.rejected_records() == import.records()) {
    return absl::InvalidArgumentError(absl::StrCat(words.nothing, ": every record was rejected"));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
