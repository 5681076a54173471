#include "common/rpc/admission.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// Weight of the newest service time in the mean: about the last 20 calls count.
constexpr double kNewest = 0.05;
constexpr absl::Duration kLongestPushback = absl::Seconds(10);
constexpr absl::Duration kLine = absl::Seconds(1);  // between two in the log

absl::Status TryLater(std::string_view reason, std::string_view message, absl::Duration wait) {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, reason, message,
                            std::clamp(wait, AdmissionQueue::kPushback, kLongestPushback));
}

}  // namespace

absl::Status QueueFull(absl::Duration wait) {
  return TryLater("QUEUE_FULL", "too many calls are waiting; try again later", wait);
}

AdmissionQueue::AdmissionQueue(const AdmissionOptions& options)
    : limit_(options.limit),
      servers_(static_cast<size_t>(options.servers)),
      most_(options.most),
      longest_wait_(options.longest_wait) {
  for (const std::string& lane : options.lanes) {
    lanes_.push_back({{},
                      &metrics::Gauge("mainstay_rpc_queue_depth",
                                      "Calls waiting for a worker, by class", {{"class", lane}})});
  }
}

absl::Duration AdmissionQueue::ExpectedWait() const {
  if (idle_ > waiting_) return absl::ZeroDuration();
  return absl::Seconds(seconds_per_call_ * static_cast<double>(waiting_ + 1) /
                       static_cast<double>(servers_));
}

bool AdmissionQueue::Overloaded(absl::Time now) {
  if (now >= refused_time_ + kLull) overloaded_until_ = absl::InfinitePast();
  return now < overloaded_until_;
}

bool AdmissionQueue::HasRoom(const Lane& lane, absl::Duration wait, absl::Time now) {
  const size_t waiting = lane.waiting.size();
  bool overloaded = Overloaded(now);
  if (!overloaded && waiting >= kAlwaysWait && wait > longest_wait_) {
    const bool again = now < overloaded_until_ + kFirstOverload;
    overload_ = again ? std::min(2 * overload_, kLongestOverload) : kFirstOverload;
    overloaded_until_ = now + overload_;
    overloaded = true;
  }
  if (waiting < (overloaded ? ShortLimit() : limit_)) return true;
  refused_time_ = now;
  return false;
}

bool AdmissionQueue::Overfull(size_t lane) {
  const absl::Time now = absl::Now();
  std::unique_lock lock(mutex_);
  if (!Overloaded(now) || lanes_[lane].waiting.size() < ShortLimit()) return false;
  refused_time_ = now;
  ++refused_;
  if (now < next_line_) return true;
  next_line_ = now + kLine;
  const int64_t refused = std::exchange(refused_, 0);
  lock.unlock();  // nobody must wait for the log
  log::Warning("more calls come than can be served", {{"refused", refused}});
  return true;
}

absl::Status AdmissionQueue::Offer(size_t lane, IncomingCall* call, absl::Time deadline) {
  const absl::Time now = absl::Now();
  std::unique_lock lock(mutex_);
  if (closed_) return absl::UnavailableError("the server is shutting down; try another one");
  std::deque<IncomingCall*>& waiting = lanes_[lane].waiting;
  const absl::Duration wait = ExpectedWait();
  if (!HasRoom(lanes_[lane], wait, now)) {
    return QueueFull(wait);
  }
  if (now + wait > deadline) {
    return TryLater("DEADLINE_TOO_SHORT",
                    "the wait is longer than the call's deadline; try again later", wait);
  }
  waiting.push_back(call);
  ++waiting_;
  lanes_[lane].depth->Set(static_cast<double>(waiting.size()));
  const bool wake = idle_ > 0;
  lock.unlock();  // or the woken thread would at once wait for it
  if (wake) arrived_.notify_one();
  return absl::OkStatus();
}

void AdmissionQueue::Take(size_t most, std::vector<IncomingCall*>* calls) {
  calls->clear();
  std::unique_lock lock(mutex_);
  ++idle_;
  arrived_.wait(lock, [this] { return waiting_ > 0 || closed_; });
  --idle_;
  for (size_t tried = 0; tried < lanes_.size() && calls->size() < most; ++tried) {
    Lane& lane = lanes_[next_lane_];
    next_lane_ = (next_lane_ + 1) % lanes_.size();
    if (lane.waiting.empty()) continue;
    const size_t taken = std::min(most - calls->size(), lane.waiting.size());
    const auto end = lane.waiting.begin() + static_cast<ptrdiff_t>(taken);
    calls->insert(calls->end(), lane.waiting.begin(), end);
    lane.waiting.erase(lane.waiting.begin(), end);
    waiting_ -= taken;
    lane.depth->Set(static_cast<double>(lane.waiting.size()));
  }
}

void AdmissionQueue::Served(size_t calls, absl::Duration elapsed) {
  const double seconds = absl::ToDoubleSeconds(elapsed) / static_cast<double>(calls);
  std::lock_guard lock(mutex_);
  seconds_per_call_ += kNewest * (seconds - seconds_per_call_);
}

void AdmissionQueue::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  arrived_.notify_all();
}

}  // namespace mainstay::rpc
