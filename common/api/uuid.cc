#include "common/api/uuid.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace mainstay::api {
namespace {

constexpr size_t kLength = 36;

bool IsDash(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

using Bytes = std::array<unsigned char, 16>;

Bytes RandomBytes() {
  Bytes bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();  // no randomness, no identities
  return bytes;
}

std::string TextOf(Bytes bytes, unsigned char version) {
  bytes[6] = static_cast<unsigned char>((version << 4) | (bytes[6] & 0x0f));
  bytes[8] = 0x80 | (bytes[8] & 0x3f);  // the RFC's variant
  constexpr char kHex[] = "0123456789abcdef";
  std::string text(kLength, '-');
  size_t at = 0;
  for (const unsigned char byte : bytes) {
    if (IsDash(at)) ++at;
    text[at++] = kHex[byte >> 4];
    text[at++] = kHex[byte & 0x0f];
  }
  return text;
}

}  // namespace

std::string NewUuid(absl::Time now) {
  Bytes bytes = RandomBytes();
  const uint64_t millis = absl::ToUnixMillis(now);
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(millis >> (40 - 8 * i));
  return TextOf(bytes, 7);
}

std::string RandomUuid() { return TextOf(RandomBytes(), 4); }

bool IsUuid(std::string_view text) {
  if (text.size() != kLength) return false;
  for (size_t i = 0; i < kLength; ++i) {
    const char c = text[i];
    const bool good = IsDash(i) ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (!good) return false;
  }
  return true;
}

}  // namespace mainstay::api
