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
  // It hangs: takes connections and answers nothing, until Resume.
  virtual void Pause() = 0;
  virtual void Resume() = 0;
};

// With a password, callers must AUTH.
std::unique_ptr<TestRedis> NewRedis(const std::string& password = "");

}  // namespace mainstay::testing
