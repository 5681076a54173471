#include "tools/mainstayctl/token_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/base64url.h"
#include "common/auth/strict_json.h"

namespace mainstay::ctl {

namespace {

absl::Status NotAToken() {
  return absl::UnauthenticatedError(
      "the token is not a JWT (three parts separated by dots); mint one for development with "
      "tools/mainstay token --user U --role R");
}

}  // namespace

std::string DefaultTokenFile() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return absl::StrCat(config, "/mainstay/token");
  const char* home = std::getenv("HOME");
  return absl::StrCat(home != nullptr ? home : ".", "/.config/mainstay/token");
}

absl::StatusOr<std::string> ReadTokenFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    if (errno == ENOENT) return "";
    return absl::UnavailableError(absl::StrCat("cannot read ", path, ": ", strerror(errno)));
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status WriteTokenFile(const std::string& path, const std::string& token) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty() && std::filesystem::create_directories(folder, error)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  const std::string part = path + ".part";
  unlink(part.c_str());  // left by an interrupted run
  const int file = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      file >= 0 && write(file, token.data(), token.size()) == static_cast<ssize_t>(token.size());
  if (file >= 0) close(file);
  if (!written || rename(part.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status CheckToken(const std::string& token) {
  if (token.empty()) {
    return absl::UnauthenticatedError(
        "there is no token: give --token, set MAINSTAY_TOKEN, or save one with mainstayctl token "
        "use");
  }
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const bool whole = parts.size() == 3 && std::none_of(parts.begin(), parts.end(), [](auto& part) {
                       return part.empty() || !auth::Base64UrlDecode(part);
                     });
  return whole ? absl::OkStatus() : NotAToken();
}

absl::StatusOr<TokenClaims> ReadClaims(const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::optional<std::string> payload;
  if (parts.size() == 3) payload = auth::Base64UrlDecode(parts[1]);
  std::optional<nlohmann::json> claims;
  if (payload) claims = auth::ParseStrictObject(*payload);
  if (!claims) return NotAToken();
  auto text = [&](const char* name) {
    return claims->contains(name) && (*claims)[name].is_string()
               ? (*claims)[name].get<std::string>()
               : std::string();
  };
  TokenClaims result{.subject = text("sub"), .name = text("name"), .issuer = text("iss")};
  if (claims->contains("roles")) {
    for (const nlohmann::json& role : (*claims)["roles"]) {
      if (!role.is_string()) continue;
      absl::StrAppend(&result.roles, result.roles.empty() ? "" : ", ", role.get<std::string>());
    }
  }
  if (claims->contains("exp") && (*claims)["exp"].is_number()) {
    result.expires = absl::UnixEpoch() + absl::Seconds((*claims)["exp"].get<double>());
  }
  return result;
}

}  // namespace mainstay::ctl
