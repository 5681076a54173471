#include "common/rpc/parking.h"

#include <pthread.h>

#include "absl/time/clock.h"

namespace mainstay::rpc {

Parking::Parking() : thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "parking");
}

Parking::~Parking() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.Signal();
  }
  thread_.join();
}

void Parking::Put(Parkable* call, absl::Time until) {
  times_[call] = until;
  const auto place = by_time_.emplace(until, call).first;
  if (place == by_time_.begin()) changed_.Signal();
}

void Parking::Park(Parkable* call, absl::Time until) {
  absl::MutexLock lock(&mutex_);
  // A call that a worker had when all were unparked is told as they were.
  Put(call, closing_ ? absl::InfinitePast() : until);
}

void Parking::ParkToEnd(Parkable* call, absl::Time until) {
  absl::MutexLock lock(&mutex_);
  Put(call, until);
}

void Parking::Wake(Parkable* call) {
  absl::MutexLock lock(&mutex_);
  const auto found = times_.find(call);
  if (found == times_.end()) return;
  by_time_.erase({found->second, call});
  Put(call, absl::InfinitePast());
}

void Parking::Close() {
  absl::MutexLock lock(&mutex_);
  closing_ = true;
  by_time_.clear();
  for (auto& [call, time] : times_) {
    time = absl::InfinitePast();
    by_time_.emplace(time, call);
  }
  changed_.Signal();
}

std::vector<Parkable*> Parking::TakeDue() {
  std::vector<Parkable*> due;
  const absl::Time now = absl::Now();
  while (!by_time_.empty() && by_time_.begin()->first <= now) {
    due.push_back(by_time_.begin()->second);
    times_.erase(due.back());
    by_time_.erase(by_time_.begin());
  }
  return due;
}

void Parking::Run() {
  mutex_.Lock();
  while (!stopping_) {
    const std::vector<Parkable*> due = TakeDue();
    if (due.empty()) {
      changed_.WaitWithDeadline(
          &mutex_, by_time_.empty() ? absl::InfiniteFuture() : by_time_.begin()->first);
      continue;
    }
    const bool closing = closing_;
    mutex_.Unlock();
    for (Parkable* call : due) call->Unpark(closing);
    mutex_.Lock();
  }
  mutex_.Unlock();
}

}  // namespace mainstay::rpc
