#include "common/log/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/log/line.h"

namespace mainstay::log {
namespace {

constexpr size_t kQueueLines = 8192;        // the oldest lines go when the disk is slower than us
constexpr size_t kBufferBytes = 32 * 1024;  // written at once
constexpr std::chrono::seconds kFlushEvery{1};

// Collects whole lines and writes them to stderr in large pieces: at thousands of lines a second
// a system call for each would cost more than the formatting. Only the logging thread uses it.
class StderrSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  // Waits until a flush that was asked for later than this call has happened.
  void AwaitFlush(int64_t flushes_before) {
    absl::MutexLock lock(&mutex_);
    const auto flushed = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return flushes_ > flushes_before;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&flushed), absl::Seconds(2));
  }
  int64_t flushes() {
    absl::MutexLock lock(&mutex_);
    return flushes_;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    buffer_.append(message.payload.data(), message.payload.size());
    if (buffer_.size() >= kBufferBytes) Drain();
  }

  void flush_() override {
    ReportLosses();
    Drain();
    absl::MutexLock lock(&mutex_);
    ++flushes_;
  }

  void ReportLosses() {
    const size_t lost = spdlog::thread_pool()->overrun_counter();
    if (lost == lost_) return;
    buffer_ += JsonLine(absl::Now(), Level::kWarning, "", "log lines were dropped",
                        {{"lines", static_cast<int64_t>(lost - lost_)}});
    lost_ = lost;
  }

  void Drain() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;  // nowhere to complain to
      rest.remove_prefix(written);
    }
    buffer_.clear();
  }

  std::string buffer_;
  size_t lost_ = 0;
  absl::Mutex mutex_;
  int64_t flushes_ ABSL_GUARDED_BY(mutex_) = 0;
};

struct State {
  std::string service;
  Level level = Level::kInfo;
  bool json = false;
  std::shared_ptr<StderrSink> sink;
  std::shared_ptr<spdlog::logger> logger;  // null before Init: lines are then written directly
};

State& TheState() {
  static State& state = *new State;  // outlives every thread
  return state;
}

spdlog::level::level_enum SpdlogLevel(Level level) {
  return level >= Level::kWarning ? spdlog::level::warn : spdlog::level::info;
}

}  // namespace

void Init(const Options& options) {
  State& state = TheState();
  state.service = options.service;
  state.level = options.level;
  state.json = options.format == Format::kJson ||
               (options.format == Format::kAuto && ::isatty(STDERR_FILENO) == 0);
  spdlog::init_thread_pool(kQueueLines, 1);
  state.sink = std::make_shared<StderrSink>();
  state.logger = std::make_shared<spdlog::async_logger>(
      "mainstay", state.sink, spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  state.logger->flush_on(spdlog::level::warn);
  spdlog::register_logger(state.logger);
  spdlog::flush_every(kFlushEvery);
}

void Flush() {
  State& state = TheState();
  if (state.logger == nullptr) return;
  const int64_t before = state.sink->flushes();
  state.logger->flush();
  state.sink->AwaitFlush(before);
}

void Write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  State& state = TheState();
  if (level < state.level) return;
  const std::string line = state.json ? JsonLine(absl::Now(), level, state.service, message, fields)
                                      : ConsoleLine(absl::Now(), level, message, fields);
  if (state.logger == nullptr) {
    std::fwrite(line.data(), 1, line.size(), stderr);
    return;
  }
  state.logger->log(SpdlogLevel(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace mainstay::log
