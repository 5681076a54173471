// mainstay-demo: makes the demo company and loads it, or writes it as CSV files.
#include <unistd.h>

#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "tools/demo/company.h"
#include "tools/demo/csv.h"
#include "tools/demo/loader.h"

namespace {

using namespace mainstay;  // NOLINT: the program

constexpr int kUsage = 2;

int Fail(const absl::Status& status) {
  std::cerr << "mainstay-demo: " << status.message() << "\n";
  return 1;
}

// A line that is drawn over on a terminal, and a line for each kind of thing elsewhere.
void ShowProgress(std::string_view what, int done, int total) {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  if (terminal) {
    std::cerr << "\r\x1b[K" << what << " " << done << " of " << total << (done == total ? "\n" : "")
              << std::flush;
  } else if (done == total) {
    std::cerr << what << " " << total << "\n";
  }
}

void PrintSummary(const demo::Company& company) {
  size_t contacts = 0, credit_notes = 0;
  int64_t net_sales = 0;
  for (const demo::DemoAccount& account : company.accounts) contacts += account.contacts.size();
  for (const demo::DemoOrder& order : company.orders) {
    credit_notes += order.number.rfind(demo::kCreditNotePrefix, 0) == 0 ? 1 : 0;
    net_sales += order.total_hundredths();
  }
  std::cout << company.accounts.size() << " accounts, " << contacts << " contacts, "
            << company.orders.size() - credit_notes << " orders, " << credit_notes
            << " credit notes, " << company.payments.size() << " payments, "
            << company.visits.size() << " visits, " << company.communications.size()
            << " communications, " << company.cases.size() << " cases, net sales "
            << demo::FormatHundredths(net_sales) << " " << demo::kCurrency << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "A made-up company with its customers, loaded through the public API. Running it "
      "again after it broke off completes the load.",
      "mainstay-demo");
  app.set_version_flag("--version", MAINSTAY_VERSION);
  rpc::ChannelOptions channel_options;
  demo::LoadOptions load;
  std::string out, day;
  app.add_option("--server", channel_options.target,
                 "gRPC address of the gateway, HOST:PORT or unix:/path")
      ->envname("MAINSTAY_SERVER");
  app.add_option("--token", load.token, "Bearer token with the role admin")
      ->envname("MAINSTAY_TOKEN");
  app.add_option("--ca-file", channel_options.ca_file, "Certificates to trust");
  app.add_option("--in-flight", load.in_flight, "Calls at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--out", out, "Write CSV files into this folder instead of loading");
  app.add_option("--day", day, "The last day of trade, YYYY-MM-DD; today when absent");
  app.footer("Exit codes: 0 done, 1 failed, 2 wrong usage.");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("mainstay-demo: ", error.what(), " (see --help)\n");
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;  // 0 after --help and --version
  }

  absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
  if (!day.empty() && !absl::ParseCivilTime(day, &today)) {
    Fail(absl::InvalidArgumentError("--day must be YYYY-MM-DD"));
    return kUsage;
  }
  const demo::Company company = demo::MakeCompany(today);
  if (!out.empty()) {
    const absl::Status status = demo::WriteCsvFiles(company, out);
    if (!status.ok()) return Fail(status);
    PrintSummary(company);
    return 0;
  }
  if (channel_options.target.empty()) {
    return Fail(
        absl::InvalidArgumentError("say where the gateway is: --server or MAINSTAY_SERVER"));
  }
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = rpc::NewChannel(channel_options);
  if (!channel.ok()) return Fail(channel.status());
  load.progress = ShowProgress;
  const absl::StatusOr<demo::LoadResult> result = demo::Load(company, **channel, load);
  if (!result.ok()) return Fail(result.status());
  if (result->import.unchanged()) std::cerr << "the trade was there already\n";
  PrintSummary(company);
}
