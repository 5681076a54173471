#include "common/auth/link_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mainstay::auth {
namespace {

constexpr size_t kRandom = 20;
constexpr size_t kMac = 16;  // of HMAC-SHA256's 32: 128 bits are beyond guessing

std::string Hmac(std::string_view key, std::string_view message, size_t bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE] = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), bytes};
}

std::string Mac(std::string_view key, std::string_view purpose, std::string_view random) {
  return Hmac(key, absl::StrCat(purpose, "\n", random), kMac);
}

std::string Random() {
  std::array<unsigned char, kRandom> bytes = {};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();  // no randomness, no secrets
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string Signed(std::string_view key, std::string_view purpose, std::string_view random) {
  return absl::WebSafeBase64Escape(absl::StrCat(random, Mac(key, purpose, random)));
}

}  // namespace

std::string NewLinkToken(std::string_view key, std::string_view purpose) {
  return Signed(key, purpose, Random());
}

std::string NewLinkSeed() { return absl::WebSafeBase64Escape(Random()); }

std::string LinkTokenOf(std::string_view key, std::string_view purpose, std::string_view seed) {
  // What is signed of a token is 20 bytes long: this is none of those.
  return Signed(key, purpose, Hmac(key, absl::StrCat(purpose, "\nseed\n", seed), kRandom));
}

bool IsLinkToken(std::string_view key, std::string_view purpose, std::string_view token) {
  if (token.size() != (kRandom + kMac) / 3 * 4) return false;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() != kRandom + kMac) return false;
  const std::string expected = Mac(key, purpose, std::string_view(bytes).substr(0, kRandom));
  // Base64 has several spellings of the same bytes; only ours is a token.
  return CRYPTO_memcmp(bytes.data() + kRandom, expected.data(), kMac) == 0 &&
         absl::WebSafeBase64Escape(bytes) == token;
}

std::string LinkTokenHash(std::string_view token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace mainstay::auth
