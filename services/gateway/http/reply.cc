#include "services/gateway/http/reply.h"

#include <boost/beast/http/status.hpp>
#include <ctime>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace mainstay::gateway {
namespace {

// The API's answers are data: nothing in them may run, be framed, be cached or be guessed at.
constexpr std::string_view kSecurityHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Cache-Control: no-store\r\n"
    "Referrer-Policy: no-referrer\r\n";
constexpr std::string_view kDataPolicy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
// A page that a service writes has its looks in it and sends its form back to where it came from.
constexpr std::string_view kPagePolicy =
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Robots-Tag: noindex, nofollow\r\n";
constexpr std::string_view kTransportSecurity =
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second and thread.
std::string_view DateLine() {
  thread_local std::time_t made = 0;
  thread_local std::string line;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    made = now;
    line = absl::StrCat("Date: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT\r\n",
                                                   absl::FromTimeT(now), absl::UTCTimeZone()));
  }
  return line;
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  const auto text = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return text.empty() ? "Unknown" : std::string_view(text.data(), text.size());
}

std::string HeadBytes(const Reply& reply, const HeadOptions& options) {
  std::string head;
  head.reserve(512 + reply.headers.size());
  absl::StrAppend(&head, "HTTP/1.", options.http_minor, " ", reply.status, " ");
  absl::StrAppend(&head, ReasonPhrase(reply.status), "\r\n", DateLine());
  if (!reply.content_type.empty()) {
    absl::StrAppend(&head, "Content-Type: ", reply.content_type, "\r\n");
  }
  switch (options.framing) {
    case Framing::kLength:
      // RFC 9110 §8.6: none with 204.
      if (reply.status != 204) {
        absl::StrAppend(&head, "Content-Length: ", options.content_length, "\r\n");
      }
      break;
    case Framing::kChunked:
      head.append("Transfer-Encoding: chunked\r\n");
      break;
    case Framing::kClose:
      break;
  }
  if (!options.keep_alive) {
    head.append("Connection: close\r\n");
  } else if (options.http_minor == 0) {
    head.append("Connection: keep-alive\r\n");
  }
  if (!options.request_id.empty()) {
    absl::StrAppend(&head, "X-Request-Id: ", options.request_id, "\r\n");
  }
  head.append(kSecurityHeaders);
  head.append(absl::StartsWith(reply.content_type, "text/html") ? kPagePolicy : kDataPolicy);
  if (options.encrypted) head.append(kTransportSecurity);
  absl::StrAppend(&head, reply.headers, "\r\n");
  return head;
}

std::string ContentDisposition(std::string_view filename) {
  std::string plain, encoded;
  for (const char c : filename) {
    if (absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_') {
      plain.push_back(c);
      encoded.push_back(c);
    } else {
      plain.push_back('_');
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return absl::StrCat("Content-Disposition: attachment; filename=\"", plain,
                      "\"; filename*=UTF-8''", encoded, "\r\n");
}

}  // namespace mainstay::gateway
