#include "tools/faultproxy/pipe.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include "absl/time/clock.h"

namespace mainstay::faultproxy {
namespace {

constexpr size_t kPiece = 16 << 10;         // read at once
constexpr size_t kMostWaiting = 256 << 10;  // more is left in the sender's socket
constexpr int kPiecesPerSecond = 20;        // of a slow line: so that it trickles

std::chrono::steady_clock::duration ToChrono(absl::Duration duration) {
  return absl::ToChronoNanoseconds(std::max(duration, absl::ZeroDuration()));
}

}  // namespace

Pipe::Pipe(Direction direction, Conditions* conditions, Socket* from, Socket* to, Owner* owner)
    : direction_(direction),
      conditions_(conditions),
      from_(from),
      to_(to),
      owner_(owner),
      read_timer_(from->get_executor()),
      write_timer_(from->get_executor()),
      buffer_(kPiece, '\0') {}

void Pipe::Look() {
  Read();
  Write();
}

void Pipe::Append(End end) {
  if (ended_) return;
  ended_ = true;
  last_due_ = std::max(absl::Now() + shape().delay, last_due_);
  pieces_.push_back({last_due_, "", end});
  Write();
}

void Pipe::Stop() {
  ended_ = true;
  pieces_.clear();
  waiting_ = 0;
  read_timer_.cancel();
  write_timer_.cancel();
}

void Pipe::Read() {
  if (reading_ || ended_ || waiting_ >= kMostWaiting) return;
  reading_ = true;
  // A slow line takes the next bytes when those before are through.
  if (const absl::Duration busy = line_free_ - absl::Now(); busy > absl::ZeroDuration()) {
    read_timer_.expires_after(ToChrono(busy));
    read_timer_.async_wait([this, hold = owner_->Hold()](boost::system::error_code) {
      reading_ = false;
      Read();
    });
    return;
  }
  const int64_t speed = shape().bytes_per_second;
  const size_t size = speed == 0 ? kPiece
                                 : static_cast<size_t>(std::clamp<int64_t>(
                                       speed / kPiecesPerSecond, 1, static_cast<int64_t>(kPiece)));
  from_->async_read_some(
      boost::asio::buffer(buffer_.data(), size),
      [this, hold = owner_->Hold()](boost::system::error_code error, size_t read) {
        reading_ = false;
        OnRead(error, read);
      });
}

void Pipe::OnRead(boost::system::error_code error, size_t size) {
  if (ended_) return;
  if (error) return Append(error == boost::asio::error::eof ? End::kClosed : End::kReset);
  const Owner::Verdict verdict = owner_->Look(direction_, std::string_view(buffer_.data(), size));
  if (verdict.passing > 0) {
    pieces_.push_back({DueOf(verdict.passing), buffer_.substr(0, verdict.passing)});
    waiting_ += verdict.passing;
  }
  if (verdict.cut) return Append(End::kCut);
  Write();
  Read();
}

absl::Time Pipe::DueOf(size_t size) {
  const Shape& now_so = shape();
  const absl::Time start = std::max(absl::Now(), line_free_);
  line_free_ = start;
  if (now_so.bytes_per_second > 0) {
    line_free_ +=
        absl::Seconds(static_cast<double>(size) / static_cast<double>(now_so.bytes_per_second));
  }
  std::uniform_real_distribution<double> spread(-1, 1);
  const absl::Time due = line_free_ + now_so.delay + now_so.jitter * spread(conditions_->random);
  return last_due_ = std::max(due, last_due_);
}

void Pipe::Write() {
  if (writing_ || pieces_.empty() || shape().blackhole) return;
  Piece& next = pieces_.front();
  if (const absl::Duration early = next.due - absl::Now(); early > absl::ZeroDuration()) {
    write_timer_.expires_after(ToChrono(early));
    write_timer_.async_wait([this, hold = owner_->Hold()](boost::system::error_code error) {
      if (!error) Write();
    });
    return;
  }
  if (next.end != End::kNone) {
    const End end = next.end;
    pieces_.clear();
    return owner_->Arrived(direction_, end);
  }
  writing_ = true;
  boost::asio::async_write(*to_, boost::asio::buffer(next.bytes),
                           [this, hold = owner_->Hold()](boost::system::error_code error, size_t) {
                             writing_ = false;
                             OnWritten(error);
                           });
}

void Pipe::OnWritten(boost::system::error_code error) {
  if (pieces_.empty()) return;  // stopped meanwhile
  if (error) {
    Stop();
    return owner_->ReceiverGone(direction_);
  }
  const size_t size = pieces_.front().bytes.size();
  waiting_ -= size;
  conditions_->counts.bytes[static_cast<size_t>(direction_)] += static_cast<int64_t>(size);
  pieces_.pop_front();
  Look();
}

}  // namespace mainstay::faultproxy
