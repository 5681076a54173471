#include "common/testing/tokens.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace mainstay::testing {
namespace {

constexpr char kIssuer[] = "https://issuer.test";
constexpr char kAudience[] = "mainstay";

std::string MakeDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "mainstay-issuer-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    std::perror("a temporary folder for the test issuer");
    std::abort();
  }
  return pattern;
}

}  // namespace

TestIssuer::TestIssuer()
    : directory_(MakeDirectory()),
      key_(auth::SigningKey::Generate(auth::Algorithm::kEdDsa).value()) {
  std::ofstream(options().jwks)
      << nlohmann::json{{"keys", nlohmann::json::array({key_.jwk()})}}.dump();
}

TestIssuer::~TestIssuer() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

auth::VerifierOptions TestIssuer::options() const {
  return {.issuer = kIssuer, .audience = kAudience, .jwks = directory_ + "/jwks.json"};
}

std::string TestIssuer::Token(std::string_view user, const std::vector<std::string>& roles,
                              absl::Time now) const {
  return key_.Token({{"iss", kIssuer},
                     {"aud", kAudience},
                     {"sub", user},
                     {"roles", roles},
                     {"iat", absl::ToUnixSeconds(now)},
                     {"exp", absl::ToUnixSeconds(now + absl::Hours(1))}});
}

}  // namespace mainstay::testing
