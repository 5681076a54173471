#include "services/survey/questionnaires/questionnaire_record.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kPublishable[] = {"draft", "published"};
constexpr std::string_view kPublished[] = {"published"};
constexpr std::string_view kRetired[] = {"retired"};
constexpr std::string_view kDeletable[] = {"draft", "retired"};

constexpr history::Field<Questionnaire> kRecorded[] = {
    {"display_name", [](const Questionnaire& q) { return q.display_name; },
     [](Questionnaire& q, std::string_view value) { q.display_name = std::string(value); }},
    {"state", [](const Questionnaire& q) { return q.state; },
     [](Questionnaire& q, std::string_view value) { q.state = std::string(value); }},
    {"published_version", [](const Questionnaire& q) { return absl::StrCat(q.published_version); },
     [](Questionnaire& q, std::string_view value) {
       if (!absl::SimpleAtoi(value, &q.published_version)) q.published_version = 0;
     }},
};

absl::Status CheckState(const Questionnaire& questionnaire, std::string_view verb,
                        absl::Span<const std::string_view> from) {
  RETURN_IF_ERROR(CheckNotDeleted(questionnaire));
  return status::CheckState("the questionnaire", questionnaire.state, verb, from);
}

}  // namespace

void Complete(Questionnaire& questionnaire) {
  questionnaire.display_name = text::Trim(questionnaire.display_name);
}

absl::Status Validate(const Questionnaire& questionnaire) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", questionnaire.display_name, 1, 200, text::Lines::kOne,
                  violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Publish(Questionnaire& questionnaire, absl::Time now) {
  RETURN_IF_ERROR(CheckState(questionnaire, ":publish", kPublishable));
  if (!questionnaire.draft_changed) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_PUBLISH",
                         absl::StrCat("the draft is what version ", questionnaire.published_version,
                                      " has; change it first"));
  }
  questionnaire.state = "published";
  ++questionnaire.published_version;
  questionnaire.draft_changed = false;
  questionnaire.publish_time = now;
  return absl::OkStatus();
}

absl::Status Retire(Questionnaire& questionnaire) {
  RETURN_IF_ERROR(CheckState(questionnaire, ":retire", kPublished));
  questionnaire.state = "retired";
  return absl::OkStatus();
}

absl::Status Restore(Questionnaire& questionnaire) {
  RETURN_IF_ERROR(CheckState(questionnaire, ":restore", kRetired));
  questionnaire.state = "published";
  return absl::OkStatus();
}

absl::Status Delete(Questionnaire& questionnaire, absl::Time now) {
  RETURN_IF_ERROR(CheckState(questionnaire, "deleting", kDeletable));
  questionnaire.delete_time = now;
  return absl::OkStatus();
}

absl::Status Undelete(Questionnaire& questionnaire) {
  if (!questionnaire.delete_time) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "QUESTIONNAIRE_NOT_DELETED",
                         "the questionnaire is not deleted");
  }
  questionnaire.delete_time.reset();
  return absl::OkStatus();
}

absl::Status CheckNotDeleted(const Questionnaire& questionnaire) {
  if (!questionnaire.delete_time) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, "QUESTIONNAIRE_DELETED",
                       "the questionnaire is deleted; undelete it before changing it");
}

absl::Span<const history::Field<Questionnaire>> RecordedFields() { return kRecorded; }

}  // namespace mainstay::survey
