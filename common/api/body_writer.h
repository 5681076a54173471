// Files as answers of server-streaming methods: bytes go out in pieces that every channel takes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <mainstay/type/v1/http_body.pb.h>

#include "common/rpc/router.h"

namespace mainstay::api {

class BodyWriter {
 public:
  // `filename` is offered to browsers.
  BodyWriter(rpc::Writer<type::v1::HttpBody>& writer, std::string_view content_type,
             std::string_view filename)
      : writer_(writer) {
    body_.set_content_type(std::string(content_type));
    body_.set_filename(std::string(filename));
  }

  // False when the caller has gone.
  bool Write(std::string_view bytes) {
    std::string& piece = *body_.mutable_data();
    while (!bytes.empty()) {
      const size_t size = std::min(bytes.size(), kPiece - piece.size());
      piece.append(bytes.substr(0, size));
      bytes.remove_prefix(size);
      if (piece.size() == kPiece && !Send()) return false;
    }
    return true;
  }
  // Sends what is left, and an empty file too.
  bool Finish() { return (sent_ && body_.data().empty()) || Send(); }

 private:
  static constexpr size_t kPiece = 1 << 20;

  bool Send() {
    const bool there = writer_.Write(body_);
    body_.Clear();
    sent_ = true;
    return there;
  }

  rpc::Writer<type::v1::HttpBody>& writer_;
  type::v1::HttpBody body_;
  bool sent_ = false;
};

}  // namespace mainstay::api
