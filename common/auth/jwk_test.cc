#include "common/auth/jwk.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"
#include "common/auth/signing_key.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string SetOf(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }

// The published examples: a key, and a JWS made with its private half.
struct Vector {
  const char* name;
  const char* jwk;
  const char* jws;
};

const Vector kVectors[] = {
    {"RFC 7515 A.2, RS256",
     R"({"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})",
     "eyJhbGciOiJSUzI1NiJ9"
     ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
     "cnVlfQ"
     ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2"
     "Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
     "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI"
     "2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
    {"RFC 7515 A.3, ES256",
     R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})",
     "eyJhbGciOiJFUzI1NiJ9"
     ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
     "cnVlfQ"
     ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
    {"RFC 8037 A.4, Ed25519",
     R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
     "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
     ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"}};

TEST(JwkTest, VerifiesThePublishedExamples) {
  for (const Vector& vector : kVectors) {
    SCOPED_TRACE(vector.name);
    absl::StatusOr<KeySet> keys = KeySet::Parse(SetOf({json::parse(vector.jwk)}));
    ASSERT_TRUE(keys.ok()) << keys.status();
    const Jwk* key = keys->Find(std::nullopt);
    ASSERT_NE(key, nullptr);
    const std::string jws = vector.jws;
    const size_t dot = jws.rfind('.');
    std::string signature = Base64UrlDecode(jws.substr(dot + 1)).value();
    EXPECT_TRUE(key->Verify(jws.substr(0, dot), signature));
    EXPECT_FALSE(key->Verify(jws.substr(0, dot - 1), signature));
    for (size_t i : {size_t{0}, signature.size() / 2, signature.size() - 1}) {
      signature[i] ^= 1;
      EXPECT_FALSE(key->Verify(jws.substr(0, dot), signature)) << "byte " << i;
      signature[i] ^= 1;
    }
    EXPECT_FALSE(key->Verify(jws.substr(0, dot), ""));
    EXPECT_FALSE(key->Verify(jws.substr(0, dot), signature + "x"));
  }
}

TEST(SigningKeyTest, ThumbprintAndSignatureAreThePublishedOnes) {
  // RFC 8037 A.1: the private key as PKCS#8, which is a fixed prefix and the 32 bytes of `d`.
  absl::StatusOr<SigningKey> key = SigningKey::FromPem(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");  // A.3
  EXPECT_EQ(key->jwk()["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  EXPECT_EQ(
      Base64UrlEncode(key->Sign("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc")),
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
}

TEST(SigningKeyTest, KeepsItsIdentityThroughPem) {
  for (Algorithm algorithm : {Algorithm::kRs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
    SCOPED_TRACE(AlgorithmName(algorithm));
    absl::StatusOr<SigningKey> key = SigningKey::Generate(algorithm);
    ASSERT_TRUE(key.ok());
    absl::StatusOr<SigningKey> read = SigningKey::FromPem(key->ToPem());
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->jwk(), key->jwk());
    absl::StatusOr<KeySet> keys = KeySet::Parse(SetOf({key->jwk()}));
    ASSERT_TRUE(keys.ok()) << keys.status();
    EXPECT_TRUE(keys->Find(key->kid())->Verify("message", read->Sign("message")));
  }
  EXPECT_FALSE(SigningKey::FromPem("no key").ok());
}

// A usable key with one change, and what the set says of it.
TEST(KeySetTest, PassesOverKeysThatCannotVerify) {
  const json rsa = SigningKey::Generate(Algorithm::kRs256)->jwk();
  const json ec = SigningKey::Generate(Algorithm::kEs256)->jwk();
  const json ed = SigningKey::Generate(Algorithm::kEdDsa)->jwk();
  struct Case {
    json key;
    json change;
    const char* reason;
  };
  const std::string weak(2047 / 8, '\x7f');
  const Case cases[] = {
      {rsa, {{"use", "enc"}}, "not for verifying"},
      {rsa, {{"use", 7}}, "not for verifying"},
      {rsa, {{"key_ops", {"sign"}}}, "not for verifying"},
      {rsa, {{"key_ops", "verify"}}, "not for verifying"},
      {rsa, {{"kty", "oct"}, {"k", "c2VjcmV0"}}, "kty is not"},
      {rsa, {{"kty", nullptr}}, "kty is not"},
      {rsa, {{"alg", "PS256"}}, "alg is not RS256"},
      {rsa, {{"alg", "RS512"}}, "alg is not RS256"},
      {rsa, {{"alg", "HS256"}}, "alg is not RS256"},
      {rsa, {{"alg", nullptr}}, "alg is not RS256"},
      {rsa, {{"n", Base64UrlEncode(weak)}}, "not 2048"},
      {rsa, {{"n", Base64UrlEncode(std::string(1025, '\x7f'))}}, "not 2048 to 8192 bits"},
      {rsa, {{"n", "a+b"}}, "malformed"},
      {rsa, {{"e", "AQ"}}, "cannot be"},
      {rsa, {{"e", "Ag"}}, "cannot be"},
      {rsa, {{"e", ""}}, "cannot be"},
      {ec, {{"crv", "P-384"}}, "not P-256"},
      {ec, {{"crv", "secp256k1"}}, "not P-256"},
      {ec, {{"x", ec["y"]}}, "not on P-256"},
      {ec, {{"x", Base64UrlEncode(std::string(33, '\1'))}}, "not 32 bytes"},
      {ec, {{"alg", "ES384"}}, "alg is not ES256"},
      {ed, {{"crv", "X25519"}}, "not Ed25519"},
      {ed, {{"x", "AAAA"}}, "not 32 bytes"},
      {ed, {{"alg", "Ed448"}}, "alg is not EdDSA"},
  };
  for (const Case& one : cases) {
    json key = one.key;
    key.update(one.change);
    absl::StatusOr<KeySet> alone = KeySet::Parse(SetOf({key}));
    ASSERT_FALSE(alone.ok()) << key;
    EXPECT_THAT(std::string(alone.status().message()), HasSubstr(one.reason)) << key;
    // Beside a good key it is simply not there.
    absl::StatusOr<KeySet> both = KeySet::Parse(SetOf({key, one.key == ed ? rsa : ed}));
    ASSERT_TRUE(both.ok()) << both.status();
    EXPECT_EQ(both->size(), 1u);
  }
}

TEST(KeySetTest, TakesACoordinateWithoutItsLeadingZero) {
  std::optional<SigningKey> key;
  std::string x;
  do {  // one key in 256
    key = *SigningKey::Generate(Algorithm::kEs256);
    x = *Base64UrlDecode(key->jwk()["x"].get<std::string>());
  } while (x[0] != '\0');
  json jwk = key->jwk();
  jwk["x"] = Base64UrlEncode(x.substr(1));
  absl::StatusOr<KeySet> keys = KeySet::Parse(SetOf({jwk}));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_TRUE(keys->Find(key->kid())->Verify("message", key->Sign("message")));
}

TEST(KeySetTest, RefusesSetsThatAreWrongAsAWhole) {
  const json key = SigningKey::Generate(Algorithm::kEdDsa)->jwk();
  json with_private = key;
  with_private["d"] = "AAAA";
  const std::string text = key.dump();
  const std::pair<std::string, const char*> cases[] = {
      {"", "not a JWK Set"},
      {"[]", "not a JWK Set"},
      {"{}", "not a JWK Set"},
      {R"({"keys":{}})", "not a JWK Set"},
      {R"({"keys":[]})", "no usable key"},
      {R"({"keys":[7]})", "not a JSON object"},
      {absl::StrCat(R"({"keys":[],"keys":[)", text, "]}"), "not a JWK Set"},
      {SetOf({key, with_private}), "private key"},
      {SetOf({key, key}), "share the kid"},
      {SetOf(std::vector<json>(65, key)), "more than 64"},
  };
  for (const auto& [set, reason] : cases) {
    absl::StatusOr<KeySet> keys = KeySet::Parse(set);
    ASSERT_FALSE(keys.ok()) << set;
    EXPECT_THAT(std::string(keys.status().message()), HasSubstr(reason));
  }
}

TEST(KeySetTest, FindsByKidAndWithoutOneOnlyTheOnlyKey) {
  const SigningKey one = *SigningKey::Generate(Algorithm::kEdDsa);
  const SigningKey two = *SigningKey::Generate(Algorithm::kEdDsa);
  const KeySet single = *KeySet::Parse(SetOf({one.jwk()}));
  EXPECT_EQ(single.Find(std::nullopt)->kid(), one.kid());
  EXPECT_EQ(single.Find(two.kid()), nullptr);
  const KeySet both = *KeySet::Parse(SetOf({one.jwk(), two.jwk()}));
  EXPECT_EQ(both.Find(std::nullopt), nullptr);
  EXPECT_EQ(both.Find(two.kid())->kid(), two.kid());
}

TEST(Base64UrlTest, TakesTheCanonicalFormOnly) {
  EXPECT_EQ(Base64UrlDecode(""), "");
  EXPECT_EQ(Base64UrlDecode("Zg"), "f");
  EXPECT_EQ(Base64UrlDecode("Zm8"), "fo");
  EXPECT_EQ(Base64UrlDecode("Zm9v"), "foo");
  EXPECT_EQ(Base64UrlDecode("-_-_"), "\xfb\xff\xbf");
  for (const char* bad : {"Z", "Zg==", "Zh", "Zm9", "Zm9v\n", " Zm9v", "Zm+v", "Zm/v", "Zm9vZ",
                          "Zm9v.", "Z\xc3\xa4"}) {
    EXPECT_EQ(Base64UrlDecode(bad), std::nullopt) << bad;
  }
  for (const std::string bytes : {"", "f", "fo", "foo", "\xff\xfe\xfd\xfc"}) {
    EXPECT_EQ(Base64UrlDecode(Base64UrlEncode(bytes)), bytes);
  }
}

}  // namespace
}  // namespace mainstay::auth
