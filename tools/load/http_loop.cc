#include "tools/load/http_loop.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tools/load/http_connection.h"

namespace mainstay::load {
namespace {

void Next(HttpConnection& connection, const HttpLoop& loop) {
  const absl::Time begun = absl::Now();
  std::optional<std::string> request = loop.next(begun);
  if (!request) return;
  connection.Send(*std::move(request), [&, begun](int status, std::string_view body) {
    loop.done(begun, status, body);
    if (status != 0) Next(connection, loop);
  });
}

}  // namespace

absl::Status CannotConnect(const std::string& server, const boost::system::error_code& error) {
  return absl::UnavailableError(absl::StrCat("cannot connect to ", server, ": ", error.message()));
}

absl::StatusOr<boost::asio::ip::tcp::resolver::results_type> Resolve(
    boost::asio::io_context& context, const std::string& server) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(server, absl::MaxSplits(':', 1));
  boost::system::error_code error;
  auto endpoints =
      boost::asio::ip::tcp::resolver(context).resolve(parts.first, parts.second, error);
  if (error) return CannotConnect(server, error);
  return endpoints;
}

absl::Status RunHttpLoop(const std::string& server, int in_flight, const HttpLoop& loop) {
  boost::asio::io_context context(1);
  const auto endpoints = Resolve(context, server);
  if (!endpoints.ok()) return endpoints.status();
  std::vector<std::unique_ptr<HttpConnection>> connections;
  for (int i = 0; i < in_flight; ++i) {
    connections.push_back(std::make_unique<HttpConnection>(context));
    const boost::system::error_code error = connections.back()->Connect(*endpoints);
    if (error) return CannotConnect(server, error);
  }
  for (auto& connection : connections) Next(*connection, loop);
  context.run();
  return absl::OkStatus();
}

}  // namespace mainstay::load
