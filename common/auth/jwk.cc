#include "common/auth/jwk.h"

#include <set>
#include <utility>

#include <openssl/core_names.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"
#include "common/auth/strict_json.h"
#include "common/status/status.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;

constexpr size_t kMaxKeys = 64;
constexpr size_t kCoordinateBytes = 32;  // P-256 and Ed25519

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// A text member; nothing when it is absent or not text.
std::optional<std::string> Text(const json& object, const char* name) {
  auto it = object.find(name);
  if (it == object.end() || !it->is_string()) return std::nullopt;
  return it->get<std::string>();
}

std::optional<std::string> Octets(const json& object, const char* name) {
  std::optional<std::string> text = Text(object, name);
  return text ? Base64UrlDecode(*text) : std::nullopt;
}

BignumPtr ToBignum(std::string_view bytes) {
  return BignumPtr(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

PkeyPtr FromParams(const char* type, OSSL_PARAM_BLD* builder) {
  ParamsPtr params(OSSL_PARAM_BLD_to_param(builder));
  PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return PkeyPtr(key);
}

absl::StatusOr<PkeyPtr> RsaKey(const json& jwk) {
  std::optional<std::string> n = Octets(jwk, "n"), e = Octets(jwk, "e");
  if (!n || !e) return absl::InvalidArgumentError("n or e is missing or malformed");
  BignumPtr modulus = ToBignum(*n), exponent = ToBignum(*e);
  const int bits = BN_num_bits(modulus.get());
  // The upper limit bounds what verifying a token can cost.
  if (bits < 2048 || bits > 8192) return absl::InvalidArgumentError("not 2048 to 8192 bits");
  if (!BN_is_odd(exponent.get()) || BN_is_one(exponent.get()) || BN_num_bits(exponent.get()) > 64 ||
      !BN_is_odd(modulus.get())) {
    return absl::InvalidArgumentError("n or e cannot be an RSA key's");
  }
  ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return FromParams("RSA", builder.get());
}

absl::StatusOr<PkeyPtr> P256Key(const json& jwk) {
  if (Text(jwk, "crv") != "P-256") return absl::InvalidArgumentError("curve is not P-256");
  std::optional<std::string> x = Octets(jwk, "x"), y = Octets(jwk, "y");
  if (!x || !y || x->size() > kCoordinateBytes || y->size() > kCoordinateBytes) {
    return absl::InvalidArgumentError("x or y is not 32 bytes");
  }
  // Some issuers' software (PyJWT 2.6, for one) leaves out a coordinate's leading zero.
  x->insert(0, kCoordinateBytes - x->size(), '\0');
  y->insert(0, kCoordinateBytes - y->size(), '\0');
  const std::string point = absl::StrCat("\x04", *x, *y);
  ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  PkeyPtr key = FromParams("EC", builder.get());
  if (!key) return absl::InvalidArgumentError("point is not on P-256");
  PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!context || EVP_PKEY_public_check(context.get()) != 1) {
    return absl::InvalidArgumentError("point is not on P-256");
  }
  return key;
}

absl::StatusOr<PkeyPtr> Ed25519Key(const json& jwk) {
  if (Text(jwk, "crv") != "Ed25519") return absl::InvalidArgumentError("curve is not Ed25519");
  std::optional<std::string> x = Octets(jwk, "x");
  if (!x || x->size() != kCoordinateBytes) return absl::InvalidArgumentError("x is not 32 bytes");
  return PkeyPtr(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(*x), x->size()));
}

bool ForSignatures(const json& jwk) {
  if (jwk.contains("use") && Text(jwk, "use") != "sig") return false;
  auto operations = jwk.find("key_ops");
  if (operations == jwk.end()) return true;
  if (!operations->is_array()) return false;
  for (const json& operation : *operations) {
    if (operation == "verify") return true;
  }
  return false;
}

