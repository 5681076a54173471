#include "common/pg/advisory_lock.h"

#include <openssl/sha.h>

#include <cstring>
#include <pqxx/pqxx>

namespace mainstay::pg {
namespace {

constexpr Statement kTry{"advisory_lock_try", "SELECT pg_try_advisory_xact_lock($1)"};

}  // namespace

int64_t AdvisoryKey(std::string_view name) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest);
  int64_t key = 0;
  std::memcpy(&key, digest, sizeof(key));
  return key;
}

bool TryAdvisoryLock(Tx& tx, std::string_view name) {
  return tx.Run(kTry, AdvisoryKey(name))[0][0].as<bool>();
}

}  // namespace mainstay::pg
