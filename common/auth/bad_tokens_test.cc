// Tokens that must be refused: how each was made, and the reason it gets.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/auth/token_test_kit.h"

namespace mainstay::auth {
namespace {

using ::testing::HasSubstr;

std::string FlipLastSignatureByte(const std::string& token) {
  const size_t dot = token.rfind('.');
  std::string signature = *Base64UrlDecode(token.substr(dot + 1));
  signature.back() ^= 1;
  return token.substr(0, dot + 1) + Base64UrlEncode(signature);
}

struct Bad {
  const char* name;
  std::string token;
  const char* message;  // part of it
  const char* reason = "TOKEN_INVALID";
};

std::vector<Bad> Malformed() {
  const std::string good = TheKeys().ed.Token(GoodClaims());
  const std::string header = HeaderOf(TheKeys().ed).dump();
  const std::string claims = GoodClaims().dump();
  const SigningKey& ed = TheKeys().ed;
  return {
      {"empty", "", "three parts"},
      {"one part", "abc", "three parts"},
      {"two parts", "abc.def", "three parts"},
      {"four parts", good + ".abc", "three parts"},
      {"five parts, as an encrypted token", "a.b.c.d.e", "three parts"},
      {"no signature", good.substr(0, good.rfind('.') + 1), "signature is wrong"},
      {"only dots", "..", "header is not"},
      {"longer than 8 KiB", good + std::string(8 << 10, 'A'), "8 KiB"},
      {"padded with =", good + "==", "canonical base64url"},
      {"line break at the end", good + "\n", "canonical base64url"},
      {"Bearer before it", "Bearer " + good, "canonical base64url"},
      {"standard base64 alphabet",
       absl::StrReplaceAll(WithClaims({{"name", "?~?~?~?~"}}), {{"_", "/"}, {"-", "+"}}),
       "canonical base64url"},
      {"spare bits set in the signature", good.substr(0, good.size() - 1) + "B",
       "canonical base64url"},
      {"header not JSON", Signed(ed, "alg=EdDSA", claims), "header is not"},
      {"header an array", Signed(ed, "[" + header + "]", claims), "header is not"},
      {"header with something after it", Signed(ed, header + "{}", claims), "header is not"},
      {"alg twice in the header", Signed(ed, R"({"alg":"EdDSA",)" + header.substr(1), claims),
       "header is not"},
      {"alg twice, once escaped", Signed(ed, R"({"\u0061lg":"none",)" + header.substr(1), claims),
       "header is not"},
      {"claims not JSON", Signed(ed, header, "sub=wang.li"), "claims are not"},
      {"claims a text", Signed(ed, header, "\"wang.li\""), "claims are not"},
      {"claims empty", Signed(ed, header, ""), "claims are not"},
      {"sub twice in the claims", Signed(ed, header, R"({"sub":"admin",)" + claims.substr(1)),
       "claims are not"},
      {"a key twice deep in the claims",
       Signed(ed, header, R"({"x":{"a":1,"a":2},)" + claims.substr(1)), "claims are not"},
      {"claims not UTF-8", Signed(ed, header, "{\"x\":\"\xff\"," + claims.substr(1)),
       "claims are not"},
      {"claims nested too deep",
       Signed(ed, header,
              "{\"x\":" + std::string(40, '[') + std::string(40, ']') + "," + claims.substr(1)),
       "claims are not"},
      {"NaN in the claims", Signed(ed, header, R"({"x":NaN,)" + claims.substr(1)),
       "claims are not"},
  };
}

std::vector<Bad> BadHeaders() {
  const Keys& keys = TheKeys();
  const std::string claims = GoodClaims().dump();
  auto signed_by = [&](const SigningKey& key, const json& header) {
    return Signed(key, header.dump(), claims);
  };
  const json own = HeaderOf(keys.ed);
  std::string unsigned_token = signed_by(keys.ed, With(own, {{"alg", "none"}}));
  unsigned_token.resize(unsigned_token.rfind('.') + 1);
  return {
      {"alg none, no signature", unsigned_token, "alg is not RS256"},
      {"alg None", WithHeader({{"alg", "None"}}), "alg is not RS256"},
      {"alg nOnE", WithHeader({{"alg", "nOnE"}}), "alg is not RS256"},
      {"alg empty", WithHeader({{"alg", ""}}), "alg is not RS256"},
      {"alg a number", WithHeader({{"alg", 7}}), "alg is not RS256"},
      {"alg an array", WithHeader({{"alg", {"EdDSA"}}}), "alg is not RS256"},
      {"alg absent", signed_by(keys.ed, Without(own, "alg")), "alg is not RS256"},
      {"alg HS256 (the public key as the secret)",
       signed_by(keys.rsa, With(HeaderOf(keys.rsa), {{"alg", "HS256"}})), "alg is not RS256"},
      {"alg HS512", WithHeader({{"alg", "HS512"}}), "alg is not RS256"},
      {"alg RS512", signed_by(keys.rsa, With(HeaderOf(keys.rsa), {{"alg", "RS512"}})),
       "alg is not RS256"},
      {"alg PS256", signed_by(keys.rsa, With(HeaderOf(keys.rsa), {{"alg", "PS256"}})),
       "alg is not RS256"},
      {"alg ES384", signed_by(keys.ec, With(HeaderOf(keys.ec), {{"alg", "ES384"}})),
       "alg is not RS256"},
      {"alg in another case", WithHeader({{"alg", "eddsa"}}), "alg is not RS256"},
      {"alg of another key: RS256 over ES256",
       signed_by(keys.ec, With(HeaderOf(keys.ec), {{"alg", "RS256"}})), "not that of its key"},
      {"alg of another key: EdDSA over RS256",
       signed_by(keys.rsa, With(HeaderOf(keys.rsa), {{"alg", "EdDSA"}})), "not that of its key"},
      {"jku", WithHeader({{"jku", "https://evil.test/jwks"}}), "has jku"},
      {"jwk with its own key",
       signed_by(keys.stranger, With(HeaderOf(keys.stranger), {{"jwk", keys.stranger.jwk()}})),
       "has jwk"},
      {"x5u", WithHeader({{"x5u", "https://evil.test/cert"}}), "has x5u"},
      {"x5c", WithHeader({{"x5c", {"MIIB"}}}), "has x5c"},
      {"crit", WithHeader({{"crit", {"exp"}}}), "has crit"},
      {"crit empty", WithHeader({{"crit", json::array()}}), "has crit"},
      {"b64 false", WithHeader({{"b64", false}}), "has b64"},
      {"zip", WithHeader({{"zip", "DEF"}}), "has zip"},
      {"cty, a token in a token", WithHeader({{"cty", "JWT"}}), "has cty"},
      {"enc", WithHeader({{"enc", "A256GCM"}}), "has enc"},
      {"typ of another kind of token", WithHeader({{"typ", "secevent+jwt"}}), "typ is neither"},
      {"typ a number", WithHeader({{"typ", 1}}), "typ is neither"},
      {"kid unknown", WithHeader({{"kid", "nobody"}}), "no such key"},
      {"kid a path", WithHeader({{"kid", "../../etc/passwd"}}), "no such key"},
      {"kid an injection", WithHeader({{"kid", "x' OR '1'='1"}}), "no such key"},
      {"kid a number", WithHeader({{"kid", 1}}), "kid is not"},
      {"kid null", WithHeader({{"kid", nullptr}}), "kid is not"},
      {"kid empty", WithHeader({{"kid", ""}}), "kid is not"},
      {"kid too long", WithHeader({{"kid", std::string(257, 'k')}}), "kid is not"},
      {"kid absent, several keys", signed_by(keys.ed, Without(own, "kid")), "no such key"},
  };
}

std::vector<Bad> BadSignatures() {
  const Keys& keys = TheKeys();
  const json claims = GoodClaims();
  const std::string es = keys.ec.Token(claims);
  const std::string good = keys.ed.Token(claims);
  const std::string zeros = Base64UrlEncode(std::string(64, '\0'));
  const std::string swapped = Base64UrlEncode(With(claims, {{"sub", "admin"}}).dump());
  const size_t first = good.find('.'), last = good.rfind('.');
  return {
      {"one bit of an Ed25519 signature", FlipLastSignatureByte(good), "signature is wrong"},
      {"one bit of an ECDSA signature", FlipLastSignatureByte(es), "signature is wrong"},
      {"one bit of an RSA signature", FlipLastSignatureByte(keys.rsa.Token(claims)),
       "signature is wrong"},
      {"claims exchanged under the signature",
       good.substr(0, first + 1) + swapped + good.substr(last), "signature is wrong"},
      {"signature of another token", good.substr(0, last) + es.substr(es.rfind('.')),
       "signature is wrong"},
      {"r and s zero (psychic signature)", es.substr(0, es.rfind('.') + 1) + zeros,
       "signature is wrong"},
      {"Ed25519 all zero", good.substr(0, last + 1) + zeros, "signature is wrong"},
      {"ECDSA in DER",
       es.substr(0, es.rfind('.') + 1) +
           Base64UrlEncode(absl::StrCat("\x30\x06\x02\x01\x01\x02\x01\x01")),
       "signature is wrong"},
      {"ECDSA of 63 bytes",
       es.substr(0, es.rfind('.') + 1) +
           Base64UrlEncode(Base64UrlDecode(es.substr(es.rfind('.') + 1))->substr(1)),
       "signature is wrong"},
      {"signed by a stranger under our kid",
       Signed(keys.stranger, HeaderOf(keys.ec).dump(), claims.dump()), "signature is wrong"},
  };
}

std::vector<Bad> BadClaims() {
  const char* kExpired = "TOKEN_EXPIRED";
  return {
      {"iss absent", WithoutClaim("iss"), "another issuer"},
      {"iss another", WithClaims({{"iss", "https://evil.test"}}), "another issuer"},
      {"iss with a slash more", WithClaims({{"iss", "https://issuer.test/"}}), "another issuer"},
      {"iss an array", WithClaims({{"iss", {kRules.issuer}}}), "another issuer"},
      {"aud absent", WithoutClaim("aud"), "no aud"},
      {"aud another", WithClaims({{"aud", "payroll"}}), "another audience"},
      {"aud in another case", WithClaims({{"aud", "Mainstay"}}), "another audience"},
      {"aud a list without us", WithClaims({{"aud", {"payroll", "crm"}}}), "another audience"},
      {"aud an empty list", WithClaims({{"aud", json::array()}}), "another audience"},
      {"aud a list with a number", WithClaims({{"aud", {"mainstay", 7}}}), "aud is not text"},
      {"aud an object", WithClaims({{"aud", {{"mainstay", true}}}}), "another audience"},
      {"sub absent", WithoutClaim("sub"), "no sub"},
      {"sub empty", WithClaims({{"sub", ""}}), "sub is not"},
      {"sub a number", WithClaims({{"sub", 7}}), "no sub"},
      {"sub with a NUL", WithClaims({{"sub", std::string("admin\0x", 7)}}), "sub is not"},
      {"sub with a line break", WithClaims({{"sub", "wang\nli"}}), "sub is not"},
      {"sub with a slash", WithClaims({{"sub", "a/b"}}), "sub is not"},
      {"sub of 129 bytes", WithClaims({{"sub", std::string(129, 's')}}), "sub is not"},
      {"exp absent", WithoutClaim("exp"), "no exp"},
      {"exp past", WithClaims({{"exp", kSeconds - 61}}), "expired", kExpired},
      {"exp just past the leeway", WithClaims({{"exp", kSeconds - 60}}), "expired", kExpired},
      {"exp 0", WithClaims({{"exp", 0}}), "expired", kExpired},
      {"exp negative", WithClaims({{"exp", -1}}), "exp is not a time"},
      {"exp as text", WithClaims({{"exp", "1999999999"}}), "exp is not a time"},
      {"exp null", WithClaims({{"exp", nullptr}}), "exp is not a time"},
      {"exp true", WithClaims({{"exp", true}}), "exp is not a time"},
      {"exp in milliseconds", WithClaims({{"exp", kSeconds * 1000}}), "exp is not a time"},
      {"exp 2^64", WithClaims({{"exp", 18446744073709551616.0}}), "exp is not a time"},
      {"nbf in the future", WithClaims({{"nbf", kSeconds + 61}}), "not valid yet"},
      {"nbf as text", WithClaims({{"nbf", "0"}}), "nbf is not a time"},
      {"iat in the future", WithClaims({{"iat", kSeconds + 61}}), "issued in the future"},
      {"iat an object", WithClaims({{"iat", json::object()}}), "iat is not a time"},
      {"roles as text", WithClaims({{"roles", "admin"}}), "roles are not"},
      {"roles with a number", WithClaims({{"roles", {"admin", 1}}}), "roles are not"},
      {"roles an object", WithClaims({{"roles", {{"admin", true}}}}), "roles are not"},
      {"name a number", WithClaims({{"name", 7}}), "name is not"},
      {"name too long", WithClaims({{"name", std::string(257, 'n')}}), "name is not"},
      {"name with a terminal escape", WithClaims({{"name", "\x1b[2J"}}), "name is not"},
  };
}

TEST(BadTokensTest, AreRefusedEachForItsReason) {
  size_t count = 0;
  for (const auto& table : {Malformed(), BadHeaders(), BadSignatures(), BadClaims()}) {
    for (const Bad& bad : table) {
      SCOPED_TRACE(bad.name);
      ++count;
      absl::StatusOr<Principal> principal = Judge(bad.token);
      ASSERT_FALSE(principal.ok());
      EXPECT_EQ(principal.status().code(), absl::StatusCode::kUnauthenticated);
      EXPECT_THAT(std::string(principal.status().message()), HasSubstr(bad.message));
      ASSERT_TRUE(status::GetErrorDetail(principal.status()).has_value());
      EXPECT_EQ(status::GetErrorDetail(principal.status())->reason, bad.reason);
      if (bad.token.size() > 16) {  // nothing of the token in what is said about it
        EXPECT_FALSE(absl::StrContains(principal.status().message(), bad.token.substr(0, 16)));
      }
    }
  }
  EXPECT_GE(count, 100u);
}

}  // namespace
}  // namespace mainstay::auth
