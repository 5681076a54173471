// HTTP/JSON ↔ RPC, driven by the google.api.http options of the linked descriptors: the one entry
// point for gateway/http. No sockets, no exceptions; thread-safe after Create.
//
//   auto match = transcoder.Match("GET", "/v1/accounts/42");          // 400 on an error
//   if (match->binding == nullptr) …                                  // 404, or 405 with Allow
//   auto bytes = transcoder.Request(*match, "asOfTime=…", body);      // → gRPC, binding->rpc_path
//   transcoder.Response(*match->binding, answer_bytes, &json);        // gRPC → HTTP
//
// HEAD is the caller's to map to GET, OPTIONS to answer. With Binding::raw_request the body goes
// through Upload(), with Binding::raw_response the answer through RawResponse(). When the method
// streams (binding->method->server_streaming()), Response() makes each message a line's content.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/gateway/transcode/binding.h"
#include "services/gateway/transcode/path_matcher.h"
#include "services/gateway/transcode/request_builder.h"

namespace mainstay::gateway {

// What a mainstay.type.v1.HttpBody says.
struct RawBody {
  std::string content_type;
  std::string data;
  std::string filename;  // for Content-Disposition; empty for none
  // Of a whole answer: an HTTP status that has a body; and what to read instead, on this host
  // ("?page=2"; 303 then), empty for nothing.
  int status = 200;
  std::string location;
};

class Transcoder {
 public:
  // Of LinkedServices() or any others. INVALID_ARGUMENT or ALREADY_EXISTS, naming the method, when
  // an http rule is wrong or taken: a mistake in the protos, so the process must not start.
  static absl::StatusOr<std::unique_ptr<Transcoder>> Create(
      absl::Span<const google::protobuf::ServiceDescriptor* const> services);

  // `path`: raw, without the query.
  absl::StatusOr<RouteMatch> Match(std::string_view http_method, std::string_view path) const {
    return matcher_.Match(http_method, path);
  }

  // The serialized request message. `query` is raw, without "?". A body where the binding takes
  // none is INVALID_ARGUMENT.
  absl::StatusOr<std::string> Request(const RouteMatch& match, std::string_view query,
                                      std::string_view body) const;
  absl::StatusOr<UploadBuilder> Upload(const RouteMatch& match, std::string_view query,
                                       std::string_view content_type) const {
    return UploadBuilder::Start(*match.binding, match.values, query, content_type,
                                match.accept_language);
  }

  // Appends the JSON of one serialized response message. INTERNAL when it cannot be read.
  absl::Status Response(const Binding& binding, std::string_view message, std::string* json) const;
  // One message of a raw response; the first one of a stream has the content type. INTERNAL also
  // for a status or a location that no page may have.
  absl::StatusOr<RawBody> RawResponse(const Binding& binding, std::string_view message) const;

  const std::vector<std::unique_ptr<const Binding>>& bindings() const { return bindings_; }

 private:
  Transcoder() = default;

  std::vector<std::unique_ptr<const Binding>> bindings_;
  PathMatcher matcher_;
};

}  // namespace mainstay::gateway
