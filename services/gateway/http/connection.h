// One HTTP/1.1 connection: reads requests one after another, hands each to an Exchange, writes its
// answer. Lives on one io thread; whatever is under way (a read, a write, a backend's call) holds a
// reference, so that a late answer meets a live object.
//
// Pipelined requests wait in the buffer and are answered in order. While an Exchange works, a read
// stays open that notices the caller's going away (not while pipelined requests wait: their bytes
// come first); a half-closed connection counts as gone.
#pragma once

#include <boost/beast/core/error.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "services/gateway/http/options.h"
#include "services/gateway/http/reply.h"
#include "services/gateway/http/request_reader.h"
#include "services/gateway/http/socket_stream.h"

namespace mainstay::gateway {

class Exchange;
class HttpWorker;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(HttpWorker* worker, Socket socket, boost::asio::ssl::context* tls);
  ~Connection();

  void Start();
  // Ends at once if no request is under way, else after its answer.
  void Drain();
  // Ends now; a request under way is cancelled.
  void Close();
  // Acts on whatever has taken too long. Called now and then by the worker.
  void CheckTimeouts(Clock::time_point now);

  // What follows is for the Exchange.

  const HttpOptions& options() const { return options_; }
  const RequestHeader& header() const { return reader_.header(); }
  bool chunked_request() const { return reader_.chunked(); }
  bool encrypted() const { return stream_.encrypted(); }
  Executor executor() { return stream_.get_executor(); }
  // The peer's IP address: the caller's, or that of a proxy.
  const std::string& peer() const { return peer_; }
  std::optional<uint64_t> content_length() const { return reader_.content_length(); }
  // The body can be read on: asks Exchange::WantsBody again.
  void ResumeBody();
  // Sends the whole answer. Before the body has been read to its end, the connection will close.
  void Send(Reply reply);
  // Sends the head of a streamed answer, then its pieces one at a time: Exchange::OnSent follows
  // each. Finish ends it; Abort cuts it off so that the caller sees that something is missing.
  void SendHead(Reply reply);
  void SendPiece(std::string piece);
  void Finish();
  void Abort() { Close(); }
  // The Exchange has heard the last of its backend's call.
  void OnExchangeIdle();

 private:
  enum class State {
    kHandshake,
    kHead,    // between requests, or within a header
    kBody,    // the Exchange takes the body
    kBusy,    // the request is whole, or refused; the answer is awaited or under way
    kLinger,  // refused early: what still comes is thrown away, so that the answer is not reset
    kClosed,
  };

  void Read();
  void OnRead(boost::beast::error_code error, size_t size);
  void Advance();
  // Each returns whether there may be more to do with the bytes that are there.
  bool Step();
  bool AdvanceHead();
  bool AdvanceBody();
  HeadOptions HeadFor(Framing framing, size_t length);
  void Write(std::string head, std::string body, std::string tail, void (Connection::*next)());
  void OnContinueSent();
  void OnPieceSent();
  void OnAnswerSent();
  void NextRequest();
  void Linger();
  void SetDeadline(absl::Duration from_now);

  HttpWorker* const worker_;
  const HttpOptions& options_;
  SocketStream stream_;
  std::string peer_;
  State state_ = State::kHead;
  RequestReader reader_;
  std::unique_ptr<Exchange> exchange_;

  bool reading_ = false;
  bool writing_ = false;
  bool advancing_ = false;
  bool draining_ = false;
  bool keep_alive_ = true;
  bool chunked_ = false;
  bool answered_ = false;  // the answer has been sent whole
  Clock::time_point deadline_ = Clock::time_point::max();
  std::string out_head_, out_body_, out_tail_;
  std::string pending_head_;  // of a streamed answer, goes out with its first piece
  std::optional<Reply> queued_;
};

}  // namespace mainstay::gateway
