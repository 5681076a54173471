// Tokens for this folder's tests: three published keys, a stranger's, and ways to bend a token.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"
#include "common/auth/jwt.h"
#include "common/auth/signing_key.h"
#include "common/status/status.h"

namespace mainstay::auth {

using nlohmann::json;

inline const absl::Time kNow = absl::FromUnixSeconds(1767225600);
constexpr int64_t kSeconds = 1767225600;
inline const TokenRules kRules{"https://issuer.test", "mainstay", absl::Seconds(60)};

struct Keys {
  SigningKey rsa = *SigningKey::Generate(Algorithm::kRs256);
  SigningKey ec = *SigningKey::Generate(Algorithm::kEs256);
  SigningKey ed = *SigningKey::Generate(Algorithm::kEdDsa);
  SigningKey stranger = *SigningKey::Generate(Algorithm::kEs256);
  KeySet published = *KeySet::Parse(json{{"keys", {rsa.jwk(), ec.jwk(), ed.jwk()}}}.dump());
};

inline const Keys& TheKeys() {
  static const Keys keys;
  return keys;
}

inline json GoodClaims() {
  return {{"iss", kRules.issuer},  {"aud", kRules.audience},       {"sub", "wang.li"},
          {"name", "王丽"},        {"roles", {"account_manager"}}, {"iat", kSeconds},
          {"exp", kSeconds + 3600}};
}

inline json With(json object, const json& change) {
  for (const auto& [name, value] : change.items()) object[name] = value;
  return object;
}

inline json Without(json object, const char* name) {
  object.erase(name);
  return object;
}

inline json HeaderOf(const SigningKey& key) {
  return {{"alg", AlgorithmName(key.algorithm())}, {"kid", key.kid()}, {"typ", "JWT"}};
}

// A token of any header and claims text, properly signed by `key`.
inline std::string Signed(const SigningKey& key, const std::string& header,
                          const std::string& claims) {
  const std::string input = absl::StrCat(Base64UrlEncode(header), ".", Base64UrlEncode(claims));
  return absl::StrCat(input, ".", Base64UrlEncode(key.Sign(input)));
}

inline std::string WithHeader(const json& change) {
  const SigningKey& key = TheKeys().ed;
  return Signed(key, With(HeaderOf(key), change).dump(), GoodClaims().dump());
}

inline std::string WithClaims(const json& change) {
  return TheKeys().ed.Token(With(GoodClaims(), change));
}

inline std::string WithoutClaim(const char* name) {
  return TheKeys().ed.Token(Without(GoodClaims(), name));
}

// As the verifier does it, less the fetching of keys.
inline absl::StatusOr<Principal> Judge(std::string_view token, absl::Time now = kNow) {
  ASSIGN_OR_RETURN(UnverifiedToken parsed, ParseToken(token));
  const Jwk* key = TheKeys().published.Find(parsed.kid);
  if (key == nullptr) return TokenInvalid("no such key");
  RETURN_IF_ERROR(CheckSignature(parsed, *key));
  return CheckClaims(parsed.payload, kRules, now);
}

}  // namespace mainstay::auth
