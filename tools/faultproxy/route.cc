#include "tools/faultproxy/route.h"

#include <unistd.h>

#include <chrono>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"

namespace mainstay::faultproxy {
namespace {

// A proxy adds what it is told to, and no more.
void SendAtOnce(Socket& socket) {
  boost::system::error_code ignored;  // unix sockets have no such option
  socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Route>> Route::Open(boost::asio::io_context& context,
                                                   const RouteOptions& options) {
  ASSIGN_OR_RETURN(Endpoint upstream, ParseAddress(options.upstream));
  ASSIGN_OR_RETURN(const Endpoint listen, ParseAddress(options.listen));
  std::unique_ptr<Route> route(new Route(context, std::move(upstream)));
  boost::system::error_code error;
  auto& acceptor = route->acceptor_;
  acceptor.open(listen.protocol(), error);
  if (!error && listen.protocol().family() != AF_UNIX) {
    acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
  }
  if (!error) acceptor.bind(listen, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    acceptor.close();
    return absl::UnavailableError(absl::StrCat("the route ", options.name, " cannot listen at ",
                                               options.listen, ": ", error.message()));
  }
  route->Accept();
  return route;
}

Route::~Route() {
  alive_.reset();
  boost::system::error_code ignored;
  if (acceptor_.is_open()) {
    const std::string own = address();
    absl::string_view path = own;
    if (absl::ConsumePrefix(&path, "unix:")) unlink(std::string(path).c_str());
    acceptor_.close(ignored);
  }
  pause_.cancel();
  ForEach([](Link& link) { link.Close(/*reset=*/false); });
}

void Route::Look() {
  ForEach([](Link& link) { link.Look(); });
}

void Route::ForEach(const std::function<void(Link&)>& visit) {
  const std::vector<std::shared_ptr<Link>> links(links_.begin(), links_.end());
  for (const auto& link : links) visit(*link);
}

void Route::Accept() {
  auto client = std::make_shared<Socket>(context_);
  acceptor_.async_accept(*client,
                         [alive = std::weak_ptr(alive_), client](boost::system::error_code error) {
                           const auto route = alive.lock();
                           if (route != nullptr) (*route)->OnAccepted(error, std::move(*client));
                         });
}

void Route::OnAccepted(boost::system::error_code error, Socket client) {
  if (error) {  // no descriptors left, perhaps
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([alive = std::weak_ptr(alive_)](boost::system::error_code) {
      if (const auto route = alive.lock()) (*route)->Accept();
    });
    return;
  }
  ++conditions_.counts.accepted;
  Connect(std::move(client));
  Accept();
}

// A server that is not there shows as a connection that ends at once.
void Route::Connect(Socket client) {
  auto server = std::make_shared<Socket>(context_);
  auto waiting = std::make_shared<Socket>(std::move(client));
  server->async_connect(
      upstream_, [alive = std::weak_ptr(alive_), server, waiting](boost::system::error_code error) {
        const auto route = alive.lock();
        if (route != nullptr && !error) (*route)->Join(std::move(*waiting), std::move(*server));
      });
}

void Route::Join(Socket client, Socket server) {
  SendAtOnce(client);
  SendAtOnce(server);
  auto link = std::make_shared<Link>(&conditions_, std::move(client), std::move(server),
                                     [this](const std::shared_ptr<Link>& closed) {
                                       links_.erase(closed);
                                       conditions_.counts.open =
                                           static_cast<int64_t>(links_.size());
                                     });
  links_.insert(link);
  conditions_.counts.open = static_cast<int64_t>(links_.size());
  link->Start();
}

}  // namespace mainstay::faultproxy
