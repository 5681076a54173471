// The bytes that have come on a connection and the request that is read from them, piece by piece.
// Knows nothing of sockets: the Connection reads into it and asks what came of it.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "services/gateway/http/request_parser.h"

namespace mainstay::gateway {

// One thread.
class RequestReader {
 public:
  // What a step over the bytes came to.
  enum class Step {
    kStarved,    // more bytes are needed
    kAgain,      // it went on; step again
    kPiece,      // bytes of the body came
    kDone,       // the header, or the body, is whole
    kMalformed,  // not a request: see error(); of a body: its chunks are broken
  };

  // Begins the next request; bytes that have come already are its first.
  void Next(size_t max_header_bytes);
  bool started() const { return parser_.has_value(); }  // ever

  // Room for `size` bytes; Commit what came. Between the two nothing else may be called but what
  // only looks at the header.
  boost::beast::flat_buffer::mutable_buffers_type Prepare(size_t size);
  void Commit(size_t size) { buffer_.commit(size); }
  bool has_bytes() const { return buffer_.size() > 0; }
  void Discard() { buffer_.consume(buffer_.size()); }
  // Gives memory back that a long body needed.
  void ShrinkIfEmpty();

  Step ReadHead();
  bool head_started() const { return parser_->got_some(); }
  bool head_done() const { return parser_->is_header_done(); }
  // kStarved, kAgain, kPiece (in `piece`, which must come in empty), kMalformed.
  Step ReadBody(std::string* piece);
  bool done() const { return parser_->is_done(); }
  boost::beast::error_code error() const { return error_; }

  const RequestHeader& header() const { return parser_->get(); }
  bool chunked() const { return parser_->chunked(); }
  bool keep_alive() const { return parser_->keep_alive(); }
  std::optional<uint64_t> content_length() const;
  // Whether the caller awaits "100 Continue" before it sends the body; says so once.
  bool TakeExpectContinue();

 private:
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  boost::beast::error_code error_;
};

}  // namespace mainstay::gateway
