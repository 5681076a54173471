#include "tools/faultproxy/postgres.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace mainstay::faultproxy {
namespace {

constexpr char kRoute[] = "db";
constexpr std::string_view kHost = "host=";
constexpr std::string_view kSocket = "/.s.PGSQL.5432";

[[noreturn]] void Die(std::string_view reason) {
  std::fprintf(stderr, "PostgresProxy: %.*s\n", static_cast<int>(reason.size()), reason.data());
  std::abort();
}

}  // namespace

PostgresProxy::PostgresProxy(const std::string& dsn) : directory_("/tmp/mainstay-db-XXXXXX") {
  if (dsn.rfind(kHost, 0) != 0) Die("the DSN does not begin with host=");
  if (mkdtemp(directory_.data()) == nullptr) Die("mkdtemp failed");
  const size_t end = std::min(dsn.find(' '), dsn.size());
  const std::string server = dsn.substr(kHost.size(), end - kHost.size());
  dsn_ = absl::StrCat(kHost, directory_, dsn.substr(end));
  auto proxy = Proxy::Start({{.name = kRoute,
                              .listen = absl::StrCat("unix:", directory_, kSocket),
                              .upstream = absl::StrCat("unix:", server, kSocket)}});
  if (!proxy.ok()) Die(proxy.status().message());
  proxy_ = *std::move(proxy);
}

PostgresProxy::~PostgresProxy() {
  proxy_.reset();
  std::filesystem::remove_all(directory_);
}

void PostgresProxy::Cut(Moment moment, const std::string& text, int64_t times) {
  if (const absl::Status set =
          proxy_->CutStatement(kRoute, {.moment = moment, .text = text, .times = times});
      !set.ok()) {
    Die(set.message());
  }
}

int64_t PostgresProxy::cuts() { return proxy_->CountsOf(kRoute).value().cuts; }

}  // namespace mainstay::faultproxy
