// An HTTP request's parts → the RPC's request message.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/transcode/binding.h"

namespace mainstay::type::v1 {
class HttpBody;
}

namespace mainstay::gateway {

// Fills `request` (empty, of the binding's input type) from the path's values, the raw query
// (without "?") and the JSON body. An empty body is an empty object. Errors are INVALID_ARGUMENT
// with the violated fields (common/status).
absl::Status BuildRequest(const Binding& binding, const std::vector<std::string>& path_values,
                          std::string_view query, std::string_view body,
                          google::protobuf::Message* request);

// Gives the binding's accept_language, if it has one that is not set yet, the value of that header;
// one that is no plain text of at most 1,000 bytes is none.
void SetAcceptLanguage(const Binding& binding, std::string_view header,
                       google::protobuf::Message* request);

// The messages of an upload (Binding::raw_request): the first one carries the path's and the
// query's fields, the content type and the first bytes, the later ones only bytes. One thread.
class UploadBuilder {
 public:
  // INVALID_ARGUMENT as BuildRequest.
  static absl::StatusOr<UploadBuilder> Start(const Binding& binding,
                                             const std::vector<std::string>& path_values,
                                             std::string_view query, std::string_view content_type,
                                             std::string_view accept_language = "");
  // The next message, serialized. Call it at least once, with empty bytes for an empty body.
  std::string Next(std::string_view bytes);

 private:
  UploadBuilder() = default;
  type::v1::HttpBody* body();

  const Binding* binding_ = nullptr;
  std::unique_ptr<google::protobuf::Message> message_;
};

}  // namespace mainstay::gateway
