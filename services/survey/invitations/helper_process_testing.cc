#include "services/survey/invitations/helper_process_testing.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/numbers.h"

extern char** environ;

namespace mainstay::survey {

HelperProcess::HelperProcess(const std::string& program,
                             const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"/usr/bin/python3", program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int pipe_ends[2] = {-1, -1};
  if (pipe(pipe_ends) != 0) return;
  output_ = pipe_ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
  if (posix_spawn(&pid_, "/usr/bin/python3", &actions, nullptr, argv.data(), environ) != 0)
    pid_ = -1;
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  if (!absl::SimpleAtoi(ReadLine(), &port_)) port_ = 0;
}

HelperProcess::~HelperProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (output_ >= 0) close(output_);
}

std::string HelperProcess::ReadLine() {
  size_t end = unread_.find('\n');
  while (end == std::string::npos) {
    char bytes[4096];
    const ssize_t size = read(output_, bytes, sizeof bytes);
    if (size <= 0) return "";
    unread_.append(bytes, static_cast<size_t>(size));
    end = unread_.find('\n');
  }
  const std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

}  // namespace mainstay::survey
