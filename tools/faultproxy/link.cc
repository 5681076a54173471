#include "tools/faultproxy/link.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/socket_base.hpp>

namespace mainstay::faultproxy {

Link::Link(Conditions* conditions, Socket client, Socket server,
           std::function<void(const std::shared_ptr<Link>&)> on_closed)
    : conditions_(conditions),
      client_(std::move(client)),
      server_(std::move(server)),
      pipes_{{{Direction::kToServer, conditions, &client_, &server_, this},
              {Direction::kToClient, conditions, &server_, &client_, this}}},
      on_closed_(std::move(on_closed)) {}

void Link::Start() {
  for (Pipe& pipe : pipes_) pipe.Start();
}

void Link::Look() {
  for (Pipe& pipe : pipes_) pipe.Look();
}

Pipe::Owner::Verdict Link::Look(Direction direction, std::string_view piece) {
  Verdict verdict{piece.size(), false};
  if (const auto passing = watch_.Look(direction, piece, conditions_->statement)) {
    verdict = {*passing, true};
  }
  std::optional<int64_t>& left = conditions_->cut_after[static_cast<size_t>(direction)];
  if (left) {
    if (*left <= static_cast<int64_t>(piece.size())) {
      verdict = {std::min(verdict.passing, static_cast<size_t>(*left)), true};
      left.reset();
    } else {
      *left -= static_cast<int64_t>(piece.size());
    }
  }
  if (verdict.cut) ++conditions_->counts.cuts;
  return verdict;
}

void Link::Arrived(Direction direction, Pipe::End end) {
  if (end != Pipe::End::kClosed) return Close(end == Pipe::End::kReset);
  arrived_[static_cast<size_t>(direction)] = true;
  boost::system::error_code ignored;
  Socket& receiver = direction == Direction::kToServer ? server_ : client_;
  receiver.shutdown(boost::asio::socket_base::shutdown_send, ignored);
  if (arrived_[0] && arrived_[1]) Close(/*reset=*/false);
}

// The receiver's host answers with a reset, which goes the other way.
void Link::ReceiverGone(Direction direction) {
  const Direction back = Opposite(direction);
  if (arrived_[static_cast<size_t>(back)]) return Close(/*reset=*/true);
  pipe(back).Append(Pipe::End::kReset);
}

void Link::Close(bool reset) {
  if (std::exchange(closed_, true)) return;
  const std::shared_ptr<Link> self = shared_from_this();
  boost::system::error_code ignored;
  for (Socket* socket : {&client_, &server_}) {
    if (reset) socket->set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket->close(ignored);
  }
  for (Pipe& pipe : pipes_) pipe.Stop();
  on_closed_(self);
}

}  // namespace mainstay::faultproxy
