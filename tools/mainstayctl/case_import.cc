// cases import, imports, import-status, rejects
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include <mainstay/feedback/v1/case_import_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/status.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/file_stream.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/set_import.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this file

constexpr char kService[] = "feedback/CaseImportService/";
constexpr char kImportHelp[] = "Resource name or id";

struct Options {
  std::string file, account = "-", rejects, kind, channel, severity, scope;
  std::vector<std::string> map, words;
  ImportCasesRequest request;
};

SetImportWords Words() {
  return {.group = "cases",
          .made = "case",
          .nothing = "no case was opened",
          .rejects = absl::StrCat(kService, "DownloadCaseImportRejects")};
}

// How the API names what the command line gives by options, in refusals and in reasons of rejects.
std::vector<std::pair<std::string, std::string>> Flags() {
  return {{"the parent is \"accounts/-\"", "--account is absent"},
          {"one account as the parent", "one account by --account"},
          {"the request's words explain", "--word explains"},
          {"columns.", "--map "},
          {"columns", "--map"},
          {"defaults.", "--"},
          {"words", "--word"},
          {"time_zone", "--time-zone"},
          {"delimiter", "--delimiter"},
          {"encoding", "--encoding"},
          {"source", "--source"},
          {"request_id", "--request-id"}};
}

// What the defaults' options say.
absl::Status ReadDefaults(const Options& options, CaseImportDefaults& defaults) {
  for (const auto& [field, value] :
       {std::pair<const char*, const std::string&>{"kind", options.kind},
        {"channel", options.channel},
        {"severity", options.severity},
        {"scope", options.scope}}) {
    if (!value.empty()) RETURN_IF_ERROR(SetField(&defaults, absl::StrCat(field, "=", value)));
  }
  return absl::OkStatus();
}

absl::Status Import(Session& session, const Options& options) {
  ImportCasesRequest first = options.request;
  if (!options.map.empty()) {
    RETURN_IF_ERROR(ReadColumnMap(options.map, kCaseWords, first.mutable_columns()));
  }
  RETURN_IF_ERROR(ReadDefaults(options, *first.mutable_defaults()));
  for (const std::string& word : options.words) first.add_words(word);
  ASSIGN_OR_RETURN(*first.mutable_parent(), ResolveAccount(session, options.account));
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file));
  if (options.file != "-") {
    first.set_file_name(std::filesystem::path(options.file).filename().string());
  }
  CaseImport import;
  const absl::Status sent =
      SendFile(session, absl::StrCat(kService, "ImportCases"), file.stream(), first, &import);
  if (!sent.ok()) return NameFlags(sent, Flags());
  for (CaseImportReject& reject : *import.mutable_rejects()) {
    reject.set_reason(
        absl::StrReplaceAll(reject.reason(), {{"the request's words explain", "--word explains"}}));
  }
  return TellImport<DownloadCaseImportRejectsRequest>(session, Words(), import, options.rejects);
}

void AddImportCommand(CLI::App& cases, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  ImportCasesRequest& request = options->request;
  CLI::App* command = AddCommand(
      cases, "import",
      "Open a case for each record of a CSV file of at most 32 MiB (批量导入); the same file again "
      "changes nothing. Without external ids that means with the same --map, and what an account's "
      "customers say alike at the same time, or at none, is one case also in two files",
      chosen, [options](Session& session) { return Import(session, *options); });
  command->add_option("file", options->file, "The CSV file; - for standard input")->required();
  command
      ->add_option("--map", options->map,
                   absl::StrCat("Columns, as word=header,word=header,…; by their own names in "
                                "English or Chinese when absent; words: ",
                                ColumnMapWords(kCaseWords)))
      ->allow_extra_args(false);
  command->add_option("--account", options->account,
                      "Account of every record: resource name, id or external id; when absent, the "
                      "column `account` holds it as accounts/…, as the id or as the whole name of "
                      "the one account that has it; external ids only here");
  command
      ->add_option("--word", options->words,
                   "What the file writes and what it means, such as kind:0=complaint; repeatable")
      ->allow_extra_args(false);
  command->add_option("--kind", options->kind, "Kind of records that say none, such as complaint");
  command->add_option("--channel", options->channel, "Channel of records that say none");
  command->add_option("--category", *request.mutable_defaults()->mutable_category(),
                      "Category of records that say none: its code, or its name in English or "
                      "Chinese, as in the column");
  command->add_option("--severity", options->severity, "Severity of records that say none");
  command->add_option("--scope", options->scope, "Scope of records that say none");
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
  command->add_option("--request-id", *request.mutable_request_id(),
                      "A UUID for the import: sent again with it, one that broke off goes on");
}

void AddRejectsCommand(CLI::App& cases, Chosen& chosen) {
  struct Download {
    std::string import, output = "-";
  };
  auto options = std::make_shared<Download>();
  CLI::App* command =
      AddCommand(cases, "rejects", "Download what an import rejected, with line, field and reason",
                 chosen, [options](Session& session) {
                   return SaveRejects<DownloadCaseImportRejectsRequest>(
                       session, Words(), InCollection("caseImports", options->import), "--output",
                       options->output);
                 });
  command->add_option("import", options->import, kImportHelp)->required();
  command->add_option("--output,-o", options->output, "File; - for standard output")
      ->capture_default_str();
}

}  // namespace

void AddCaseImport(CLI::App& cases, Chosen& chosen) {
  AddImportCommand(cases, chosen);
  AddList<ListCaseImportsRequest, ListCaseImportsResponse>(
      cases, chosen,
      {.name = "imports",
       .help = "List imports, the newest first",
       .method = absl::StrCat(kService, "ListCaseImports"),
       .fields = {{"create_time", {.title = "WHEN"}},
                  {"file_name", {.title = "FILE", .shrinks = true}},
                  {"state", {.title = "STATE"}},
                  {"records", {.title = "RECORDS", .right = true}},
                  {"processed_records", {.title = "DONE", .right = true}},
                  {"created_records", {.title = "CASES", .right = true}},
                  {"rejected_records", {.title = "REJECTED", .right = true}},
                  {"actor", {.title = "WHO", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  AddVerb<GetCaseImportRequest, CaseImport>(
      cases, chosen,
      {.name = "import-status",
       .help = "Show one import: how far it is, what it counted",
       .method = absl::StrCat(kService, "GetCaseImport"),
       .argument = "import",
       .argument_help = kImportHelp,
       .resolve = [](Session&, const std::string& text) -> absl::StatusOr<std::string> {
         return InCollection("caseImports", text);
       },
       .writes = false});
  AddRejectsCommand(cases, chosen);
}

}  // namespace mainstay::ctl
