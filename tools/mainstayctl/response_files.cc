// responses import, imports, import-status, rejects, export
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/survey/v1/response_export_service.pb.h>
#include <mainstay/survey/v1/response_import_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/file_stream.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/set_import.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

constexpr char kService[] = "survey/ResponseImportService/";
constexpr char kCampaignHelp[] = "Resource name or id of the campaign";
constexpr char kImportHelp[] = "Resource name, or CAMPAIGN/ID";

struct Options {
  std::string file, rejects;
  std::vector<std::string> map, answers, words, not_applicable;
  ImportResponsesRequest request;
};

SetImportWords Words() {
  return {.group = "responses",
          .made = "response",
          .nothing = "no response was recorded",
          .rejects = absl::StrCat(kService, "DownloadResponseImportRejects")};
}

std::string ImportName(const std::string& text) {
  return InNested("campaigns", "responseImports", text);
}

// How the API names what the command line gives by options.
std::vector<std::pair<std::string, std::string>> Flags() {
  return {{"name them in answers", "name them by --answer"},
          {"name in answers", "name by --answer"},
          {"columns.", "--map "},
          {"columns", "--map"},
          {"answers", "--answer"},
          {"words", "--word"},
          {"not_applicable", "--not-applicable"},
          {"choice_separator", "--choice-separator"},
          {"wave", "--wave"},
          {"language", "--language"},
          {"time_zone", "--time-zone"},
          {"delimiter", "--delimiter"},
          {"encoding", "--encoding"},
          {"request_id", "--request-id"}};
}

absl::Status Import(Session& session, const Options& options) {
  ImportResponsesRequest first = options.request;
  if (!options.map.empty()) {
    RETURN_IF_ERROR(ReadColumnMap(options.map, kResponseWords, first.mutable_columns()));
  }
  for (const std::string& answer : options.answers) first.add_answers(answer);
  for (const std::string& word : options.words) first.add_words(word);
  for (const std::string& word : options.not_applicable) first.add_not_applicable(word);
  first.set_parent(InCollection("campaigns", first.parent()));
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file));
  if (options.file != "-") {
    first.set_file_name(std::filesystem::path(options.file).filename().string());
  }
  ResponseImport import;
  const absl::Status sent =
      SendFile(session, absl::StrCat(kService, "ImportResponses"), file.stream(), first, &import);
  if (!sent.ok()) return NameFlags(sent, Flags());
  return TellImport<DownloadResponseImportRejectsRequest>(session, Words(), import,
                                                          options.rejects);
}

