#include "tools/load/survey_links.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {
namespace {

// An account that survey does not know yet is asked for, by a few at once: others come again.
constexpr int64_t kMostAgain = 10'000;
constexpr absl::Duration kPause = absl::Milliseconds(20);

// Of "https://host/s/{token}", in the invitation that was made.
absl::StatusOr<std::string> TokenIn(int status, std::string_view body) {
  const auto invitation = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (status == 200 && invitation.is_object()) {
    const std::string url = invitation.value("url", "");
    const size_t at = url.rfind("/s/");
    if (at != url.npos) return url.substr(at + 3);
  }
  return absl::UnavailableError(absl::StrCat("invitation: ", status, " ", body.substr(0, 500)));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> MakeSurveyLinks(const SurveyLinksOptions& options) {
  if (options.accounts.empty()) return absl::InvalidArgumentError("nobody to invite");
  std::vector<std::string> tokens;
  absl::Status failure;
  int64_t sent = 0, left = options.count, again = 0;
  const auto next = [&](absl::Time) -> std::optional<std::string> {
    if (left == 0 || !failure.ok()) return std::nullopt;
    --left;
    const std::string& account =
        options.accounts[static_cast<size_t>(sent++) % options.accounts.size()];
    const std::string body = absl::StrCat(R"({"account":"accounts/)", account,
                                          R"(","channel":"INVITATION_CHANNEL_LINK"})");
    return absl::StrCat(
        "POST /v1/", options.campaign, "/invitations HTTP/1.1\r\nHost: ", options.server,
        "\r\nAuthorization: Bearer ", options.token,
        "\r\nContent-Type: application/json\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  };
  const auto done = [&](absl::Time, int status, std::string_view body) {
    if (status == 503 && ++again <= kMostAgain) {
      ++left;
      return absl::SleepFor(kPause);
    }
    absl::StatusOr<std::string> token = TokenIn(status, body);
    if (token.ok()) {
      tokens.push_back(*std::move(token));
    } else {
      failure.Update(token.status());
    }
  };
  failure.Update(RunHttpLoop(options.server, options.in_flight, {next, done}));
  if (!failure.ok()) return failure;
  return tokens;
}

}  // namespace mainstay::load
