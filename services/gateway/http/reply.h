// An answer's status line and header as bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mainstay::gateway {

// An answer whose body is whole.
struct Reply {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";  // empty: no body
  std::string headers;                                           // more lines, each ending in CRLF
  std::string body;
};

// How the body's end will be known.
enum class Framing {
  kLength,   // Content-Length
  kChunked,  // HTTP/1.1 streams
  kClose,    // HTTP/1.0 streams: the connection's end
};

struct HeadOptions {
  int http_minor = 1;  // HTTP/1.x
  bool keep_alive = true;
  bool encrypted = false;  // adds Strict-Transport-Security
  Framing framing = Framing::kLength;
  size_t content_length = 0;  // with kLength
  std::string_view request_id;
};

// Status line, Date, framing, X-Request-Id, security headers, those of `reply`, and the empty line.
std::string HeadBytes(const Reply& reply, const HeadOptions& options);

// The reason phrase of an HTTP status, e.g. "Not Found"; "Unknown" for one nobody knows.
std::string_view ReasonPhrase(int status);

// `text` made safe as a file name in Content-Disposition (RFC 6266, with the UTF-8 form).
std::string ContentDisposition(std::string_view filename);

}  // namespace mainstay::gateway
