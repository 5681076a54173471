#include "absl/strings/str_cat.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {

void BuildCommandLine(CLI::App& app, Settings& settings, Chosen& chosen) {
  app.description(
      "Key accounts from the command line, over the gateway's gRPC address.\n"
      "People read tables; scripts say --json and look at the exit code.");
  app.footer(ExitCodesHelp() +
             "\n\nTry:  mainstayctl token use < token.txt\n"
             "      mainstayctl import trade sales.csv --map "
             "customer=CustomerID,order=InvoiceNo,quantity=Qty,price=Price,time=Date --currency "
             "CNY --create-accounts\n"
             "      mainstayctl abc run && mainstayctl abc chart");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("error: ", error.what(), " (see --help)\n");
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
  AddTrade(app, chosen);
  AddAbc(app, chosen);
  AddToken(app, chosen);
  AddCompletion(app, chosen);
}

}  // namespace mainstay::ctl
