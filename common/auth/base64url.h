// base64url without padding (RFC 7515 §2), in its only canonical form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mainstay::auth {

// The bytes of `text`; nothing when it holds padding, white space or any other character outside
// the alphabet, has an impossible length, or sets bits that no byte needs (a second spelling of
// the same bytes).
std::optional<std::string> Base64UrlDecode(std::string_view text);
std::string Base64UrlEncode(std::string_view bytes);

}  // namespace mainstay::auth
