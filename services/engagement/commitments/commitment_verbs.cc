#include "services/engagement/commitments/commitment_verbs.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

constexpr size_t kMaxEvidence = 20;

constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kClosed[] = {"kept", "broken", "cancelled"};
// What a browser would run instead of opening it.
constexpr std::string_view kScriptSchemes[] = {"javascript", "data", "vbscript"};

// The length was checked with the request (text::ValidateReason).
absl::Status CheckSaid(std::string_view reason) {
  if (!text::Trim(reason).empty()) return absl::OkStatus();
  return status::BadField("reason", "say why, in 1 to 500 characters");
}

// A scheme, a colon and more: whether there is something behind it only opening it tells.
bool IsUri(std::string_view uri) {
  const size_t colon = uri.find(':');
  if (colon == uri.npos || colon == 0 || colon + 1 == uri.size() || uri.find(' ') != uri.npos) {
    return false;
  }
  const std::string scheme = absl::AsciiStrToLower(uri.substr(0, colon));
  return absl::ascii_isalpha(static_cast<unsigned char>(scheme[0])) &&
         std::all_of(scheme.begin(), scheme.end(),
                     [](unsigned char c) {
                       return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.';
                     }) &&
         std::find(std::begin(kScriptSchemes), std::end(kScriptSchemes), scheme) ==
             std::end(kScriptSchemes);
}

absl::Status CheckProof(const Proof& proof, absl::Time now) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("proof", text::Trim(proof.text), 1, 8000, text::Lines::kMany, violations);
  if (proof.evidence_uris.size() > kMaxEvidence) {
    violations.push_back({"evidence_uris", absl::StrCat("must be at most ", kMaxEvidence)});
  }
  for (size_t i = 0; i < proof.evidence_uris.size(); ++i) {
    const std::string at = absl::StrCat("evidence_uris[", i, "]");
    text::CheckText(at, proof.evidence_uris[i], 1, 1000, text::Lines::kOne, violations);
    if (!IsUri(proof.evidence_uris[i])) {
      violations.push_back({at, "must be a URI such as https://files.example.com/receipt.pdf"});
    }
  }
  if (proof.kept_time > now) violations.push_back({"kept_time", "must not be in the future"});
  if (absl::ToCivilYear(proof.kept_time, absl::UTCTimeZone()).year() < 2000) {
    violations.push_back({"kept_time", "must not be before the year 2000"});
  }
  if (violations.empty()) return absl::OkStatus();
  return status::BadFields(std::move(violations));
}

}  // namespace

absl::Status Keep(Commitment& c, const Proof& proof, absl::Time now) {
  RETURN_IF_ERROR(CheckProof(proof, now));
  RETURN_IF_ERROR(status::CheckState("the commitment", c.state, ":keep", kOpen));
  c.state = "kept";
  c.proof = text::Trim(proof.text);
  c.evidence_uris = proof.evidence_uris;
  c.kept_time = proof.kept_time;
  c.punctuality = PunctualityAt(c, proof.kept_time);
  return absl::OkStatus();
}

absl::Status Break(Commitment& c, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid(reason));
  RETURN_IF_ERROR(status::CheckState("the commitment", c.state, ":break", kOpen));
  c.state = "broken";
  c.close_reason = text::Trim(reason);
  return absl::OkStatus();
}

absl::Status Renegotiate(Commitment& c, absl::Time due_time, const std::string& reason,
                         absl::Time now) {
  RETURN_IF_ERROR(CheckSaid(reason));
  RETURN_IF_ERROR(CheckDueTime("due_time", due_time));
  if (due_time <= now) return status::BadField("due_time", "must be in the future");
  RETURN_IF_ERROR(status::CheckState("the commitment", c.state, ":renegotiate", kOpen));
  if (due_time == c.due_time) {
    return status::BadField("due_time", "must be another time than it is due now");
  }
  c.due_time = due_time;
  ++c.renegotiation_count;
  return absl::OkStatus();
}

absl::Status Cancel(Commitment& c, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid(reason));
  RETURN_IF_ERROR(status::CheckState("the commitment", c.state, ":cancel", kOpen));
  c.state = "cancelled";
  c.close_reason = text::Trim(reason);
  return absl::OkStatus();
}

absl::Status Reopen(Commitment& c) {
  RETURN_IF_ERROR(status::CheckState("the commitment", c.state, ":reopen", kClosed));
  c.state = "open";
  c.proof.clear();
  c.evidence_uris.clear();
  c.kept_time.reset();
  c.punctuality.clear();
  c.close_reason.clear();
  return absl::OkStatus();
}

}  // namespace mainstay::engagement
