#include "tools/faultproxy/proxy.h"

#include <future>
#include <utility>

#include <boost/asio/post.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"

namespace mainstay::faultproxy {

absl::StatusOr<std::unique_ptr<Proxy>> Proxy::Start(const std::vector<RouteOptions>& routes) {
  std::unique_ptr<Proxy> proxy(new Proxy);
  for (const RouteOptions& options : routes) {
    if (proxy->routes_.contains(options.name)) {
      return absl::InvalidArgumentError(absl::StrCat("there are two routes ", options.name));
    }
    ASSIGN_OR_RETURN(proxy->routes_[options.name], Route::Open(proxy->context_, options));
  }
  proxy->thread_ = std::thread([context = &proxy->context_] { context->run(); });
  return proxy;
}

Proxy::~Proxy() {
  if (thread_.joinable()) {
    Run([this] { routes_.clear(); });
    guard_.reset();
    thread_.join();
  }
}

std::vector<std::string> Proxy::routes() const {
  std::vector<std::string> names;
  for (const auto& [name, route] : routes_) names.push_back(name);
  return names;
}

void Proxy::Run(const std::function<void()>& work) {
  std::promise<void> done;
  boost::asio::post(context_, [&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

absl::Status Proxy::With(std::string_view route, const std::function<void(Route&)>& work) {
  const auto found = routes_.find(route);
  if (found == routes_.end()) {
    return absl::NotFoundError(absl::StrCat("there is no route '", route,
                                            "'; there are: ", absl::StrJoin(routes(), ", ")));
  }
  Run([&] { work(*found->second); });
  return absl::OkStatus();
}

absl::StatusOr<std::string> Proxy::Address(std::string_view route) {
  std::string address;
  RETURN_IF_ERROR(With(route, [&](Route& of) { address = of.address(); }));
  return address;
}

absl::StatusOr<Counts> Proxy::CountsOf(std::string_view route) {
  Counts counts;
  RETURN_IF_ERROR(With(route, [&](Route& of) { counts = of.conditions().counts; }));
  return counts;
}

absl::Status Proxy::Change(std::string_view route, Direction direction,
                           const std::function<void(Shape&)>& change) {
  return With(route, [&](Route& of) {
    change(of.conditions().shapes[static_cast<size_t>(direction)]);
    of.Look();
  });
}

absl::Status Proxy::Heal(std::string_view route) {
  return With(route, [](Route& of) {
    of.conditions().shapes = {{}};
    of.conditions().cut_after = {{}};
    of.conditions().statement.reset();
    of.Look();
  });
}

absl::Status Proxy::Reset(std::string_view route) {
  return With(route, [](Route& of) { of.ForEach([](Link& link) { link.Close(/*reset=*/true); }); });
}

absl::Status Proxy::HalfClose(std::string_view route, Direction direction) {
  return With(route,
              [&](Route& of) { of.ForEach([&](Link& link) { link.HalfClose(direction); }); });
}

absl::Status Proxy::CutAfter(std::string_view route, Direction direction, int64_t bytes) {
  if (bytes < 1) return absl::InvalidArgumentError("a connection is cut after at least one byte");
  return With(
      route, [&](Route& of) { of.conditions().cut_after[static_cast<size_t>(direction)] = bytes; });
}

absl::Status Proxy::CutStatement(std::string_view route, StatementCut cut) {
  if (cut.text.empty()) return absl::InvalidArgumentError("which statement? Give a part of it");
  if (cut.times < 1) return absl::InvalidArgumentError("a statement is cut at least once");
  return With(route, [&](Route& of) { of.conditions().statement = std::move(cut); });
}

absl::StatusOr<int64_t> Proxy::CutsToCome(std::string_view route) {
  int64_t times = 0;
  RETURN_IF_ERROR(With(route, [&](Route& of) {
    if (of.conditions().statement) times = of.conditions().statement->times;
  }));
  return times;
}

}  // namespace mainstay::faultproxy
