#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/suggest.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {

namespace {

// The first word that is no command, where a command is wanted: "no command lst; did you mean
// list? accounts has: list, get, …". Empty when something else is wrong.
std::string UnknownCommand(const CLI::App& app) {
  const CLI::App* group = &app;
  while (!group->get_subcommands().empty()) group = group->get_subcommands().front();
  std::vector<std::string> names;
  for (const CLI::App* command : group->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  const std::vector<std::string> unread = app.remaining(/*recurse=*/true);
  if (names.empty() || unread.empty() || absl::StartsWith(unread[0], "-")) return "";
  return absl::StrCat("no command ", Printable(unread[0]), DidYouMean(unread[0], names), "\n",
                      group->get_name(), " has: ", absl::StrJoin(names, ", "));
}

}  // namespace

void BuildCommandLine(CLI::App& app, Settings& settings, Chosen& chosen) {
  app.description(
      "Key accounts from the command line, over the gateway's gRPC address.\n"
      "People read tables; scripts say --json and look at the exit code.");
  // Every command's help ends with this; the examples stand below the program's own.
  const std::string footer = absl::StrCat(
      "Times are in this machine's zone, or say their own, as in "
      "2026-12-01T09:00:00+08:00.\n",
      ExitCodesHelp());
  app.footer(footer);
  app.failure_message([](const CLI::App* program, const CLI::Error& error) {
    const std::string unknown = UnknownCommand(*program);
    return absl::StrCat("error: ", unknown.empty() ? error.what() : unknown, " (see --help)\n");
  });
  app.set_version_flag("--version", MAINSTAY_VERSION);
  app.require_subcommand(1);
  app.fallthrough();  // --json and --server may stand behind the command

  settings.token_file = DefaultTokenFile();
  app.add_option("--server", settings.server, "Gateway's gRPC address, HOST:PORT or unix:/path")
      ->envname("MAINSTAY_SERVER");
  app.add_option("--token", settings.token,
                 "Bearer token; the saved one when absent. MAINSTAY_TOKEN keeps it out of ps")
      ->envname("MAINSTAY_TOKEN");
  app.add_option("--token-file", settings.token_file, "Where the saved token is")
      ->capture_default_str();
  app.add_option("--ca-file", settings.ca_file, "Certificates to trust; plain text when absent")
      ->envname("MAINSTAY_CA_FILE");
  app.add_option("--cert-file", settings.cert_file, "Own certificate, for servers that ask")
      ->envname("MAINSTAY_CERT_FILE");
  app.add_option("--key-file", settings.key_file, "Its key")->envname("MAINSTAY_KEY_FILE");
  app.add_option("--timeout", settings.timeout_seconds, "Seconds that a call may take")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_flag("--json", settings.json, "Print protobuf JSON instead of tables");

  CLI::App* accounts = app.add_subcommand("accounts", "The account master (客户档案)");
  accounts->require_subcommand(1);
  AddAccountReads(*accounts, chosen);
  AddAccountWrites(*accounts, chosen);
  AddContacts(app, chosen);
  AddTeam(app, chosen);
  AddImport(app, chosen);
  AddOrders(app, chosen);
  AddTrade(app, chosen);
  AddAbc(app, chosen);
  AddCommunications(app, chosen);
  AddVisits(app, chosen);
  AddCommitments(app, chosen);
  AddTasks(app, chosen);
  AddCadence(app, chosen);
  AddPlans(app, chosen);
  AddCare(app, chosen);
  AddFrequency(app, chosen);
  AddGatherings(app, chosen);
  AddGifts(app, chosen);
  AddCases(app, chosen);
  AddThemes(app, chosen);
  AddAgents(app, chosen);
  AddReports(app, chosen);
  AddRequirements(app, chosen);
  AddRank(app, chosen);
  AddImprovements(app, chosen);
  AddBenchmarks(app, chosen);
  AddCategories(app, chosen);
  AddSteps(app, chosen);
  AddSla(app, chosen);
  AddDisputes(app, chosen);
  AddQuestionnaires(app, chosen);
  AddCampaigns(app, chosen);
  AddSurveyInvitations(app, chosen);
  AddResponses(app, chosen);
  AddLoop(app, chosen);
  AddSatisfaction(app, chosen);
  AddSurveyAnalysis(app, chosen);
  AddCalendars(app, chosen);
  AddFeed(app, chosen);
  AddDeadLetters(app, chosen);
  AddToken(app, chosen);
  AddCompletion(app, chosen);

  app.footer(footer +
             "\n\nTry:  mainstayctl token use < token.txt\n"
             "      mainstayctl visits list - --user me\n"
             "      mainstayctl import trade sales.csv --map "
             "customer=CustomerID,order=InvoiceNo,quantity=Qty,price=Price,time=Date --currency "
             "CNY --create-accounts\n"
             "      mainstayctl abc run && mainstayctl abc chart");
}

}  // namespace mainstay::ctl
