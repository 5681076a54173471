#include "tests/fault/process.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"

extern char** environ;

namespace mainstay::faults {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

void Process::Start(const Command& command) {
  std::vector<std::string> words = command.words, environment = command.environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    // The test's own settings; a service refuses those that it does not know.
    if (!absl::StartsWith(*entry, "MAINSTAY_")) environment.emplace_back(*entry);
  }
  const std::vector<char*> argv = Pointers(words), env = Pointers(environment);
  const int log = open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  exit_code_ = 0;
  pid_ = fork();
  if (pid_ < 0 || log < 0) {
    std::perror(command.words[0].c_str());
    std::abort();
  }
  if (pid_ == 0) {
    // Only what is safe between fork and exec of a process with threads.
    if (command.user.uid != 0 && (setgroups(0, nullptr) != 0 || setgid(command.user.gid) != 0 ||
                                  setuid(command.user.uid) != 0)) {
      _exit(126);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlives the test; after setuid, which clears it
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(nothing, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    if (chdir("/") != 0) _exit(126);
    execvpe(argv[0], argv.data(), env.data());
    _exit(127);
  }
  close(log);
  close(nothing);
}

void Process::Note(int status) {
  pid_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void Process::Kill() { Stop(SIGKILL); }

void Process::Stop(int signal) {
  if (pid_ <= 0) return;
  kill(pid_, signal);
  int status = 0;
  waitpid(pid_, &status, 0);
  Note(status);
}

bool Process::Running() {
  if (pid_ <= 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
  Note(status);
  return false;
}

int RunToEnd(const Command& command) {
  Process process;
  process.Start(command);
  process.Stop(0);
  return process.exit_code();
}

}  // namespace mainstay::faults
