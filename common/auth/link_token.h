// The secrets of links that people get who have no account with us: 160 random bits and a signature
// over them, so that what was never made here is refused before anything is looked up.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::auth {

// `purpose` says what the token opens ("mainstay.survey.invitation.v1"): the key signs other things
// too, and a token of one purpose is none of another. Fixed for ever, as links are kept by people.

// base64url of 20 random bytes and the first 16 of their HMAC-SHA256 under `key`: 48 characters.
std::string NewLinkToken(std::string_view key, std::string_view purpose);

// Whether `token` was made under `key` for `purpose`, in the one spelling in which it was told.
bool IsLinkToken(std::string_view key, std::string_view purpose, std::string_view token);

// What is kept of a token: its SHA-256, 32 bytes.
std::string LinkTokenHash(std::string_view token);

}  // namespace mainstay::auth
