#include "common/log/line_writer.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/line.h"

namespace mainstay::log {
namespace {

constexpr size_t kMostBytes = 4 << 20;   // waiting; more is dropped
constexpr size_t kFullBytes = 64 << 10;  // worth writing without waiting for more
constexpr absl::Duration kGather = absl::Milliseconds(100);
constexpr absl::Duration kFlushPatience = absl::Seconds(2);

}  // namespace

LineWriter::LineWriter(int descriptor) : descriptor_(descriptor), thread_([this] { Run(); }) {}

LineWriter::~LineWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    filled_.Signal();
  }
  thread_.join();
}

void LineWriter::Add(std::string_view line, bool urgent) {
  absl::MutexLock lock(&mutex_);
  if (buffer_.size() + line.size() > kMostBytes) {
    ++dropped_;
    return;
  }
  const size_t before = buffer_.size();
  buffer_.append(line);
  added_ += line.size();
  urgent_ = urgent_ || urgent;
  const bool full = before < kFullBytes && buffer_.size() >= kFullBytes;
  if (before == 0 || urgent || full) filled_.Signal();
}

void LineWriter::Flush() {
  const absl::Time deadline = absl::Now() + kFlushPatience;
  absl::MutexLock lock(&mutex_);
  const uint64_t target = added_;
  urgent_ = true;
  filled_.Signal();
  while (written_ < target && !drained_.WaitWithDeadline(&mutex_, deadline)) {
  }
}

void LineWriter::Run() {
  std::string out;
  absl::MutexLock lock(&mutex_);
  while (true) {
    while (buffer_.empty() && !stopping_) filled_.Wait(&mutex_);
    if (buffer_.empty()) return;
    const absl::Time deadline = absl::Now() + kGather;
    while (!urgent_ && !stopping_ && buffer_.size() < kFullBytes &&
           !filled_.WaitWithDeadline(&mutex_, deadline)) {
    }
    urgent_ = false;
    out.swap(buffer_);
    const uint64_t size = out.size();
    if (const int64_t dropped = std::exchange(dropped_, 0); dropped > 0) {
      out += JsonLine(absl::Now(), Level::kWarning, "", "log lines were dropped",
                      {{"lines", dropped}});
    }
    mutex_.Unlock();
    Write(out);
    out.clear();
    if (out.capacity() > 2 * kFullBytes) out.shrink_to_fit();
    mutex_.Lock();
    written_ += size;
    drained_.SignalAll();
  }
}

void LineWriter::Write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nowhere to complain to
    text.remove_prefix(written);
  }
}

}  // namespace mainstay::log
