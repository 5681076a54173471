// mainstay-event-load: writes events as accounts does and measures when another process has taken
// them in; prints one line of JSON. For tools/mainstay bench events.
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "absl/strings/ascii.h"
#include "common/log/log.h"
#include "tools/load/event_load.h"

namespace {

// A secret's file, without the line's end; "" for none.
std::string ReadSecret(const std::string& file) {
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  absl::StripAsciiWhitespace(&text);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  namespace load = mainstay::load;
  load::EventLoadOptions options;
  std::string outbox, inbox;
  double seconds = 10, warmup = 2;
  CLI::App app("Load of events for tools/mainstay bench events.");
  app.add_option("--outbox-dsn-file", outbox, "file with the DSN of accounts' database")
      ->required();
  app.add_option("--inbox-dsn-file", inbox, "file with the DSN of engagement's")->required();
  app.add_option("--redis-address", options.redis_address, "host:port or unix:/path")->required();
  app.add_option("--connections", options.connections, "that write")->check(CLI::Range(1, 64));
  app.add_option("--accounts", options.accounts, "that the events tell of");
  app.add_option("--rate", options.per_second, "events a second; as many as go through without");
  app.add_option("--outstanding", options.outstanding, "then: on their way at once, at most");
  app.add_option("--seconds", seconds, "how long to count");
  app.add_option("--warmup", warmup, "seconds before counting");
  CLI11_PARSE(app, argc, argv);
  mainstay::log::Init({.service = "event-load", .level = mainstay::log::Level::kWarning});
  options.outbox_dsn = ReadSecret(outbox);
  options.inbox_dsn = ReadSecret(inbox);
  options.duration = absl::Seconds(seconds);
  options.warmup = absl::Seconds(warmup);
  absl::StatusOr<load::Measurement> measurement = load::DriveEvents(options);
  mainstay::log::Flush();
  if (!measurement.ok()) {
    std::cerr << "mainstay-event-load: " << measurement.status().message() << "\n";
    return 1;
  }
  std::cout << load::ReportJson(*std::move(measurement)) << "\n";
  return 0;
}
