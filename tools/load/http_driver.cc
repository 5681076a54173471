#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/load/counter.h"
#include "tools/load/driver.h"
#include "tools/load/http_connection.h"

namespace mainstay::load {
namespace {

void Next(HttpConnection& connection, Workload& workload, Counter& counter) {
  absl::Time begun = absl::Now();
  if (!counter.Begin(begun)) return;
  connection.Send(workload.NextHttp(), [&, begun](int status, std::string_view body) {
    bool good = status == 200;
    counter.End(begun, absl::Now(), good ? "" : absl::StrCat(status, " ", body));
    if (status != 0) Next(connection, workload, counter);
  });
}

}  // namespace

absl::StatusOr<Measurement> DriveHttp(const DriveOptions& options, Workload& workload) {
  boost::asio::io_context context(1);
  std::pair<std::string, std::string> server =
      absl::StrSplit(options.server, absl::MaxSplits(':', 1));
  boost::system::error_code error;
  auto endpoints =
      boost::asio::ip::tcp::resolver(context).resolve(server.first, server.second, error);
  std::vector<std::unique_ptr<HttpConnection>> connections;
  for (int i = 0; i < options.in_flight && !error; ++i) {
    connections.push_back(std::make_unique<HttpConnection>(context));
    error = connections.back()->Connect(endpoints);
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot connect to ", options.server, ": ", error.message()));
  }
  Counter counter(options);
  for (auto& connection : connections) Next(*connection, workload, counter);
  context.run();
  return counter.Finish();
}

}  // namespace mainstay::load