absl::StatusOr<Jwk> ParseKey(const json& jwk) {
  if (!ForSignatures(jwk)) return absl::InvalidArgumentError("not for verifying signatures");
  const std::string type = Text(jwk, "kty").value_or("");
  absl::StatusOr<PkeyPtr> key = absl::InvalidArgumentError("kty is not RSA, EC or OKP");
  Algorithm algorithm = Algorithm::kRs256;
  if (type == "RSA") {
    key = RsaKey(jwk);
  } else if (type == "EC") {
    algorithm = Algorithm::kEs256;
    key = P256Key(jwk);
  } else if (type == "OKP") {
    algorithm = Algorithm::kEdDsa;
    key = Ed25519Key(jwk);
  }
  if (!key.ok()) return key.status();
  if (*key == nullptr) return absl::InvalidArgumentError("OpenSSL refuses it");
  if (jwk.contains("alg") && Text(jwk, "alg") != AlgorithmName(algorithm)) {
    return absl::InvalidArgumentError(absl::StrCat("alg is not ", AlgorithmName(algorithm)));
  }
  return Jwk(Text(jwk, "kid").value_or(""), algorithm, *std::move(key));
}

// r||s → the DER that OpenSSL takes; empty when it is not 64 bytes.
std::string EcdsaDer(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return "";
  EcdsaSignaturePtr signature(ECDSA_SIG_new());
  BignumPtr r = ToBignum(raw.substr(0, kCoordinateBytes));
  BignumPtr s = ToBignum(raw.substr(kCoordinateBytes));
  if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return "";
  r.release();  // owned by `signature` now
  s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return "";
  std::string result(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return result;
}

}  // namespace

std::optional<Algorithm> AlgorithmByName(std::string_view name) {
  for (Algorithm algorithm : {Algorithm::kRs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
    if (name == AlgorithmName(algorithm)) return algorithm;
  }
  return std::nullopt;
}

std::string_view AlgorithmName(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::kRs256:
      return "RS256";
    case Algorithm::kEs256:
      return "ES256";
    case Algorithm::kEdDsa:
      return "EdDSA";
  }
  return "";
}

bool Jwk::Verify(std::string_view message, std::string_view signature) const {
  std::string der;
  if (algorithm_ == Algorithm::kEs256) {
    der = EcdsaDer(signature);
    if (der.empty()) return false;
    signature = der;
  }
  const char* digest = algorithm_ == Algorithm::kEdDsa ? nullptr : "SHA256";
  DigestContextPtr context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key_.get(),
                                 nullptr) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

absl::StatusOr<KeySet> KeySet::Parse(std::string_view text) {
  std::optional<json> set = ParseStrictObject(text);
  if (!set || !set->contains("keys") || !(*set)["keys"].is_array()) {
    return absl::InvalidArgumentError("not a JWK Set: a JSON object with an array \"keys\"");
  }
  const json& keys = (*set)["keys"];
  if (keys.size() > kMaxKeys) {
    return absl::InvalidArgumentError(absl::StrCat("more than ", kMaxKeys, " keys"));
  }
  KeySet result;
  std::set<std::string> kids;
  std::string passed_over;
  for (size_t i = 0; i < keys.size(); ++i) {
    const json& jwk = keys[i];
    if (!jwk.is_object()) return absl::InvalidArgumentError("a key is not a JSON object");
    if (jwk.contains("d")) {
      return absl::InvalidArgumentError(
          absl::StrCat("key ", i + 1, " is a private key; publish public keys only, replace it"));
    }
    absl::StatusOr<Jwk> key = ParseKey(jwk);
    if (!key.ok()) {
      absl::StrAppend(&passed_over, "; key ", i + 1, ": ", key.status().message());
      continue;
    }
    if (!kids.insert(key->kid()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("two keys share the kid \"", key->kid(), "\""));
    }
    result.keys_.push_back(*std::move(key));
  }
  if (result.keys_.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("no usable key", passed_over));
  }
  return result;
}

const Jwk* KeySet::Find(const std::optional<std::string>& kid) const {
  if (!kid) return keys_.size() == 1 ? &keys_.front() : nullptr;
  for (const Jwk& key : keys_) {
    if (key.kid() == *kid && !kid->empty()) return &key;
  }
  return nullptr;
}

}  // namespace mainstay::auth
