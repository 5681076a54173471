#include "common/auth/jwt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/auth/base64url.h"
#include "common/auth/roles.h"
#include "common/auth/strict_json.h"
#include "common/status/status.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;

constexpr size_t kMaxKidBytes = 256;
constexpr size_t kMaxSubjectBytes = 128;
constexpr size_t kMaxDisplayNameBytes = 256;
constexpr double kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z

// Header members that bring their own key, change what is signed, or ask for understanding that
// is not here.
constexpr std::array<const char*, 9> kRefusedHeaders = {"jku", "jwk", "x5u", "x5c", "crit",
                                                        "b64", "zip", "cty", "enc"};

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return absl::ascii_iscntrl(c); });
}

absl::Status CheckHeader(const json& header) {
  for (const char* name : kRefusedHeaders) {
    if (header.contains(name)) {
      return TokenInvalid(absl::StrCat("the token's header has ", name, ", which is refused"));
    }
  }
  auto type = header.find("typ");
  if (type == header.end()) return absl::OkStatus();
  const std::string name = type->is_string() ? type->get<std::string>() : "";
  for (std::string_view known : {"JWT", "at+jwt", "application/at+jwt"}) {
    if (absl::EqualsIgnoreCase(name, known)) return absl::OkStatus();
  }
  return TokenInvalid("the token's typ is neither JWT nor at+jwt");
}

// A NumericDate (RFC 7519 §2): seconds, perhaps with a fraction. Nothing when `name` is absent.
absl::StatusOr<std::optional<absl::Time>> Moment(const json& claims, const char* name) {
  auto it = claims.find(name);
  if (it == claims.end()) return std::nullopt;
  const double seconds = it->is_number() ? it->get<double>() : -1;
  if (!(seconds >= 0 && seconds <= kLastSecond)) {
    return TokenInvalid(absl::StrCat("the token's ", name, " is not a time in seconds"));
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

absl::StatusOr<absl::Time> CheckTimes(const json& claims, absl::Duration leeway, absl::Time now) {
  ASSIGN_OR_RETURN(std::optional<absl::Time> expires, Moment(claims, "exp"));
  ASSIGN_OR_RETURN(std::optional<absl::Time> not_before, Moment(claims, "nbf"));
  ASSIGN_OR_RETURN(std::optional<absl::Time> issued, Moment(claims, "iat"));
  if (!expires) return TokenInvalid("the token has no exp");
  if (not_before && *not_before > now + leeway) return TokenInvalid("the token is not valid yet");
  if (issued && *issued > now + leeway) return TokenInvalid("the token was issued in the future");
  if (now >= *expires + leeway) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED",
                         "the token has expired; get a new one");
  }
  return *expires;
}

absl::Status CheckAudience(const json& claims, const std::string& audience) {
  auto it = claims.find("aud");
  if (it == claims.end()) return TokenInvalid("the token has no aud");
  if (it->is_string() && *it == audience) return absl::OkStatus();
  if (it->is_array()) {
    if (!std::all_of(it->begin(), it->end(), [](const json& one) { return one.is_string(); })) {
      return TokenInvalid("the token's aud is not text");
    }
    if (std::find(it->begin(), it->end(), audience) != it->end()) return absl::OkStatus();
  }
  return TokenInvalid("the token is for another audience");
}

absl::StatusOr<std::string> Subject(const json& claims) {
  auto it = claims.find("sub");
  if (it == claims.end() || !it->is_string()) return TokenInvalid("the token has no sub");
  std::string subject = it->get<std::string>();
  // It becomes a segment of resource names and a line in logs.
  if (subject.empty() || subject.size() > kMaxSubjectBytes || HasControls(subject) ||
      absl::StrContains(subject, '/')) {
    return TokenInvalid("the token's sub is not 1 to 128 bytes without '/' and controls");
  }
  return subject;
}

