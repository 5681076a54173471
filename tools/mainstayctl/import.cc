// import trade, list, get, rejects, cancel
#include <filesystem>
#include <memory>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/progress.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/upload.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

struct TradeOptions {
  std::string file, resume, rejects;
  std::vector<std::string> map;
  ImportTradeRequest request;
  std::vector<std::string> credit_note_values;
};

// The settings to upload with: those of the command line, or where an upload broke off.
absl::StatusOr<ImportTradeRequest> FirstMessage(Session& session, const TradeOptions& options) {
  ImportTradeRequest request = options.request;
  request.set_file_name(options.file == "-"
                            ? "standard input"
                            : std::filesystem::path(options.file).filename().string());
  if (options.resume.empty()) {
    RETURN_IF_ERROR(ReadColumnMap(options.map, kTradeWords, request.mutable_columns()));
    for (const std::string& value : options.credit_note_values) {
      request.add_credit_note_values(value);
    }
    return request;
  }
  if (options.file == "-") return status::BadField("--resume", "needs a file, not a pipe");
  GetTradeImportRequest get;
  get.set_name(InCollection("tradeImports", options.resume));
  ASSIGN_OR_RETURN(const auto import,
                   session.Call<TradeImport>("TradeService/GetTradeImport", get));
  ImportTradeRequest resumed;
  resumed.set_name(import.name());
  resumed.set_offset(import.received_bytes());
  return resumed;
}

// What the state alone does not say.
std::string Remark(const TradeImport& import) {
  if (import.counts().records() == 0) return ", but the file has no lines";
  if (import.counts().applied_records() == 0) return ", but no line was applied";
  return import.unchanged() ? ", everything was there already" : "";
}

void PrintImport(Session& session, const TradeImport& import, absl::Duration took) {
  if (session.json()) {
    session.out() << FormatJson(import);
    return;
  }
  const TradeImportCounts& counts = import.counts();
  std::vector<std::pair<std::string, std::string>> lines = {
      {"import", import.name()},
      {"state", absl::StrCat(FormatField(import, "state"), Remark(import))},
      {"records",
       absl::StrCat(FormatCount(counts.records()), " = ", FormatCount(counts.applied_records()),
                    " applied + ", FormatCount(counts.rejected_records()), " rejected")},
      {"orders", absl::StrCat(FormatCount(counts.orders_created()), " created, ",
                              FormatCount(counts.orders_replaced()), " replaced, ",
                              FormatCount(counts.orders_unchanged()), " unchanged")},
      {"accounts", absl::StrCat(FormatCount(counts.accounts_created()), " created, ",
                                FormatCount(counts.regions_changed()), " with another region")},
      {"net sales", FormatField(import, "net_sales")}};
  for (const TradeRejectCount& reject : import.rejects()) {
    lines.emplace_back("rejected", absl::StrCat(FormatCount(reject.records()), " ", reject.reason(),
                                                "; expected: ", reject.expected()));
  }
  lines.emplace_back("took", FormatElapsed(took));
  session.out() << RenderRecord(lines, session.out_terminal());
}

absl::Status ImportTrade(Session& session, const TradeOptions& options) {
  ASSIGN_OR_RETURN(ImportTradeRequest first, FirstMessage(session, options));
  const absl::Time start = absl::Now();
  const auto uploaded = UploadTrade(session, options.file, std::move(first));
  if (!uploaded.ok()) {
    return NameFlags(uploaded.status(), {{"default_currency_code", "--currency"},
                                         {"time_format", "--time-format"},
                                         {"time_zone", "--time-zone"},
                                         {"credit_note_prefix", "--credit-note-prefix"},
                                         {"credit_note_values", "--credit-note-values"}});
  }
  const TradeImport& import = *uploaded;
  if (import.state() != TRADE_IMPORT_STATE_SUCCEEDED) {
    if (session.json()) session.out() << FormatJson(import);
    return absl::InvalidArgumentError(absl::StrCat(
        "nothing was imported: ",
        import.failure_line() > 0 ? absl::StrCat("line ", import.failure_line(), ": ") : "",
        import.failure(), " (", import.name(), ")"));
  }
  PrintImport(session, import, absl::Now() - start);
  const TradeImportCounts& counts = import.counts();
  if (!options.rejects.empty() && counts.rejected_records() > 0) {
    RETURN_IF_ERROR(SaveRejects(session, import.name(), "--rejects", options.rejects));
    session.err() << "rejected lines, with the other lines of their orders, saved in "
                  << options.rejects << "; correct and import that file\n";
  }
  if (counts.records() > 0 && counts.applied_records() == 0) {
    return absl::InvalidArgumentError("no line was applied: every line was rejected");
  }
  return absl::OkStatus();
}

