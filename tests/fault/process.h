// A process that a test starts, kills and starts again.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "common/testing/postgres_install.h"

namespace mainstay::faults {

struct Command {
  std::vector<std::string> words;  // the program, found by PATH, and its arguments
  std::vector<std::string>
      environment;             // "NAME=value", beside what the test has but for MAINSTAY_*
  std::string log;             // file that its output is added to
  testing::PostgresUser user;  // as whom it runs; zeros: as the test
};

// Not thread-safe: its processes die with the thread that started them.
class Process {
 public:
  Process() = default;
  Process(Process&& other) noexcept : pid_(other.pid_) { other.pid_ = -1; }
  ~Process() { Kill(); }

  // Aborts the test when there can be no process. The one before must have ended.
  void Start(const Command& command);
  // By SIGKILL, and waits for its end. Nothing when it does not run.
  void Kill();
  // By `signal`, and waits.
  void Stop(int signal);
  // Whether it runs; notes its end when it has ended by itself.
  bool Running();
  // How it ended by itself: its exit code, or minus the signal. Meaningless before that.
  int exit_code() const { return exit_code_; }
  pid_t pid() const { return pid_; }

 private:
  void Note(int status);

  pid_t pid_ = -1;
  int exit_code_ = 0;
};

// Runs it to its end; its exit code.
int RunToEnd(const Command& command);

}  // namespace mainstay::faults
