#include "common/auth/signing_key.h"

#include <array>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;

std::string BignumParam(const EVP_PKEY* key, const char* name, int width) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  BignumPtr owned(number);
  std::string bytes(static_cast<size_t>(width > 0 ? width : BN_num_bytes(number)), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  return Base64UrlEncode(bytes);
}

// The members that RFC 7638 hashes; nlohmann's objects are sorted as it asks.
json RequiredMembers(Algorithm algorithm, const EVP_PKEY* key) {
  switch (algorithm) {
    case Algorithm::kRs256:
      return {{"kty", "RSA"},
              {"n", BignumParam(key, OSSL_PKEY_PARAM_RSA_N, 0)},
              {"e", BignumParam(key, OSSL_PKEY_PARAM_RSA_E, 0)}};
    case Algorithm::kEs256:
      return {{"kty", "EC"},
              {"crv", "P-256"},
              {"x", BignumParam(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)},
              {"y", BignumParam(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    case Algorithm::kEdDsa:
      break;
  }
  std::string raw(32, '\0');
  size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size);
  return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", Base64UrlEncode(raw)}};
}

std::string Thumbprint(const json& members) {
  const std::string text = members.dump();
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return Base64UrlEncode(digest);
}

// DER → r||s.
std::string RawEcdsa(const std::string& der) {
  const unsigned char* data = reinterpret_cast<const unsigned char*>(der.data());
  EcdsaSignaturePtr signature(d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size())));
  std::string raw(64, '\0');
  unsigned char* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + 32, 32);
  return raw;
}

}  // namespace

SigningKey::SigningKey(Algorithm algorithm, PkeyPtr key)
    : algorithm_(algorithm), key_(std::move(key)), jwk_(RequiredMembers(algorithm, key_.get())) {
  kid_ = Thumbprint(jwk_);
  jwk_["kid"] = kid_;
  jwk_["alg"] = AlgorithmName(algorithm);
  jwk_["use"] = "sig";
}

absl::StatusOr<SigningKey> SigningKey::Generate(Algorithm algorithm) {
  PkeyPtr key;
  switch (algorithm) {
    case Algorithm::kRs256:
      key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t{2048}));
      break;
    case Algorithm::kEs256:
      key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
      break;
    case Algorithm::kEdDsa:
      key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
      break;
  }
  if (!key) return absl::InternalError("OpenSSL cannot make a key");
  return SigningKey(algorithm, std::move(key));
}

absl::StatusOr<SigningKey> SigningKey::FromPem(std::string_view pem) {
  BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // Without a passphrase callback OpenSSL would ask on the terminal.
  auto no_passphrase = [](char*, int, int, void*) { return 0; };
  PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  if (!key) return absl::InvalidArgumentError("not a private key in PEM");
  switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
      return SigningKey(Algorithm::kRs256, std::move(key));
    case EVP_PKEY_EC: {
      std::array<char, 32> group{};
      size_t size = 0;
      EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), &size);
      if (std::string_view(group.data()) != "prime256v1") break;
      return SigningKey(Algorithm::kEs256, std::move(key));
    }
    case EVP_PKEY_ED25519:
      return SigningKey(Algorithm::kEdDsa, std::move(key));
  }
  return absl::InvalidArgumentError("not an RSA, P-256 or Ed25519 key");
}

std::string SigningKey::ToPem() const {
  BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string SigningKey::Sign(std::string_view message) const {
  const auto* input = reinterpret_cast<const unsigned char*>(message.data());
  const char* digest = algorithm_ == Algorithm::kEdDsa ? nullptr : "SHA256";
  DigestContextPtr context(EVP_MD_CTX_new());
  EVP_DigestSignInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key_.get(), nullptr);
  size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, input, message.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, input,
                 message.size());
  signature.resize(size);
  return algorithm_ == Algorithm::kEs256 ? RawEcdsa(signature) : signature;
}

std::string SigningKey::Token(const json& claims) const {
  const json header = {{"alg", AlgorithmName(algorithm_)}, {"kid", kid_}, {"typ", "JWT"}};
  const std::string input =
      absl::StrCat(Base64UrlEncode(header.dump()), ".", Base64UrlEncode(claims.dump()));
  return absl::StrCat(input, ".", Base64UrlEncode(Sign(input)));
}

}  // namespace mainstay::auth
