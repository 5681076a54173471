#include "services/gateway/transcode/path_matcher.h"

#include <map>
#include <set>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/gateway/transcode/percent.h"

namespace mainstay::gateway {
namespace {

using Segments = absl::InlinedVector<std::string_view, 12>;

// The segments of a raw path that starts with '/'.
Segments Split(std::string_view path) {
  Segments segments;
  path.remove_prefix(1);
  while (true) {
    size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

absl::StatusOr<std::vector<std::string>> ValuesOf(const Binding& binding, const Segments& raw) {
  std::vector<std::string> values;
  values.reserve(binding.path.variables.size());
  for (const HttpTemplate::Variable& variable : binding.path.variables) {
    bool open_end =
        binding.path.segments[variable.end - 1].kind == HttpTemplate::Segment::Kind::kDoubleStar;
    size_t end = open_end ? raw.size() : variable.end;
    std::string text = absl::StrJoin(raw.begin() + variable.begin, raw.begin() + end, "/");
    absl::StatusOr<std::string> value =
        PercentDecode(text, variable.multi_segment ? PercentRule::kExceptSlash : PercentRule::kAll);
    if (!value.ok()) return value.status();
    values.push_back(*std::move(value));
  }
  return values;
}

absl::StatusOr<RouteMatch> Finish(const Binding* found, const std::set<std::string_view>& allowed,
                                  const Segments& raw) {
  RouteMatch match;
  match.binding = found;
  if (found == nullptr) {
    match.allow = absl::StrJoin(allowed, ", ");
    return match;
  }
  absl::StatusOr<std::vector<std::string>> values = ValuesOf(*found, raw);
  if (!values.ok()) return values.status();
  match.values = *std::move(values);
  return match;
}

}  // namespace

struct PathMatcher::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> star;
  std::unique_ptr<Node> double_star;
  // What ends here: by verb ("" for none), then by HTTP method.
  std::map<std::string, std::map<std::string, const Binding*, std::less<>>, std::less<>> ends;
};

// One walk over the trie for one verb. Its cost is bounded by the templates, not by the path.
struct PathMatcher::Search {
  const Segments& segments;  // decoded
  std::string_view http_method;
  std::string_view verb;
  std::set<std::string_view> allowed = {};
  const Binding* found = nullptr;

  bool Walk(const Node& node, size_t at) {
    if (at == segments.size()) {
      return TakeEnd(node) || (node.double_star != nullptr && TakeEnd(*node.double_star));
    }
    auto literal = node.literals.find(segments[at]);
    if (literal != node.literals.end() && Walk(*literal->second, at + 1)) return true;
    if (node.star != nullptr && !segments[at].empty() && Walk(*node.star, at + 1)) return true;
    return node.double_star != nullptr && TakeEnd(*node.double_star);
  }

  bool TakeEnd(const Node& node) {
    auto methods = node.ends.find(verb);
    if (methods == node.ends.end()) return false;
    auto exact = methods->second.find(http_method);
    if (exact == methods->second.end()) exact = methods->second.find("*");
    if (exact == methods->second.end()) {
      for (const auto& [method, binding] : methods->second) allowed.insert(method);
      return false;
    }
    found = exact->second;
    return true;
  }
};

PathMatcher::PathMatcher() : root_(std::make_unique<Node>()) {}
PathMatcher::~PathMatcher() = default;
PathMatcher::PathMatcher(PathMatcher&&) noexcept = default;
PathMatcher& PathMatcher::operator=(PathMatcher&&) noexcept = default;

absl::Status PathMatcher::Add(const Binding* binding) {
  Node* node = root_.get();
  for (const HttpTemplate::Segment& segment : binding->path.segments) {
    std::unique_ptr<Node>& next =
        segment.kind == HttpTemplate::Segment::Kind::kLiteral ? node->literals[segment.literal]
        : segment.kind == HttpTemplate::Segment::Kind::kStar  ? node->star
                                                              : node->double_star;
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  auto [at, added] = node->ends[binding->path.verb].emplace(binding->http_method, binding);
  if (added) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat("google.api.http of ", binding->method->full_name(), ": ", binding->http_method,
                   " of the same path belongs to ", at->second->method->full_name()));
}

absl::StatusOr<RouteMatch> PathMatcher::Match(std::string_view http_method,
                                              std::string_view path) const {
  RouteMatch match;
  if (path.empty() || path[0] != '/') return match;
  Segments raw = Split(path);
  Segments decoded = raw;
  std::vector<std::string> storage;
  if (path.find('%') != std::string_view::npos) {
    storage.reserve(raw.size());
    for (size_t i = 0; i < raw.size(); ++i) {
      absl::StatusOr<std::string> segment = PercentDecode(raw[i], PercentRule::kAll);
      if (!segment.ok()) return segment.status();
      decoded[i] = storage.emplace_back(*std::move(segment));
    }
  }

  // A custom verb is what follows the last colon; an encoded colon is data.
  size_t colon = raw.back().rfind(':');
  if (colon != std::string_view::npos && colon + 1 < raw.back().size() &&
      raw.back().find('%', colon) == std::string_view::npos) {
    std::string_view verb = raw.back().substr(colon + 1);
    Segments trimmed = decoded;
    trimmed.back().remove_suffix(verb.size() + 1);
    Search search{trimmed, http_method, verb};
    search.Walk(*root_, 0);
    if (search.found != nullptr || !search.allowed.empty()) {
      raw.back().remove_suffix(verb.size() + 1);
      return Finish(search.found, search.allowed, raw);
    }
  }
  Search search{decoded, http_method, ""};
  search.Walk(*root_, 0);
  // With a colon in the last segment a wrong method means an unknown verb: no such path, not 405.
  if (colon != std::string_view::npos) search.allowed.clear();
  return Finish(search.found, search.allowed, raw);
}

}  // namespace mainstay::gateway
