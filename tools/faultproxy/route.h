// A listener and the server behind it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "tools/faultproxy/address.h"
#include "tools/faultproxy/conditions.h"
#include "tools/faultproxy/link.h"

namespace mainstay::faultproxy {

struct RouteOptions {
  std::string name;
  std::string listen;    // "127.0.0.1:0" (the kernel gives the port) or "unix:/path"
  std::string upstream;  // "127.0.0.1:5432" or "unix:/path"
};

// The proxy's thread.
class Route {
 public:
  // Listens. INVALID_ARGUMENT for an address that is none, UNAVAILABLE when it is taken.
  static absl::StatusOr<std::unique_ptr<Route>> Open(boost::asio::io_context& context,
                                                     const RouteOptions& options);
  ~Route();
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  // Where it listens, with the port that it was given.
  std::string address() const { return FormatAddress(acceptor_.local_endpoint()); }
  Conditions& conditions() { return conditions_; }
  // Connections that are there look at changed conditions.
  void Look();
  // For each connection that is there.
  void ForEach(const std::function<void(Link&)>& visit);

 private:
  Route(boost::asio::io_context& context, Endpoint upstream)
      : context_(context), upstream_(std::move(upstream)), acceptor_(context), pause_(context) {}
  void Accept();
  void OnAccepted(boost::system::error_code error, Socket client);
  void Connect(Socket client);
  void Join(Socket client, Socket server);

  boost::asio::io_context& context_;
  const Endpoint upstream_;
  boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol> acceptor_;
  boost::asio::steady_timer pause_;
  Conditions conditions_;
  absl::flat_hash_set<std::shared_ptr<Link>> links_;
  // Gone before what is under way comes back.
  std::shared_ptr<Route*> alive_ = std::make_shared<Route*>(this);
};

}  // namespace mainstay::faultproxy
