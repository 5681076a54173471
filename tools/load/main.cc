// mainstay-load: keeps N requests in flight against a running suite, or sends N a second however it
// fares, and prints what it measured as one line of JSON. For tools/mainstay bench.
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "common/ops/process.h"
#include "tools/load/driver.h"
#include "tools/load/open_loop.h"
#include "tools/load/page_depth.h"
#include "tools/load/workload.h"

namespace {

std::vector<std::string> ReadLines(const std::string& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

int Fail(std::string_view why) {
  std::cerr << "mainstay-load: " << why << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  namespace load = mainstay::load;
  std::string mode, ids_file, token_file;
  int depth = 1000;
  double seconds = 10, warmup = 1;
  double rate = 0, timeout = 5, normal_p50 = 0;
  load::DriveOptions drive;
  mainstay::ops::TuneProcess();
  CLI::App app("Load generator for tools/mainstay bench.");
  app.add_option("--mode", mode,
                 "get_grpc, get_http, list50_http, create_grpc, create_http or pages_http")
      ->required();
  app.add_option("--server", drive.server, "host:port")->required();
  app.add_option("--token-file", token_file, "file with the bearer token")->required();
  app.add_option("--ids", ids_file, "file with account ids, or industries for list50_http");
  app.add_option("--in-flight", drive.in_flight, "requests in flight")->check(CLI::Range(1, 4096));
  app.add_option("--connections", drive.connections, "gRPC connections")->check(CLI::Range(1, 64));
  app.add_option("--seconds", seconds, "how long to count");
  app.add_option("--warmup", warmup, "seconds before counting");
  app.add_option("--requests", drive.requests, "stop after so many requests instead");
  app.add_option("--depth", depth, "which page pages_http compares with the first");
  app.add_option("--rate", rate, "calls a second, whether answered or not, instead of --in-flight");
  app.add_option("--timeout", timeout, "seconds that each of these calls may take");
  app.add_option(
      "--normal-p50", normal_p50,
      "tell from which second on these calls are answered, half of them within so many ms");
  CLI11_PARSE(app, argc, argv);
  drive.duration = absl::Seconds(seconds);
  drive.warmup = absl::Seconds(warmup);

  std::vector<std::string> token = ReadLines(token_file);
  if (token.empty()) return Fail(token_file + " has no token");
  if (mode == "pages_http") {
    absl::StatusOr<std::string> report = load::MeasurePageDepth(drive.server, token[0], depth);
    if (!report.ok()) return Fail(std::string_view(report.status().message()));
    std::cout << *report << "\n";
    return 0;
  }

  absl::StatusOr<load::Workload> workload =
      load::Workload::Create({mode, drive.server, token[0], ReadLines(ids_file)});
  if (!workload.ok()) return Fail(std::string_view(workload.status().message()));
  if (rate > 0) {
    if (!workload->grpc()) return Fail("--rate is for gRPC only");
    const absl::StatusOr<load::OpenLoopMeasurement> measured =
        load::DriveOpenLoop({.server = drive.server,
                             .connections = drive.connections,
                             .rate = rate,
                             .timeout = absl::Seconds(timeout),
                             .warmup = drive.warmup,
                             .duration = drive.duration},
                            *workload, token[0]);
    if (!measured.ok()) return Fail(std::string_view(measured.status().message()));
    std::cout << load::ReportOpenLoopJson(*measured, normal_p50) << "\n";
    return 0;
  }
  absl::StatusOr<load::Measurement> measurement = workload->grpc()
                                                      ? load::DriveGrpc(drive, *workload, token[0])
                                                      : load::DriveHttp(drive, *workload);
  if (!measurement.ok()) return Fail(std::string_view(measurement.status().message()));
  std::cout << load::ReportJson(*std::move(measurement)) << "\n";
  return 0;
}
