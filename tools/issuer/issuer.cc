#include "tools/issuer/issuer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <openssl/rand.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/auth/base64url.h"
#include "common/auth/roles.h"
#include "common/auth/signing_key.h"
#include "common/status/status.h"

namespace mainstay::issuer {
namespace {

using nlohmann::json;

std::string KeyPath(const std::string& directory) { return directory + "/key.pem"; }

absl::Status FileError(std::string_view what, const std::string& path) {
  return absl::UnavailableError(absl::StrCat("cannot ", what, " ", path, ": ", strerror(errno)));
}

// Writes beside `path`, then moves into place: readers see the old file or the whole new one.
absl::Status WriteFile(const std::string& path, const std::string& content, mode_t mode) {
  const std::string part = absl::StrCat(path, ".", getpid(), ".part");
  const int file = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return FileError("create", part);
  const bool written =
      write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      fsync(file) == 0;
  absl::Status status = written ? absl::OkStatus() : FileError("write", part);
  close(file);
  if (status.ok() && rename(part.c_str(), path.c_str()) != 0) status = FileError("write", path);
  if (!status.ok()) unlink(part.c_str());
  return status;
}

absl::StatusOr<auth::SigningKey> ReadKey(const std::string& directory) {
  const std::string path = KeyPath(directory);
  std::ifstream file(path);
  if (!file) {
    return absl::NotFoundError(
        absl::StrCat("no key in ", directory, "; run: mainstay-issuer init --dir ", directory));
  }
  const std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  absl::StatusOr<auth::SigningKey> key = auth::SigningKey::FromPem(pem);
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", key.status().message()));
  }
  return key;
}

absl::Status CheckRequest(const TokenRequest& request) {
  const auto is_bad = [](char c) { return c == '/' || absl::ascii_iscntrl(c); };
  if (request.user.empty() || request.user.size() > 128 ||
      std::any_of(request.user.begin(), request.user.end(), is_bad)) {
    return absl::InvalidArgumentError(
        "--user must be 1 to 128 bytes without '/' and control characters");
  }
  if (request.ttl < absl::Seconds(1) || request.ttl > absl::Hours(24 * 31)) {
    return absl::InvalidArgumentError("--ttl must be 1s to 744h");
  }
  const std::vector<std::string>& known = auth::AllRoles();
  for (const std::string& role : request.roles) {
    if (std::find(known.begin(), known.end(), role) == known.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("no role \"", role, "\"; the roles are ", absl::StrJoin(known, ", ")));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Init(const std::string& directory) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(directory, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot make the folder ", directory, ": ", error.message()));
  }
  if (made) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (!std::filesystem::exists(KeyPath(directory))) {
    ASSIGN_OR_RETURN(auth::SigningKey fresh, auth::SigningKey::Generate(auth::Algorithm::kEs256));
    RETURN_IF_ERROR(WriteFile(KeyPath(directory), fresh.ToPem(), 0600));
  }
  ASSIGN_OR_RETURN(auth::SigningKey key, ReadKey(directory));
  const json set = {{"keys", json::array({key.jwk()})}};
  return WriteFile(directory + "/jwks.json", set.dump(2) + "\n", 0644);
}

absl::StatusOr<std::string> MintToken(const std::string& directory, const TokenRequest& request,
                                      absl::Time now) {
  RETURN_IF_ERROR(CheckRequest(request));
  ASSIGN_OR_RETURN(auth::SigningKey key, ReadKey(directory));
  std::string id(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size())) != 1) {
    return absl::InternalError("no random bytes from OpenSSL");
  }
  json claims = {{"iss", request.issuer},
                 {"aud", request.audience},
                 {"sub", request.user},
                 {"roles", request.roles},
                 {"iat", absl::ToUnixSeconds(now)},
                 {"exp", absl::ToUnixSeconds(now + request.ttl)},
                 {"jti", auth::Base64UrlEncode(id)}};
  if (!request.name.empty()) claims["name"] = request.name;
  return key.Token(claims);
}

}  // namespace mainstay::issuer
