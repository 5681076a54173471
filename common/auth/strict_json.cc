#include "common/auth/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace mainstay::auth {

std::optional<nlohmann::json> ParseStrictObject(std::string_view text) {
  using nlohmann::json;
  constexpr int kMaxDepth = 16;
  std::vector<std::set<std::string>> open;  // the keys seen in each object being read
  bool acceptable = true;
  auto check = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > kMaxDepth) acceptable = false;
    if (!acceptable) return false;
    if (event == json::parse_event_t::object_start) {
      open.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      open.pop_back();
    } else if (event == json::parse_event_t::key) {
      acceptable = open.back().insert(parsed.get<std::string>()).second;
    }
    return acceptable;
  };
  json value = json::parse(text.begin(), text.end(), check, /*allow_exceptions=*/false);
  if (!acceptable || !value.is_object()) return std::nullopt;
  return value;
}

}  // namespace mainstay::auth
