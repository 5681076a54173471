// One connection through the proxy: two sockets and the pipes between them.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string_view>

#include "tools/faultproxy/conditions.h"
#include "tools/faultproxy/pipe.h"
#include "tools/faultproxy/statement_watch.h"

namespace mainstay::faultproxy {

// The proxy's thread.
class Link final : public Pipe::Owner, public std::enable_shared_from_this<Link> {
 public:
  // `conditions` must outlive it; `on_closed` is called once.
  Link(Conditions* conditions, Socket client, Socket server,
       std::function<void(const std::shared_ptr<Link>&)> on_closed);

  void Start();
  // The conditions have changed.
  void Look();
  // Closes the sender's side of `direction`, behind what is on the way.
  void HalfClose(Direction direction) { pipe(direction).Append(Pipe::End::kClosed); }
  // Ends it on both sides at once; with `reset`, as a host does that knows nothing of it (TCP).
  void Close(bool reset);

 private:
  Verdict Look(Direction direction, std::string_view piece) override;
  void Arrived(Direction direction, Pipe::End end) override;
  void ReceiverGone(Direction direction) override;
  std::shared_ptr<Owner> Hold() override { return shared_from_this(); }
  Pipe& pipe(Direction direction) { return pipes_[static_cast<size_t>(direction)]; }

  Conditions* const conditions_;
  Socket client_, server_;
  std::array<Pipe, 2> pipes_;  // by Direction
  std::array<bool, 2> arrived_ = {{}};
  StatementWatch watch_;
  const std::function<void(const std::shared_ptr<Link>&)> on_closed_;
  bool closed_ = false;
};

}  // namespace mainstay::faultproxy
