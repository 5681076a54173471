// mainstay-survey-load: makes links to a survey, answers by them while somebody looks at the
// figures, or guesses links; prints what it measured as one line of JSON. For tools/mainstay bench
// survey.
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "common/ops/process.h"
#include "tools/load/figures_lag.h"
#include "tools/load/figures_watch.h"
#include "tools/load/percentile.h"
#include "tools/load/survey_links.h"
#include "tools/load/survey_load.h"
#include "tools/load/token_guess.h"

namespace mainstay::load {
namespace {

std::vector<std::string> ReadLines(const std::string& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string FirstLine(const std::string& file) {
  const std::vector<std::string> lines = ReadLines(file);
  return lines.empty() ? "" : lines.front();
}

void Print(const nlohmann::ordered_json& report) {
  std::cout << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

struct Flags {
  std::string server, campaign, token_file, accounts_file, links_file, way = "pages";
  int64_t count = 1000;
  int in_flight = 16;
  double rate = 0, seconds = 60, warmup = 2, think = 0;
};

absl::Status Invite(const Flags& flags) {
  const auto tokens = MakeSurveyLinks({.server = flags.server,
                                       .token = FirstLine(flags.token_file),
                                       .campaign = flags.campaign,
                                       .accounts = ReadLines(flags.accounts_file),
                                       .count = flags.count,
                                       .in_flight = flags.in_flight});
  if (!tokens.ok()) return tokens.status();
  for (const std::string& token : *tokens) std::cout << token << "\n";
  return absl::OkStatus();
}

absl::Status Answer(const Flags& flags) {
  SurveyLoadOptions options{.server = flags.server,
                            .way = flags.way == "json" ? AnsweringWay::kJson : AnsweringWay::kPages,
                            .tokens = ReadLines(flags.links_file),
                            .rate = flags.rate,
                            .in_flight = flags.in_flight,
                            .think = absl::Seconds(flags.think),
                            .warmup = absl::Seconds(flags.warmup),
                            .duration = absl::Seconds(flags.seconds)};
  FiguresWatch watch(
      {.server = flags.server, .token = FirstLine(flags.token_file), .campaign = flags.campaign});
  watch.Begin();
  auto load = DriveSurvey(options);
  const auto answers = load.ok() ? static_cast<int64_t>(load->answered.size()) : 0;
  auto seen = watch.Finish(answers);
  if (!load.ok()) return load.status();
  if (!seen.ok()) return seen.status();
  FiguresLag lag = LagOf(load->answered, seen->looks, seen->before, load->start);
  const auto counted = static_cast<double>(load->micros.size());
  nlohmann::ordered_json report = {{"answers", answers},
                                   {"errors", load->errors},
                                   {"per_second", counted / load->seconds},
                                   {"p50_ms", PercentileMs(load->micros, 0.50)},
                                   {"p99_ms", PercentileMs(load->micros, 0.99)},
                                   {"submit_p50_ms", PercentileMs(load->submit_micros, 0.50)},
                                   {"submit_p99_ms", PercentileMs(load->submit_micros, 0.99)},
                                   {"late_ms", load->late_micros / 1000.0},
                                   {"behind_p50_ms", PercentileMs(lag.micros, 0.50)},
                                   {"behind_p99_ms", PercentileMs(lag.micros, 0.99)},
                                   {"behind_max_ms", PercentileMs(lag.micros, 1)},
                                   {"never_counted", lag.never},
                                   {"looks", seen->looks.size()},
                                   {"looks_refused", seen->busy},
                                   {"look_p50_ms", PercentileMs(seen->micros, 0.50)},
                                   {"look_p99_ms", PercentileMs(seen->micros, 0.99)}};
  if (load->errors > 0) report["first_error"] = load->first_error;
  Print(report);
  return absl::OkStatus();
}

absl::Status Guess(const Flags& flags) {
  const auto guesses = GuessTokens({.server = flags.server,
                                    .token = FirstLine(flags.links_file),
                                    .guesses = flags.count,
                                    .in_flight = flags.in_flight});
  if (!guesses.ok()) return guesses.status();
  nlohmann::ordered_json report = {
      {"guesses", flags.count},
      {"opened", guesses->opened},
      {"unknown", guesses->unknown},
      {"limited", guesses->limited},
      {"errors", guesses->errors},
      {"seconds", guesses->seconds},
      {"per_second", static_cast<double>(flags.count) / guesses->seconds}};
  if (!guesses->first_other.empty()) report["first_other"] = guesses->first_other;
  Print(report);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  mainstay::ops::TuneProcess();
  Flags flags;
  CLI::App app("Load of surveys for tools/mainstay bench survey.");
  app.require_subcommand(1);
  CLI::App& invite = *app.add_subcommand("invite", "make links; prints their tokens, one a line");
  CLI::App& answer = *app.add_subcommand("answer", "answer by links, and watch the figures");
  CLI::App& guess = *app.add_subcommand("guess", "ask for links that were never made");
  for (CLI::App* command : {&invite, &answer, &guess}) {
    command->add_option("--server", flags.server, "host:port")->required();
    command->add_option("--in-flight", flags.in_flight, "at the same time")
        ->check(CLI::Range(1, 4096));
  }
  for (CLI::App* command : {&invite, &answer}) {
    command->add_option("--campaign", flags.campaign, "campaigns/{uuid}")->required();
    command->add_option("--token-file", flags.token_file, "file with the bearer token")->required();
  }
  for (CLI::App* command : {&answer, &guess}) {
    command->add_option("--links", flags.links_file, "file with links' tokens")->required();
  }
  invite.add_option("--accounts", flags.accounts_file, "file with accounts' ids")->required();
  invite.add_option("--count", flags.count, "links");
  guess.add_option("--count", flags.count, "guesses");
  answer.add_option("--way", flags.way, "pages or json")->check(CLI::IsMember({"pages", "json"}));
  answer.add_option("--rate", flags.rate, "respondents a second, instead of --in-flight");
  answer.add_option("--think", flags.think, "seconds, at most, before sending the last page");
  answer.add_option("--seconds", flags.seconds, "how long to count");
  answer.add_option("--warmup", flags.warmup, "seconds before counting");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = invite.parsed()   ? Invite(flags)
                              : answer.parsed() ? Answer(flags)
                                                : Guess(flags);
  if (status.ok()) return 0;
  std::cerr << "mainstay-survey-load: " << status.message() << "\n";
  return 1;
}

}  // namespace
}  // namespace mainstay::load

int main(int argc, char** argv) { return mainstay::load::Main(argc, argv); }
