// Everything that reads a token or a key set before it is trusted. The first byte chooses the
// reader, the rest is its input.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "common/auth/base64url.h"
#include "common/auth/jwk.h"
#include "common/auth/jwt.h"

namespace {

using namespace mainstay::auth;  // NOLINT: a fuzz target is one function about one folder

void Require(bool condition) {
  if (!condition) std::abort();
}

// The public key of RFC 8037 A.1. No input can carry a signature of it but the published one.
const KeySet& Keys() {
  static const KeySet keys = *KeySet::Parse(
      R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
  return keys;
}

void ReadToken(std::string_view input) {
  absl::StatusOr<UnverifiedToken> token = ParseToken(input);
  if (!token.ok()) {
    Require(token.status().code() == absl::StatusCode::kUnauthenticated);
    return;
  }
  Require(input.size() <= kMaxTokenBytes && absl::StartsWith(input, token->signing_input));
  const Jwk* key = Keys().Find(token->kid);
  if (key != nullptr && CheckSignature(*token, *key).ok()) {
    Require(token->payload == "Example of Ed25519 signing");
  }
}

void ReadClaims(std::string_view input) {
  const absl::Time now = absl::FromUnixSeconds(1767225600);
  absl::StatusOr<Principal> principal =
      CheckClaims(input, {"issuer", "mainstay", absl::Seconds(60)}, now);
  if (!principal.ok()) return;
  Require(principal->authenticated() && principal->expires > now - absl::Seconds(60));
  Require(!absl::StrContains(principal->subject, '/') &&
          !absl::StrContains(principal->subject, '\0'));
}

void ReadBase64(std::string_view input) {
  std::optional<std::string> bytes = Base64UrlDecode(input);
  if (bytes) Require(Base64UrlEncode(*bytes) == input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 't':
      ReadToken(input);
      break;
    case 'c':
      ReadClaims(input);
      break;
    case 'k':
      if (absl::StatusOr<KeySet> keys = KeySet::Parse(input); keys.ok()) Require(keys->size() > 0);
      break;
    case 'b':
      ReadBase64(input);
      break;
    default:
      break;
  }
  return 0;
}