void AddImportCommand(CLI::App& responses, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  ImportResponsesRequest& request = options->request;
  CLI::App* command =
      AddCommand(responses, "import",
                 "Record a response for each record of a CSV file of at most 32 MiB "
                 "(纸质问卷批量导入), by the "
                 "rules of the form; the same file again changes nothing. Without external ids "
                 "that means what "
                 "is said alike in two files",
                 chosen, [options](Session& session) { return Import(session, *options); });
  command->add_option("file", options->file, "The CSV file; - for standard input")->required();
  command->add_option("--campaign", *request.mutable_parent(), kCampaignHelp)->required();
  command
      ->add_option("--map", options->map,
                   absl::StrCat("Columns that hold no answers, as word=header,word=header,…; by "
                                "their own names in English or Chinese when absent; words: ",
                                ColumnMapWords(kResponseWords)))
      ->allow_extra_args(false);
  command
      ->add_option("--answer", options->answers,
                   "Column of an answer, as question=header, matrix.row=header, "
                   "choice.option=header; repeatable; when absent, columns that are called like a "
                   "question or its text")
      ->allow_extra_args(false);
  command
      ->add_option(
          "--word", options->words,
          "What the file writes and what it means, such as overall:satisfied=5; repeatable")
      ->allow_extra_args(false);
  command
      ->add_option("--not-applicable", options->not_applicable,
                   "What the file writes for \"does not apply\", such as 0; repeatable")
      ->allow_extra_args(false);
  command->add_option("--choice-separator", *request.mutable_choice_separator(),
                      "Between the options of a multiple choice; a semicolon when absent");
  command->add_option_function<int>(
      "--wave", [options](const int& wave) { options->request.set_wave(wave); },
      "Wave of records that say none");
  command->add_option("--language", *request.mutable_language(),
                      "Language of records that say none: zh (when absent) or en");
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

void AddImportsCommand(CLI::App& responses, Chosen& chosen) {
  struct Listed {
    std::string campaign;
    ListOptions list;
  };
  auto options = std::make_shared<Listed>();
  CLI::App* command = AddCommand(
      responses, "imports", "List the imports of a campaign, the newest first", chosen,
      [options](Session& session) -> absl::Status {
        ListResponseImportsRequest request;
        request.set_parent(InCollection("campaigns", options->campaign));
        ListResponseImportsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListResponseImports"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"create_time", {.title = "WHEN"}},
                   {"file_name", {.title = "FILE", .shrinks = true}},
                   {"state", {.title = "STATE"}},
                   {"records", {.title = "RECORDS", .right = true}},
                   {"processed_records", {.title = "DONE", .right = true}},
                   {"created_records", {.title = "RESPONSES", .right = true}},
                   {"rejected_records", {.title = "REJECTED", .right = true}},
                   {"actor", {.title = "WHO", .shrinks = true}},
                   {"name", {.title = "ID"}, Shown::kId}});
        return absl::OkStatus();
      });
  command->add_option("campaign", options->campaign, kCampaignHelp)->required();
  AddListOptions(*command, options->list);
}

struct Download {
  std::string of, output = "-";
};

void AddRejectsCommand(CLI::App& responses, Chosen& chosen) {
  auto options = std::make_shared<Download>();
  CLI::App* command = AddCommand(
      responses, "rejects", "Download what an import rejected, with line, field and reason", chosen,
      [options](Session& session) {
        return SaveRejects<DownloadResponseImportRejectsRequest>(
            session, Words(), ImportName(options->of), "--output", options->output);
      });
  command->add_option("import", options->of, kImportHelp)->required();
  command->add_option("--output,-o", options->output, "File; - for standard output")
      ->capture_default_str();
}

void AddExportCommand(CLI::App& responses, Chosen& chosen) {
  auto options = std::make_shared<Download>();
  auto request = std::make_shared<ExportResponsesRequest>();
  CLI::App* command =
      AddCommand(responses, "export",
                 "Save the responses of a campaign as a CSV file (导出), which import reads again",
                 chosen, [options, request](Session& session) {
                   request->set_parent(InCollection("campaigns", options->of));
                   return SaveBody(session, "survey/ResponseExportService/ExportResponses",
                                   *request, "--output", options->output);
                 });
  command->add_option("campaign", options->of, kCampaignHelp)->required();
  command->add_option_function<int>(
      "--wave", [request](const int& wave) { request->set_wave(wave); }, "Those of one wave");
  command->add_option("--output,-o", options->output, "File; - for standard output")
      ->capture_default_str();
}

}  // namespace

void AddResponseFiles(CLI::App& responses, Chosen& chosen) {
  AddImportCommand(responses, chosen);
  AddImportsCommand(responses, chosen);
  AddVerb<GetResponseImportRequest, ResponseImport>(
      responses, chosen,
      {.name = "import-status",
       .help = "Show one import: how far it is, what it counted",
       .method = absl::StrCat(kService, "GetResponseImport"),
       .argument = "import",
       .argument_help = kImportHelp,
       .resolve = [](Session&, const std::string& text) -> absl::StatusOr<std::string> {
         return ImportName(text);
       },
       .writes = false});
  AddRejectsCommand(responses, chosen);
  AddExportCommand(responses, chosen);
}

}  // namespace mainstay::ctl
