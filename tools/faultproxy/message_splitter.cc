#include "tools/faultproxy/message_splitter.h"

#include <algorithm>

namespace mainstay::faultproxy {

bool MessageSplitter::Feed(std::string_view piece, const Handler& handler) {
  size_t begin = 0;
  for (size_t at = 0; at < piece.size();) {
    if (header_.empty()) begin = at;
    if (header_.size() < HeaderSize()) {
      const size_t taken = std::min(HeaderSize() - header_.size(), piece.size() - at);
      header_.append(piece.substr(at, taken));
      at += taken;
      if (header_.size() < HeaderSize()) return true;
      uint32_t length = 0;
      for (size_t i = HeaderSize() - 4; i < HeaderSize(); ++i) {
        length = length << 8 | static_cast<unsigned char>(header_[i]);
      }
      if (length < 4 || length > (1u << 30)) return false;
      missing_ = length - 4;
    }
    const std::string_view part = piece.substr(at, missing_);
    body_.append(part.substr(0, kBodyKept - std::min(kBodyKept, body_.size())));
    at += part.size();
    missing_ -= part.size();
    if (missing_ > 0) return true;
    const Message message = {untyped_ ? '\0' : header_[0], body_, begin, at};
    untyped_ = false;
    const Then then = handler(message);
    header_.clear();
    body_.clear();
    if (then == Then::kStop) return true;
  }
  return true;
}

}  // namespace mainstay::faultproxy
