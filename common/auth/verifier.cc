#include "common/auth/verifier.h"

#include <optional>
#include <utility>

#include "common/auth/jwks_source.h"
#include "common/auth/jwt.h"
#include "common/auth/token_cache.h"
#include "common/status/status.h"

namespace mainstay::auth {
namespace {

class JwksVerifier final : public Verifier {
 public:
  JwksVerifier(TokenRules rules, const time::Clock* clock, size_t cache_entries,
               std::unique_ptr<JwksSource> source)
      : rules_(std::move(rules)),
        clock_(clock),
        cache_(cache_entries),
        source_(std::move(source)) {}

  absl::StatusOr<Principal> Verify(std::string_view token) override {
    const absl::Time now = clock_->Now();
    if (std::optional<Principal> known = cache_.Find(token, source_->generation(), now)) {
      return *std::move(known);
    }
    ASSIGN_OR_RETURN(const UnverifiedToken parsed, ParseToken(token));
    // Read before the keys: a change between the two makes the entry useless, never wrong.
    uint64_t generation = source_->generation();
    std::shared_ptr<const KeySet> keys = source_->keys();
    const Jwk* key = keys->Find(parsed.kid);
    if (key == nullptr && parsed.kid) {
      if (source_->Refresh()) {
        return status::RetryLater(absl::StatusCode::kUnavailable, "TOKEN_KEYS_PENDING",
                                  "the issuer's keys are being fetched; try again in a second",
                                  absl::Seconds(1));
      }
      // A fetch may have ended since the keys were read.
      generation = source_->generation();
      keys = source_->keys();
      key = keys->Find(parsed.kid);
    }
    if (key == nullptr) {
      return TokenInvalid(parsed.kid ? "the token's kid is none of the issuer's keys"
                                     : "the token names no kid and the issuer has several keys");
    }
    RETURN_IF_ERROR(CheckSignature(parsed, *key));
    ASSIGN_OR_RETURN(Principal principal, CheckClaims(parsed.payload, rules_, now));
    cache_.Insert(token, generation, principal.expires + rules_.leeway, principal);
    return principal;
  }

 private:
  const TokenRules rules_;
  const time::Clock* const clock_;
  TokenCache cache_;
  const std::unique_ptr<JwksSource> source_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Verifier>> Verifier::Create(VerifierOptions options) {
  if (options.issuer.empty() || options.audience.empty()) {
    return absl::InvalidArgumentError("the tokens' issuer and audience must be set");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<JwksSource> source,
                   JwksSource::Create({.location = std::move(options.jwks),
                                       .min_refresh = options.min_refresh,
                                       .max_age = options.max_age,
                                       .clock = options.clock}));
  return std::make_unique<JwksVerifier>(TokenRules{.issuer = std::move(options.issuer),
                                                   .audience = std::move(options.audience),
                                                   .leeway = options.leeway},
                                        options.clock, options.cache_entries, std::move(source));
}

}  // namespace mainstay::auth
