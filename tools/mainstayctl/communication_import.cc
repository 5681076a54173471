// communications import
#include <fstream>
#include <memory>

#include <mainstay/engagement/v1/communication_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/file_stream.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

struct Options {
  std::string file, account = "-", rejects;
  std::vector<std::string> map;
  ImportCommunicationsRequest request;
};

void Print(Session& session, const ImportCommunicationsResponse& response) {
  if (session.json()) {
    session.out() << FormatJson(response);
    return;
  }
  session.err() << Counted(response.records(), "record") << " = "
                << FormatCount(response.logged_records()) << " logged + "
                << FormatCount(response.unchanged_records()) << " there already + "
                << FormatCount(response.rejected_records()) << " rejected\n";
  if (response.rejects_size() == 0) return;
  PrintList(session, response,
            {{"line", {.title = "LINE", .right = true}},
             {"field", {.title = "FIELD"}},
             {"reason", {.title = "REASON", .shrinks = true}},
             {"text", {.title = "RECORD", .shrinks = true}}});
  if (response.rejects_size() < response.rejected_records()) {
    session.err() << "the others are not shown; correct these and import the file again\n";
  }
}

// The first line of a file in UTF-8, which is its header; empty where that cannot be told: of
// another encoding, of standard input.
std::string HeaderOf(const Options& options) {
  const std::string& encoding = options.request.encoding();
  if (options.file == "-" || !(encoding.empty() || absl::EqualsIgnoreCase(encoding, "utf-8"))) {
    return "";
  }
  std::ifstream file(options.file, std::ios::binary);
  std::string line;
  std::getline(file, line);
  return std::string(absl::StripTrailingAsciiWhitespace(absl::StripPrefix(line, "\xef\xbb\xbf")));
}

absl::Status SaveRejects(const ImportCommunicationsResponse& response, const std::string& header,
                         const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (!header.empty()) file << header << "\n";
  for (const CommunicationReject& reject : response.rejects()) file << reject.text() << "\n";
  if (!file.flush()) return status::BadField("--rejects", absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

absl::Status Import(Session& session, const Options& options) {
  ImportCommunicationsRequest first = options.request;
  RETURN_IF_ERROR(ReadColumnMap(options.map, kCommunicationWords, first.mutable_columns()));
  ASSIGN_OR_RETURN(*first.mutable_parent(), ResolveAccount(session, options.account));
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file));
  ImportCommunicationsResponse response;
  const absl::Status sent =
      SendFile(session, "engagement/CommunicationService/ImportCommunications", file.stream(),
               first, &response);
  if (!sent.ok()) {
    return NameFlags(sent, {{"the parent is \"accounts/-\"", "--account is absent"},
                            {"columns.", "--map "},
                            {"columns", "--map"},
                            {"time_zone", "--time-zone"},
                            {"delimiter", "--delimiter"},
                            {"encoding", "--encoding"},
                            {"source", "--source"}});
  }
  Print(session, response);
  if (!options.rejects.empty() && response.rejects_size() > 0) {
    const std::string header = HeaderOf(options);
    RETURN_IF_ERROR(SaveRejects(response, header, options.rejects));
    session.err() << "rejected records saved in " << options.rejects
                  << (header.empty() ? ", without the header, in UTF-8\n"
                                     : "; correct and import that file\n");
  }
  if (response.rejected_records() > 0 && response.rejected_records() == response.records()) {
    return absl::InvalidArgumentError("nothing was logged: every record was rejected");
  }
  return absl::OkStatus();
}

}  // namespace

void AddCommunicationImport(CLI::App& communications, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  ImportCommunicationsRequest& request = options->request;
  CLI::App* command =
      AddCommand(communications, "import",
                 "Log what a CSV file of at most 32 MiB holds; the same file again changes nothing",
                 chosen, [options](Session& session) { return Import(session, *options); });
  command->add_option("file", options->file, "The CSV file; - for standard input")->required();
  command
      ->add_option("--map", options->map,
                   absl::StrCat("Columns, as word=header,word=header,…; words: ",
                                ColumnMapWords(kCommunicationWords)))
      ->allow_extra_args(false);
  command->add_option("--account", options->account,
                      "Account of every record: resource name, id or external id; when absent, the "
                      "column `account` holds it as accounts/… or as the id");
  command->add_option("--source", *request.mutable_source(),
                      "System that the file comes from; \"import\" when absent");
  command->add_option("--time-zone", *request.mutable_time_zone(),
                      "Zone that times are in; Asia/Shanghai when absent");
  command->add_option("--delimiter", *request.mutable_delimiter(),
                      "Character between fields; a comma when absent");
  command->add_option("--encoding", *request.mutable_encoding(),
                      "How the file writes its characters: utf-8 (when absent), gbk, gb18030, big5 "
                      "or latin1");
  command->add_option("--rejects", options->rejects, "File for the records that were rejected");
}

}  // namespace mainstay::ctl
