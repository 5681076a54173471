#include "services/feedback/requirements/requirement_verbs.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kCollected[] = {"collected"};
constexpr std::string_view kScreened[] = {"screened"};
constexpr std::string_view kAssessed[] = {"assessed"};
constexpr std::string_view kStartable[] = {"planned", "delivered"};
constexpr std::string_view kDelivering[] = {"delivering"};
constexpr std::string_view kDelivered[] = {"delivered"};
constexpr std::string_view kRejected[] = {"rejected"};
constexpr std::string_view kRejectable[] = {"collected", "screened", "assessed", "planned",
                                            "delivering"};

struct Step {
  std::string_view verb;
  absl::Span<const std::string_view> from;
  std::string_view to;
  std::string_view note;  // what the note must say; empty: it may be empty
};
constexpr Step kSteps[] = {
    {"screen", kCollected, "screened", ""},
    {"assess", kScreened, "assessed", ""},
    {"plan", kAssessed, "planned", ""},
    {"start", kStartable, "delivering", ""},
    {"deliver", kDelivering, "delivered", ""},
    {"validate", kDelivered, "validated", "how it was seen that it helps"},
    {"reject", kRejectable, "rejected", "why"},
    {"reconsider", kRejected, "collected", "why"},
};

// What must be known before a step.
absl::Status CheckKnown(const Requirement& r, std::string_view verb) {
  std::vector<status::FieldViolation> violations;
  if (verb == "assess") {
    if (r.urgency == 0) violations.push_back({"urgency", "say how urgent it is, 1 to 5, first"});
    if (r.importance == 0) {
      violations.push_back({"importance", "say how important it is, 1 to 5, first"});
    }
  }
  if (verb == "plan") {
    if (r.accountable.empty())
      violations.push_back({"accountable", "say who answers for it first"});
    if (!r.due_date) violations.push_back({"due_date", "say by when it is to be delivered first"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::string NameOf(const std::string& id) { return absl::StrCat("requirements/", id); }

}  // namespace

absl::Status CheckNotMerged(const Requirement& r) {
  if (r.merged_into.empty()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, "MERGED",
                       absl::StrCat(NameOf(r.id), " was merged into ", NameOf(r.merged_into),
                                    "; write that one, or :unmerge this one first"),
                       {{"merged_into", NameOf(r.merged_into)}});
}

absl::Status Move(Requirement& r, std::string_view verb, const std::string& note, absl::Time now) {
  RETURN_IF_ERROR(CheckNotMerged(r));
  if (verb == "keep") return absl::OkStatus();
  const Step* step = nullptr;
  for (const Step& one : kSteps) {
    if (one.verb == verb) step = &one;
  }
  if (step == nullptr) return absl::InternalError(absl::StrCat("no verb ", verb));
  if (!step->note.empty() && text::Trim(note).empty()) {
    return status::BadField("note", absl::StrCat("say ", step->note, ", in 1 to 500 characters"));
  }
  RETURN_IF_ERROR(
      status::CheckState("the requirement", r.state, absl::StrCat(":", verb), step->from));
  RETURN_IF_ERROR(CheckKnown(r, verb));
  r.state = std::string(step->to);
  r.reject_reason = verb == "reject" ? text::Trim(note) : "";
  if (verb == "start") r.deliver_time.reset();
  if (verb == "deliver") r.deliver_time = now;
  if (verb == "validate") r.validate_time = now;
  return absl::OkStatus();
}

absl::Status Merge(Requirement& merged, const Requirement& into, int parts) {
  if (merged.id == into.id) return status::BadField("into", "must be another requirement");
  RETURN_IF_ERROR(CheckNotMerged(merged));
  RETURN_IF_ERROR(CheckNotMerged(into));
  if (parts > 0) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "HAS_PARTS",
                         absl::StrCat(NameOf(merged.id), " has ", parts,
                                      " parts; give them another parent before merging it"));
  }
  merged.merged_into = into.id;
  return absl::OkStatus();
}

absl::Status Unmerge(Requirement& merged) {
  if (merged.merged_into.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOT_MERGED",
                         absl::StrCat(NameOf(merged.id), " was not merged into another"));
  }
  merged.merged_into.clear();
  return absl::OkStatus();
}

}  // namespace mainstay::feedback