void AddTradeCommand(CLI::App& import, Chosen& chosen) {
  auto options = std::make_shared<TradeOptions>();
  ImportTradeRequest& request = options->request;
  CLI::App* command =
      AddCommand(import, "trade", "Import a CSV file of order lines", chosen,
                 [options](Session& session) { return ImportTrade(session, *options); });
  command->add_option("file", options->file, "The CSV file; - for standard input")->required();
  command
      ->add_option("--map", options->map,
                   absl::StrCat("Columns, as word=header,word=header,…; words: ",
                                ColumnMapWords(kTradeWords)))
      ->allow_extra_args(false);
  command->add_option("--credit-note-prefix", *request.mutable_credit_note_prefix(),
                      "Orders whose number begins with this are credit notes");
  command
      ->add_option("--credit-note-values", options->credit_note_values,
                   "Values of the kind column that say credit note, joined by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--currency", *request.mutable_default_currency_code(),
                      "ISO 4217 code of lines that name none, such as CNY");
  command->add_option("--time-format", *request.mutable_time_format(),
                      "How times are written: \"YYYY-MM-DD hh:mm:ss\" (when absent), "
                      "\"YYYY/MM/DD hh:mm:ss\", \"DD/MM/YYYY hh:mm:ss\", \"MM/DD/YYYY hh:mm:ss\" "
                      "or \"DD.MM.YYYY hh:mm:ss\"; in the file, the seconds or the time of day may "
                      "be left out");
  command->add_option("--time-zone", *request.mutable_time_zone(),
                      "Zone that times are in, such as Asia/Shanghai; UTC when absent");
  command->add_option("--delimiter", *request.mutable_delimiter(),
                      "Character between fields; a comma when absent");
  command->add_option("--encoding", *request.mutable_encoding(),
                      "How the file writes its characters: utf-8 (when absent), gbk, gb18030, big5 "
                      "or latin1");
  command->add_flag_callback(
      "--create-accounts", [options] { options->request.set_create_missing_accounts(true); },
      "Create accounts for customers that are not known");
  command->add_option(
      "--rejects", options->rejects,
      "Save rejected lines there, if there are any, with all lines of their orders");
  command->add_option("--resume", options->resume, "Go on with this import, which broke off");
  AddToHelp(*command,
            "An import of which a line was applied, or whose file has no lines, ends with 0; one "
            "that failed,\nor of whose lines every one was rejected, with 2.");
}

Verb OnImport(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = method,
          .argument = "import",
          .argument_help = "Resource name or id",
          .resolve = [](Session&,
                        const std::string& text) { return InCollection("tradeImports", text); },
          .writes = false};
}

void AddRejects(CLI::App& import, Chosen& chosen) {
  struct Options {
    std::string import, output = "-";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      import, "rejects", "Download the rejected lines as CSV, each with line number and reason",
      chosen, [options](Session& session) {
        return SaveRejects(session, InCollection("tradeImports", options->import), "--output",
                           options->output);
      });
  command->add_option("import", options->import, "Resource name or id")->required();
  command->add_option("--output,-o", options->output, "File; - for standard output")
      ->capture_default_str();
}

}  // namespace

void AddImport(CLI::App& app, Chosen& chosen) {
  CLI::App* import = app.add_subcommand("import", "Bring trade in from files");
  import->require_subcommand(1);
  AddTradeCommand(*import, chosen);
  AddList<ListTradeImportsRequest, ListTradeImportsResponse>(
      *import, chosen,
      {.name = "list",
       .help = "List imports, newest first",
       .method = "TradeService/ListTradeImports",
       .fields = {{"create_time", {.title = "WHEN"}},
                  {"file_name", {.title = "FILE", .shrinks = true}},
                  {"state", {.title = "STATE"}},
                  {"counts.records", {.title = "RECORDS", .right = true}},
                  {"counts.rejected_records", {.title = "REJECTED", .right = true}},
                  {"actor", {.title = "WHO", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  AddVerb<GetTradeImportRequest, TradeImport>(
      *import, chosen, OnImport("get", "Show one import", "TradeService/GetTradeImport"));
  AddRejects(*import, chosen);
  AddVerb<CancelTradeImportRequest, TradeImport>(
      *import, chosen,
      OnImport("cancel", "Give up an import that was not applied",
               "TradeService/CancelTradeImport"));
}

}  // namespace mainstay::ctl
