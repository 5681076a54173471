// A proxy before PostgreSQL, in a test's own process.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "tools/faultproxy/proxy.h"

namespace mainstay::faultproxy {

// Thread-safe. Its one route is named "db".
class PostgresProxy {
 public:
  // `dsn`: "host=/folder …", as tests' databases have it. Ends the process when it cannot start.
  explicit PostgresProxy(const std::string& dsn);
  ~PostgresProxy();

  // The DSN that goes through the proxy.
  const std::string& dsn() const { return dsn_; }
  Proxy& proxy() { return *proxy_; }

  // The next `times` connections that send `text` are cut at that moment.
  void Cut(Moment moment, const std::string& text = "COMMIT", int64_t times = 1);
  // Cuts made so far.
  int64_t cuts();

 private:
  std::string directory_, dsn_;
  std::unique_ptr<Proxy> proxy_;
};

}  // namespace mainstay::faultproxy
