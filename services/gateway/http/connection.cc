#include "services/gateway/http/connection.h"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/http/error_reply.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/http/worker.h"

namespace mainstay::gateway {
namespace {

namespace asio = boost::asio;
using boost::beast::error_code;

constexpr size_t kHeadRead = 4 << 10;
constexpr size_t kBodyRead = 64 << 10;

}  // namespace

Connection::Connection(HttpWorker* worker, Socket socket, asio::ssl::context* tls)
    : worker_(worker), options_(worker->options()), stream_(std::move(socket), tls) {
  error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  peer_ = stream_.socket().remote_endpoint(ignored).address().to_string(ignored);
  worker_->Add(this);
}

Connection::~Connection() { worker_->Remove(this); }

void Connection::Start() {
  if (!encrypted()) return NextRequest();
  state_ = State::kHandshake;
  SetDeadline(options_.header_timeout);
  stream_.async_handshake([self = shared_from_this()](error_code error) {
    if (error || self->state_ == State::kClosed) return self->Close();
    self->NextRequest();
  });
}

void Connection::Drain() {
  draining_ = true;
  const bool idle = state_ == State::kHandshake ||
                    (state_ == State::kHead && !reader_.head_started() && !reader_.has_bytes());
  if (idle) Close();
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  error_code ignored;
  stream_.socket().close(ignored);
  if (exchange_ != nullptr) exchange_->OnDisconnect();
}

void Connection::CheckTimeouts(Clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = Clock::time_point::max();
  if (writing_) return Close();
  switch (state_) {
    case State::kHead:
      if (!reader_.head_started()) return Close();
      keep_alive_ = false;
      return Send(ErrorReply(408, "the request's header took too long"));
    case State::kBody:
      return exchange_->Refuse(408, "the request's body took too long");
    default:
      return Close();
  }
}

void Connection::SetDeadline(absl::Duration from_now) {
  deadline_ = Clock::now() + absl::ToChronoNanoseconds(from_now);
}

// Reading.

void Connection::Read() {
  if (reading_ || state_ == State::kClosed) return;
  reading_ = true;
  if (state_ != State::kBody) reader_.ShrinkIfEmpty();
  const size_t size = state_ == State::kBody ? kBodyRead : kHeadRead;
  stream_.async_read_some(
      reader_.Prepare(size),
      [self = shared_from_this()](error_code error, size_t bytes) { self->OnRead(error, bytes); });
}

void Connection::OnRead(error_code error, size_t size) {
  reading_ = false;
  if (error) return Close();
  reader_.Commit(size);
  Advance();
}

// While a read is open the buffer belongs to it: nothing is parsed then.
void Connection::Advance() {
  if (advancing_) return;
  advancing_ = true;
  while (!reading_ && Step()) {
  }
  advancing_ = false;
}

bool Connection::Step() {
  switch (state_) {
    case State::kHead:
      return AdvanceHead();
    case State::kBody:
      return AdvanceBody();
    case State::kBusy:
      if (!reader_.has_bytes()) Read();
      return false;
    case State::kLinger:
      reader_.Discard();
      if (!encrypted()) Read();
      return false;
    default:
      return false;
  }
}

bool Connection::AdvanceHead() {
  if (reader_.has_bytes() && !reader_.head_started()) SetDeadline(options_.header_timeout);
  switch (reader_.ReadHead()) {
    case RequestReader::Step::kMalformed:
      keep_alive_ = false;
      Send(BadHeaderReply(reader_.error(), !header().target().empty(), options_));
      return true;
    case RequestReader::Step::kStarved:
      Read();
      return false;
    default:
      break;
  }
  state_ = State::kBody;
  deadline_ = Clock::time_point::max();
  keep_alive_ = reader_.keep_alive();
  exchange_ = std::make_unique<Exchange>(this, worker_->collaborators());
  exchange_->Begin();
  return true;
}

bool Connection::AdvanceBody() {
  if (reader_.done()) {
    state_ = State::kBusy;
    deadline_ = Clock::time_point::max();
    exchange_->OnBodyEnd();
    return true;
  }
  if (!exchange_->WantsBody()) {
    deadline_ = Clock::time_point::max();
    return false;
  }
  std::string piece;
  switch (reader_.ReadBody(&piece)) {
    case RequestReader::Step::kMalformed:
      exchange_->Refuse(400, "the body's chunks are malformed");
      return true;
    case RequestReader::Step::kPiece:
      exchange_->OnBody(std::move(piece));
      return true;
    case RequestReader::Step::kStarved:
      break;
    default:
      return true;
  }
  if (deadline_ == Clock::time_point::max() || exchange_->uploads()) {
    SetDeadline(options_.body_timeout);
  }
  if (!writing_ && reader_.TakeExpectContinue()) {
    Write("HTTP/1.1 100 Continue\r\n\r\n", "", "", &Connection::OnContinueSent);
  }
  Read();
  return false;
}

void Connection::ResumeBody() {
  if (state_ == State::kBody) Advance();
}

// Writing.

void Connection::Write(std::string head, std::string body, std::string tail,
                       void (Connection::*next)()) {
  out_head_ = std::move(head);
  out_body_ = std::move(body);
  out_tail_ = std::move(tail);
  writing_ = true;
  SetDeadline(options_.write_timeout);
  const std::array<asio::const_buffer, 3> buffers = {
      asio::buffer(out_head_), asio::buffer(out_body_), asio::buffer(out_tail_)};
  asio::async_write(stream_, buffers, [self = shared_from_this(), next](error_code error, size_t) {
    self->writing_ = false;
    self->deadline_ = Clock::time_point::max();
    if (error) return self->Close();
    if (self->state_ != State::kClosed) (self.get()->*next)();
  });
}

HeadOptions Connection::HeadFor(Framing framing, size_t length) {
  // Before the body has been read to its end, what follows on the connection is not a request.
  keep_alive_ = keep_alive_ && !draining_ && framing != Framing::kClose && reader_.done();
  return {.http_minor = reader_.head_done() && header().version() == 10 ? 0 : 1,
          .keep_alive = keep_alive_,
          .encrypted = encrypted(),
          .framing = framing,
          .content_length = length,
          .request_id = exchange_ == nullptr ? std::string_view() : exchange_->request_id()};
}

void Connection::Send(Reply reply) {
  if (state_ == State::kClosed) return;
  state_ = State::kBusy;
  if (writing_) {  // "100 Continue" is still on its way
    queued_ = std::move(reply);
    return;
  }
  std::string head = HeadBytes(reply, HeadFor(Framing::kLength, reply.body.size()));
  if (exchange_ != nullptr && exchange_->head_only()) reply.body.clear();
  Write(std::move(head), std::move(reply.body), "", &Connection::OnAnswerSent);
}

void Connection::OnContinueSent() {
  if (queued_.has_value()) Send(*std::exchange(queued_, std::nullopt));
}

void Connection::SendHead(Reply reply) {
  state_ = state_ == State::kClosed ? state_ : State::kBusy;
  chunked_ = header().version() >= 11;
  pending_head_ = HeadBytes(reply, HeadFor(chunked_ ? Framing::kChunked : Framing::kClose, 0));
}

void Connection::SendPiece(std::string piece) {
  if (state_ == State::kClosed) return;
  std::string head = std::exchange(pending_head_, {});
  if (chunked_) absl::StrAppend(&head, absl::Hex(piece.size()), "\r\n");
  Write(std::move(head), std::move(piece), chunked_ ? "\r\n" : "", &Connection::OnPieceSent);
}

void Connection::OnPieceSent() { exchange_->OnSent(); }

void Connection::Finish() {
  if (state_ == State::kClosed) return;
  std::string head = std::exchange(pending_head_, {});
  if (chunked_ && !exchange_->head_only()) head.append("0\r\n\r\n");
  Write(std::move(head), "", "", &Connection::OnAnswerSent);
}

void Connection::OnAnswerSent() {
  answered_ = true;
  if (exchange_ == nullptr || exchange_->idle()) NextRequest();
}

void Connection::OnExchangeIdle() {
  if (!answered_ || state_ == State::kClosed) return;
  // Not from within the Exchange, which ends here.
  asio::post(executor(), [self = shared_from_this()] {
    if (self->state_ != State::kClosed) self->NextRequest();
  });
}

void Connection::NextRequest() {
  const bool first = !reader_.started();
  exchange_.reset();
  answered_ = false;
  if (!first && (!keep_alive_ || draining_)) return Linger();
  reader_.Next(options_.max_header_bytes);
  state_ = State::kHead;
  SetDeadline(options_.idle_timeout);
  Advance();
}

// Closing at once would reset the connection if the caller is still sending, and the answer with
// it.
void Connection::Linger() {
  state_ = State::kLinger;
  SetDeadline(options_.linger_timeout);
  if (encrypted()) {  // says goodbye, and waits for the caller's
    stream_.async_shutdown([self = shared_from_this()](error_code) { self->Close(); });
    return;
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  Advance();
}

}  // namespace mainstay::gateway
