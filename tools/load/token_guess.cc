#include "tools/load/token_guess.h"

#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {
namespace {

constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// Of a token (common/auth/link_token.h): 20 random bytes, and a signature over them.
constexpr size_t kTokenLength = 48;
constexpr size_t kSigned = 27;  // characters, the last of which has bits of both

bool HasForm(std::string_view body) {
  return absl::StrContains(body, "<form") || absl::StrContains(body, "\"sections\"");
}

class Guesser {
 public:
  explicit Guesser(const TokenGuessOptions& options) : options_(options) {}

  std::string Next() {
    const int64_t kind = sent_++ % 4;
    std::string token = kind < 2 ? "" : options_.token.substr(0, kSigned);
    while (token.size() < kTokenLength) token += kLetters[random_() % 64];
    return Request(kind % 2 == 0 ? "/s/" : "/v1/public/surveys/", token);
  }

  std::string Request(std::string_view path, std::string_view token) const {
    return absl::StrCat("GET ", path, token, " HTTP/1.1\r\nHost: ", options_.server, "\r\n\r\n");
  }

  void Count(int status, std::string_view body) {
    if ((status >= 200 && status < 400) || HasForm(body)) {
      ++guesses_.opened;
    } else if (status == 404) {
      ++guesses_.unknown;
      return;
    } else if (status == 429) {
      ++guesses_.limited;
      return;
    } else {
      ++guesses_.errors;
    }
    if (guesses_.first_other.empty()) guesses_.first_other = absl::StrCat(status, " ", body);
  }

  // Whether the real link opens, both ways.
  absl::Status Try() {
    int opened = 0, tries = 0;
    const absl::Status status = RunHttpLoop(
        options_.server, 1,
        {.next = [&](absl::Time) -> std::optional<std::string> {
           if (tries == 2) return std::nullopt;
           return Request(tries++ == 0 ? "/s/" : "/v1/public/surveys/", options_.token);
         },
         .done = [&](absl::Time, int code,
                     std::string_view body) { opened += code == 200 && HasForm(body); }});
    if (!status.ok() || opened == 2) return status;
    return absl::FailedPreconditionError("the link that forgeries are made from opens nothing");
  }

  absl::StatusOr<TokenGuesses> Run() {
    absl::Status status = Try();
    if (!status.ok()) return status;
    const absl::Time begun = absl::Now();
    status = RunHttpLoop(
        options_.server, options_.in_flight,
        {.next = [&](absl::Time) -> std::optional<std::string> {
           if (sent_ == options_.guesses) return std::nullopt;
           return Next();
         },
         .done = [&](absl::Time, int code, std::string_view body) { Count(code, body); }});
    if (!status.ok()) return status;
    guesses_.seconds = absl::ToDoubleSeconds(absl::Now() - begun);
    return guesses_;
  }

 private:
  const TokenGuessOptions& options_;
  int64_t sent_ = 0;
  std::mt19937_64 random_{std::random_device{}()};
  TokenGuesses guesses_;
};

}  // namespace

absl::StatusOr<TokenGuesses> GuessTokens(const TokenGuessOptions& options) {
  if (options.token.size() != kTokenLength) {
    return absl::FailedPreconditionError("the link that forgeries are made from has no token");
  }
  return Guesser(options).Run();
}

}  // namespace mainstay::load
