// One direction of a connection.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include "absl/time/time.h"
#include "tools/faultproxy/address.h"
#include "tools/faultproxy/conditions.h"

namespace mainstay::faultproxy {

// Carries bytes from one socket to another under the route's conditions. It keeps little, so that
// a slow line makes its sender wait as a network would. The proxy's thread.
class Pipe {
 public:
  // What travels in place of bytes.
  enum class End {
    kNone,
    kClosed,  // the sender has closed its side
    kReset,   // the sender's connection broke
    kCut,     // the route's conditions end the connection here
  };

  class Owner {
   public:
    // How many bytes of `piece` pass; whether the connection is cut behind them.
    struct Verdict {
      size_t passing;
      bool cut;
    };
    virtual Verdict Look(Direction direction, std::string_view piece) = 0;
    // The end of what passes this way has arrived, or cannot because the receiver is gone.
    virtual void Arrived(Direction direction, End end) = 0;
    virtual void ReceiverGone(Direction direction) = 0;
    // Keeps the pipe alive while an operation is under way.
    virtual std::shared_ptr<Owner> Hold() = 0;

   protected:
    ~Owner() = default;
  };

  Pipe(Direction direction, Conditions* conditions, Socket* from, Socket* to, Owner* owner);

  void Start() { Read(); }
  // The conditions have changed.
  void Look();
  // `end` follows the bytes that are on the way; nothing more is read.
  void Append(End end);
  // Ends everything that is under way; the sockets are closed by then.
  void Stop();

 private:
  struct Piece {
    absl::Time due;
    std::string bytes;
    End end = End::kNone;
  };

  const Shape& shape() const { return conditions_->shape(direction_); }
  void Read();
  void OnRead(boost::system::error_code error, size_t size);
  // When a piece that begins to be sent now has arrived, as the delay and the speed want it.
  absl::Time DueOf(size_t size);
  void Write();
  void OnWritten(boost::system::error_code error);

  const Direction direction_;
  Conditions* const conditions_;
  Socket* const from_;
  Socket* const to_;
  Owner* const owner_;
  boost::asio::steady_timer read_timer_, write_timer_;
  std::string buffer_;
  std::deque<Piece> pieces_;  // on the way
  size_t waiting_ = 0;        // bytes in pieces_
  absl::Time line_free_ = absl::InfinitePast();
  absl::Time last_due_ = absl::InfinitePast();
  bool reading_ = false, writing_ = false;
  bool ended_ = false;  // nothing more is read
};

}  // namespace mainstay::faultproxy
