// Finds the binding of an HTTP request: a trie of path segments over all bindings. Literals win
// over "*", "*" over "**".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/transcode/binding.h"

namespace mainstay::gateway {

struct RouteMatch {
  // Null: nothing answers. Then 405 when `allow` is not empty, else 404.
  const Binding* binding = nullptr;
  // Decoded values of binding->variables, in order.
  std::vector<std::string> values;
  // The methods that this path does answer, as the Allow header lists them: "DELETE, GET".
  std::string allow;
  // The header Accept-Language, for binding->accept_language; the caller's to set.
  std::string accept_language;
};

// Thread-safe once the last Add has returned.
class PathMatcher {
 public:
  PathMatcher();
  ~PathMatcher();
  PathMatcher(PathMatcher&&) noexcept;
  PathMatcher& operator=(PathMatcher&&) noexcept;

  // `binding` must outlive the matcher. ALREADY_EXISTS naming both methods when another binding
  // answers the same method and path.
  absl::Status Add(const Binding* binding);

  // `path` is the raw path of the request target, still encoded, without the query.
  // INVALID_ARGUMENT when its percent-encoding is malformed.
  absl::StatusOr<RouteMatch> Match(std::string_view http_method, std::string_view path) const;

 private:
  struct Node;
  struct Search;

  std::unique_ptr<Node> root_;
};

}  // namespace mainstay::gateway
