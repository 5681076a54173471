#include "services/feedback/closure/link_tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kRandom = 20;
constexpr size_t kMac = 16;  // of HMAC-SHA256's 32: 128 bits are beyond guessing
// The key signs other things too: this says what for.
constexpr std::string_view kPurpose = "mainstay.feedback.confirmation_link.v1\n";

std::string Mac(std::string_view key, std::string_view random) {
  const std::string message = absl::StrCat(kPurpose, random);
  unsigned char digest[EVP_MAX_MD_SIZE] = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), kMac};
}

}  // namespace

std::string NewLinkToken(std::string_view key) {
  std::array<unsigned char, kRandom> bytes = {};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();  // no randomness, no secrets
  const std::string random(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return auth::Base64UrlEncode(absl::StrCat(random, Mac(key, random)));
}

bool IsLinkToken(std::string_view key, std::string_view token) {
  if (token.size() != (kRandom + kMac) / 3 * 4) return false;
  const std::optional<std::string> bytes = auth::Base64UrlDecode(token);
  if (!bytes || bytes->size() != kRandom + kMac) return false;
  const std::string expected = Mac(key, std::string_view(*bytes).substr(0, kRandom));
  return CRYPTO_memcmp(bytes->data() + kRandom, expected.data(), kMac) == 0;
}

std::string LinkTokenHash(std::string_view token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace mainstay::feedback
