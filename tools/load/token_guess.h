// Somebody who guesses links of surveys.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace mainstay::load {

struct TokenGuessOptions {
  std::string server;  // host:port of the gateway's HTTP
  std::string token;   // of a link that can be answered: what forgeries are made from
  int64_t guesses = 1'000'000;
  int in_flight = 64;
};

struct TokenGuesses {
  int64_t unknown = 0;  // 404
  int64_t limited = 0;  // 429
  // Anything else that was answered: 2xx and 3xx, or a body with a form in it, whatever its status.
  int64_t opened = 0;
  int64_t errors = 0;       // other statuses, connections that broke
  std::string first_other;  // opened, or an error
  double seconds = 0;
};

// Asks for pages (/s/…) and for JSON (/v1/public/surveys/…) in turn, each by tokens that are random
// altogether and by the link's own with another signature, all of the right length and letters.
// FAILED_PRECONDITION when the link itself opens nothing, as then nothing would be shown;
// UNAVAILABLE when the server cannot be reached.
absl::StatusOr<TokenGuesses> GuessTokens(const TokenGuessOptions& options);

}  // namespace mainstay::load
