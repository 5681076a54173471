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

// For a link that whoever asked for it must get again when they ask again: a seed is kept instead
// of the token, for as long as they may, and opens nothing without the key. base64url of 20 random
// bytes.
std::string NewLinkSeed();
// The token of a seed, the same every time: as NewLinkToken, with 20 bytes of HMAC-SHA256 under
// `key` over the seed for random ones.
std::string LinkTokenOf(std::string_view key, std::string_view purpose, std::string_view seed);

// Whether `token` was made under `key` for `purpose`, in the one spelling in which it was told.
bool IsLinkToken(std::string_view key, std::string_view purpose, std::string_view token);

// What is kept of a token: its SHA-256, 32 bytes.
std::string LinkTokenHash(std::string_view token);

}  // namespace mainstay::auth
