// What checkers read, and what they find.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "common/pg/session.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

// The databases of a suite's services, read and written as their owner. Not thread-safe.
class Databases {
 public:
  using Rows = std::vector<std::vector<std::string>>;  // as PostgreSQL writes them; NULL is ""

  explicit Databases(const Suite& suite);

  pg::Session& of(Part service) { return sessions_[static_cast<size_t>(service)]; }
  // A statement that fails is a failure of the test, and has no rows.
  Rows Read(Part service, const std::string& sql);
  // The first value; "" without rows.
  std::string Value(Part service, const std::string& sql);
  int64_t Number(Part service, const std::string& sql);

 private:
  std::deque<pg::Session> sessions_;  // by Part
};

// A number as PostgreSQL writes it; what is none is a failure of the test.
int64_t NumberOf(const std::string& text);

// What is wrong, at most a few of a kind.
class Findings {
 public:
  void Report(const std::string& kind, const std::string& what);
  // "{kind}: {what}", in the order in which they were found; forgets them.
  std::vector<std::string> Take();

 private:
  std::vector<std::string> found_;
  std::map<std::string, int> reported_;
};

}  // namespace mainstay::faults
