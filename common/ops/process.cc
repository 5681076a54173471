#include "common/ops/process.h"

#include <malloc.h>
#include <pthread.h>

#include <csignal>

#include "absl/synchronization/mutex.h"

namespace mainstay::ops {
namespace {

constexpr int kArenas = 4;

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void BlockSignals() {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void TuneProcess() {
  // glibc gives nearly every thread an arena of its own, which with mostly idle threads is most of
  // an idle process's memory.
  mallopt(M_ARENA_MAX, kArenas);
  // Debian builds Abseil without NDEBUG, and with it a deadlock detector into every mutex, those of
  // gRPC too: a global lock and a graph search for each lock held while taking another.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

int WaitForStop(const std::function<void()>& on_hangup) {
  const sigset_t set = StopSignals();
  while (true) {
    int signal = 0;
    if (sigwait(&set, &signal) != 0) continue;
    if (signal != SIGHUP) return signal;
    if (on_hangup) on_hangup();
  }
}

}  // namespace mainstay::ops
