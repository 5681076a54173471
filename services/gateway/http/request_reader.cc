#include "services/gateway/http/request_reader.h"

#include <utility>

#include "absl/strings/match.h"

namespace mainstay::gateway {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

constexpr size_t kKeptBuffer = 16 << 10;       // more is given back after a body
constexpr size_t kLongestChunkHead = 4 << 10;  // a chunk's size line, or the trailer

}  // namespace

void RequestReader::Next(size_t max_header_bytes) {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(max_header_bytes));
  parser_->body_limit(UINT64_MAX);  // the Exchange knows how much its route takes
  parser_->eager(false);
}

boost::beast::flat_buffer::mutable_buffers_type RequestReader::Prepare(size_t size) {
  return buffer_.prepare(size);
}

void RequestReader::ShrinkIfEmpty() {
  if (buffer_.size() == 0 && buffer_.capacity() > kKeptBuffer) buffer_.shrink_to_fit();
}

RequestReader::Step RequestReader::ReadHead() {
  if (buffer_.size() > 0) {
    error_ = {};
    buffer_.consume(parser_->put(buffer_.data(), error_));
    if (error_ && error_ != http::error::need_more) return Step::kMalformed;
  }
  return parser_->is_header_done() ? Step::kDone : Step::kStarved;
}

RequestReader::Step RequestReader::ReadBody(std::string* piece) {
  error_ = http::error::need_more;
  size_t used = 0;
  if (buffer_.size() > 0) {
    used = parser_->put(buffer_.data(), error_);
    buffer_.consume(used);
  }
  const bool starved = error_ == http::error::need_more && used == 0;
  if ((error_ && error_ != http::error::need_more) ||
      (starved && buffer_.size() > kLongestChunkHead)) {
    return Step::kMalformed;
  }
  std::swap(*piece, parser_->get().body());
  if (!piece->empty()) return Step::kPiece;
  return starved ? Step::kStarved : Step::kAgain;
}

std::optional<uint64_t> RequestReader::content_length() const {
  const auto length = parser_->content_length();
  return length.has_value() ? std::optional<uint64_t>(*length) : std::nullopt;
}

bool RequestReader::TakeExpectContinue() {
  auto& fields = parser_->get();
  if (fields.version() < 11 ||
      !absl::EqualsIgnoreCase(std::string(fields[http::field::expect]), "100-continue")) {
    return false;
  }
  fields.erase(http::field::expect);
  return true;
}

}  // namespace mainstay::gateway
