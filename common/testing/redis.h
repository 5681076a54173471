// A private Redis for a test binary, on a unix socket in a temporary folder.
#pragma once

#include <memory>
#include <string>

namespace mainstay::testing {

class TestRedis {
 public:
  virtual ~TestRedis() = default;                  // stops it
  virtual const std::string& address() const = 0;  // "unix:/…" for redis::Options
  virtual void Stop() = 0;                         // kills it, as a crash would
  virtual void Start() = 0;                        // starts it again, empty
};

std::unique_ptr<TestRedis> NewRedis();

}  // namespace mainstay::testing
