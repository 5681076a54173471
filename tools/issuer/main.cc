// mainstay-issuer: makes the development issuer's key and mints tokens with it.
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/roles.h"
#include "tools/issuer/issuer.h"

int main(int argc, char** argv) {
  using mainstay::issuer::TokenRequest;
  CLI::App app("Tokens for development: a key pair in a folder, and tokens signed with it.",
               "mainstay-issuer");
  app.require_subcommand(1);
  app.set_version_flag("--version", MAINSTAY_VERSION);

  std::string directory;
  CLI::App* init = app.add_subcommand(
      "init", "Make the key unless it is there, and write jwks.json for the services");
  init->add_option("--dir", directory, "Folder of key.pem and jwks.json")->required();

  TokenRequest request;
  std::string ttl = "1h";
  CLI::App* token = app.add_subcommand("token", "Print a token");
  token->add_option("--dir", directory, "Folder of key.pem")->required();
  token->add_option("--user", request.user, "User id, such as wang.li")->required();
  token->add_option("--name", request.name, "The user's name for display");
  token->add_option("--role", request.roles, "Role; may be given several times")
      ->check(CLI::IsMember(mainstay::auth::AllRoles()));
  token->add_option("--ttl", ttl, "How long it is good: 30s, 15m, 1h, 744h at most")
      ->capture_default_str();
  token->add_option("--issuer", request.issuer, "The token's iss")->capture_default_str();
  token->add_option("--audience", request.audience, "The token's aud")->capture_default_str();
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("mainstay-issuer: ", error.what(), " (see --help)\n");
  });
  app.footer("Exit codes: 0 done, 1 failed, 2 wrong usage.");
  constexpr int kUsage = 2;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;  // 0 after --help and --version
  }

  if (init->parsed()) {
    const absl::Status status = mainstay::issuer::Init(directory);
    if (status.ok()) return 0;
    std::cerr << "mainstay-issuer: " << status.message() << "\n";
    return 1;
  }
  if (!absl::ParseDuration(ttl, &request.ttl)) {
    std::cerr << "mainstay-issuer: --ttl is not a duration such as 30s, 15m or 1h\n";
    return kUsage;
  }
  const absl::StatusOr<std::string> minted =
      mainstay::issuer::MintToken(directory, request, absl::Now());
  if (!minted.ok()) {
    std::cerr << "mainstay-issuer: " << minted.status().message() << "\n";
    return 1;
  }
  std::cout << *minted << "\n";
}
