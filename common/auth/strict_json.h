// JSON as a security decision needs it: one text, one meaning.
#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace mainstay::auth {

// The object that `text` is; nothing when it is not valid UTF-8 JSON, is not an object, names a
// key twice in any of its objects (readers differ in which one they take), or nests deeper than 16.
std::optional<nlohmann::json> ParseStrictObject(std::string_view text);

}  // namespace mainstay::auth