absl::StatusOr<std::vector<std::string>> Roles(const json& claims) {
  std::vector<std::string> roles;
  auto it = claims.find("roles");
  if (it == claims.end()) return roles;
  if (!it->is_array()) return TokenInvalid("the token's roles are not an array of text");
  for (const json& role : *it) {
    if (!role.is_string()) return TokenInvalid("the token's roles are not an array of text");
  }
  for (const std::string& known : AllRoles()) {
    if (std::find(it->begin(), it->end(), known) != it->end()) roles.push_back(known);
  }
  return roles;
}

}  // namespace

absl::Status TokenInvalid(std::string_view message) {
  return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID", message);
}

absl::StatusOr<UnverifiedToken> ParseToken(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return TokenInvalid("the token is longer than 8 KiB");
  const size_t first = token.find('.');
  const size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) {
    return TokenInvalid("the token is not three parts joined by dots");
  }
  std::optional<std::string> head = Base64UrlDecode(token.substr(0, first));
  std::optional<std::string> payload = Base64UrlDecode(token.substr(first + 1, second - first - 1));
  std::optional<std::string> signature = Base64UrlDecode(token.substr(second + 1));
  if (!head || !payload || !signature) return TokenInvalid("the token is not canonical base64url");
  std::optional<json> header = ParseStrictObject(*head);
  if (!header) return TokenInvalid("the token's header is not a JSON object with distinct keys");
  RETURN_IF_ERROR(CheckHeader(*header));

  auto name = header->find("alg");
  std::optional<Algorithm> algorithm;
  if (name != header->end() && name->is_string()) {
    algorithm = AlgorithmByName(name->get_ref<const std::string&>());
  }
  if (!algorithm) return TokenInvalid("the token's alg is not RS256, ES256 or EdDSA");
  UnverifiedToken result{.algorithm = *algorithm,
                         .signing_input = token.substr(0, second),
                         .payload = *std::move(payload),
                         .signature = *std::move(signature)};
  if (auto kid = header->find("kid"); kid != header->end()) {
    if (!kid->is_string() || kid->get_ref<const std::string&>().empty() ||
        kid->get_ref<const std::string&>().size() > kMaxKidBytes) {
      return TokenInvalid("the token's kid is not 1 to 256 bytes of text");
    }
    result.kid = kid->get<std::string>();
  }
  return result;
}

absl::Status CheckSignature(const UnverifiedToken& token, const Jwk& key) {
  if (token.algorithm != key.algorithm()) {
    return TokenInvalid("the token's alg is not that of its key");
  }
  if (!key.Verify(token.signing_input, token.signature)) {
    return TokenInvalid("the token's signature is wrong");
  }
  return absl::OkStatus();
}

absl::StatusOr<Principal> CheckClaims(std::string_view payload, const TokenRules& rules,
                                      absl::Time now) {
  std::optional<json> claims = ParseStrictObject(payload);
  if (!claims) return TokenInvalid("the token's claims are not a JSON object with distinct keys");
  auto issuer = claims->find("iss");
  if (issuer == claims->end() || *issuer != rules.issuer) {
    return TokenInvalid("the token is from another issuer");
  }
  RETURN_IF_ERROR(CheckAudience(*claims, rules.audience));
  Principal principal;
  ASSIGN_OR_RETURN(principal.subject, Subject(*claims));
  ASSIGN_OR_RETURN(principal.roles, Roles(*claims));
  ASSIGN_OR_RETURN(principal.expires, CheckTimes(*claims, rules.leeway, now));
  if (auto name = claims->find("name"); name != claims->end()) {
    if (!name->is_string() || name->get_ref<const std::string&>().size() > kMaxDisplayNameBytes ||
        HasControls(name->get_ref<const std::string&>())) {
      return TokenInvalid("the token's name is not text of at most 256 bytes");
    }
    principal.display_name = name->get<std::string>();
  }
  return principal;
}

}  // namespace mainstay::auth
