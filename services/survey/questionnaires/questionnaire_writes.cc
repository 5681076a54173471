// Create, update and the verbs.
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/content_document.h"
#include "services/survey/questionnaires/content_proto.h"
#include "services/survey/questionnaires/questionnaire_events.h"
#include "services/survey/questionnaires/questionnaire_handlers.h"
#include "services/survey/questionnaires/questionnaire_proto.h"
#include "services/survey/questionnaires/questionnaire_store.h"
#include "services/survey/questionnaires/templates.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

// As JSON; a version is read whole.
constexpr size_t kMaxContentBytes = 500'000;

// As many as an error's details carry; :check says them all.
constexpr size_t kMostViolations = 12;

absl::Status Refusal(std::vector<status::FieldViolation> violations) {
  if (violations.empty()) return absl::OkStatus();
  if (violations.size() > kMostViolations) {
    const size_t more = violations.size() - kMostViolations;
    violations.resize(kMostViolations);
    violations.push_back(
        {"content", absl::StrCat(more, " more; questionnaires:check says them all")});
  }
  return status::BadFields(std::move(violations));
}

// Puts a content that a draft may have into the questionnaire.
absl::Status PutContent(const QuestionnaireContent& content, Questionnaire& questionnaire) {
  std::vector<status::FieldViolation> violations = CheckDraft(content);
  questionnaire.content = ContentToJson(ToProto(content));
  if (questionnaire.content.size() > kMaxContentBytes) {
    violations.push_back({"content", absl::StrCat("must be at most 500 kB as JSON, not ",
                                                  questionnaire.content.size(), " bytes")});
  }
  RETURN_IF_ERROR(Refusal(std::move(violations)));
  questionnaire.question_count = 0;
  for (const Section& section : content.sections) {
    questionnaire.question_count += static_cast<int>(section.questions.size());
  }
  return absl::OkStatus();
}

absl::Status PutContent(const v1::QuestionnaireContent& message, Questionnaire& questionnaire) {
  ASSIGN_OR_RETURN(const QuestionnaireContent content, FromProto(message));
  return PutContent(content, questionnaire);
}

// The content of the template that a creation names, or its own.
absl::Status PutFirstContent(const v1::CreateQuestionnaireRequest& request,
                             Questionnaire& questionnaire) {
  if (request.template_().empty()) {
    return status::PrefixFields(PutContent(request.questionnaire().content(), questionnaire),
                                "questionnaire");
  }
  const QuestionnaireTemplate* shipped =
      FindTemplate(absl::StripPrefix(request.template_(), kTemplatePrefix));
  if (shipped == nullptr) {
    return status::BadField(
        "template", absl::StrCat("there is none of that name; there are: ", TemplateNames()));
  }
  if (request.questionnaire().has_content()) {
    return status::BadField("questionnaire.content", "must be absent, as the template gives it");
  }
  return PutContent(shipped->content, questionnaire);
}

absl::StatusOr<v1::Questionnaire> Create(rpc::CallContext& call,
                                         const v1::CreateQuestionnaireRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  Questionnaire made;
  made.display_name = request.questionnaire().display_name();
  Complete(made);
  RETURN_IF_ERROR(status::PrefixFields(Validate(made), "questionnaire"));
  RETURN_IF_ERROR(PutFirstContent(request, made));
  return api::WriteOnce<v1::Questionnaire>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Questionnaire> {
        Questionnaire questionnaire = made;
        questionnaire.id = api::NewUuid(context.now);
        questionnaire.create_time = questionnaire.update_time = context.now;
        InsertQuestionnaire(tx, questionnaire);
        history::RecordChanges(tx, kQuestionnaireChanges, questionnaire.id, 1, "create", {{}},
                               context);
        events::Append(tx, QuestionnaireChangedEvent(questionnaire, context));
        return ToProtoWithContent(questionnaire);
      });
}

// What a write does to a questionnaire.
using Apply =
    std::function<absl::Status(pg::Tx&, Questionnaire&, const history::WriteContext& context)>;

// What is written, and why.
struct Write {
  std::string name;   // of the questionnaire
  std::string field;  // of the request, that the name is in
  std::string etag;
  std::string action;  // on record: "publish"
  std::string reason;
};

absl::StatusOr<std::vector<history::Change>> ChangesBetween(const Questionnaire& before,
                                                            const Questionnaire& after) {
  std::vector<history::Change> changes = history::Diff(RecordedFields(), before, after);
  if (before.content != after.content) {
    ASSIGN_OR_RETURN(const auto old_content, ContentMessageOf(before.content));
    ASSIGN_OR_RETURN(const auto content, ContentMessageOf(after.content));
    for (history::Change& change : ContentChanges(old_content, content)) {
      changes.push_back(std::move(change));
    }
  }
  if (before.delete_time != after.delete_time) {
    const auto text = [](const std::optional<absl::Time>& time) {
      return time ? history::VerbTime(*time) : std::string();
    };
    changes.push_back({"", text(before.delete_time), text(after.delete_time)});
  }
  return changes;
}

// Applies a write to the questionnaire that the request names.
template <class Request>
absl::StatusOr<v1::Questionnaire> Change(rpc::CallContext& call, const Request& request,
                                         const Write& write, const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(write.name, kQuestionnairePattern, write.field));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, write.reason));
  return api::WriteOnce<v1::Questionnaire>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Questionnaire> {
        const auto before = LockQuestionnaire(tx, ids[0]);
        if (!before) return status::NotFound(write.name);
        RETURN_IF_ERROR(api::CheckEtag(write.etag, before->version));
        Questionnaire after = *before;
        const history::WriteContext at = history::NextVersion(*before, context, after);
        RETURN_IF_ERROR(apply(tx, after, at));
        ASSIGN_OR_RETURN(const auto changes, ChangesBetween(*before, after));
        if (changes.empty()) return ToProtoWithContent(*before);
        UpdateQuestionnaire(tx, after);
        history::RecordChanges(tx, kQuestionnaireChanges, after.id, after.version, write.action,
                               changes, at);
        events::Append(tx, QuestionnaireChangedEvent(after, at));
        return ToProtoWithContent(after);
      });
}

// Whether the draft, which was put in this moment, is another one than what was published last.
absl::StatusOr<bool> DiffersFromPublished(pg::Tx& tx, const Questionnaire& questionnaire) {
  if (questionnaire.published_version == 0) return true;
  ASSIGN_OR_RETURN(const auto published,
                   ReadVersion(tx, questionnaire.id, questionnaire.published_version));
  return ContentToJson(ToProto(published->content())) != questionnaire.content;
}

absl::StatusOr<v1::Questionnaire> Update(rpc::CallContext& call,
                                         const v1::UpdateQuestionnaireRequest& request) {
  const v1::Questionnaire& wanted = request.questionnaire();
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  const auto named = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  const auto apply = [&](pg::Tx& tx, Questionnaire& questionnaire,
                         const history::WriteContext&) -> absl::Status {
    RETURN_IF_ERROR(CheckNotDeleted(questionnaire));
    ASSIGN_OR_RETURN(const v1::Questionnaire stored, ToProtoWithContent(questionnaire));
    absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, stored);
    if (named("display_name")) questionnaire.display_name = wanted.display_name();
    Complete(questionnaire);
    if (valid.ok()) valid = Validate(questionnaire);
    if (valid.ok() && named("content")) valid = PutContent(wanted.content(), questionnaire);
    RETURN_IF_ERROR(status::PrefixFields(valid, "questionnaire"));
    if (named("content")) {
      ASSIGN_OR_RETURN(questionnaire.draft_changed, DiffersFromPublished(tx, questionnaire));
    }
    return absl::OkStatus();
  };
  return Change(call, request,
                {wanted.name(), "questionnaire.name", wanted.etag(), "update", request.reason()},
                apply);
}

// The same for a verb.
template <class Request>
absl::StatusOr<v1::Questionnaire> Move(rpc::CallContext& call, const Request& request,
                                       const std::string& action, const Apply& apply) {
  return Change(call, request, {request.name(), "name", request.etag(), action, request.reason()},
                apply);
}

absl::StatusOr<v1::Questionnaire> PublishOne(rpc::CallContext& call,
                                             const v1::PublishQuestionnaireRequest& request) {
  return Move(call, request, "publish",
              [](pg::Tx& tx, Questionnaire& questionnaire,
                 const history::WriteContext& context) -> absl::Status {
                RETURN_IF_ERROR(Publish(questionnaire, context.now));
                ASSIGN_OR_RETURN(const QuestionnaireContent content,
                                 ContentFromJson(questionnaire.content));
                RETURN_IF_ERROR(Refusal(CheckForPublishing(content)));
                InsertVersion(tx, questionnaire, context.actor, context.reason);
                return absl::OkStatus();
              });
}

absl::StatusOr<v1::Questionnaire> RetireOne(rpc::CallContext& call,
                                            const v1::RetireQuestionnaireRequest& request) {
  return Move(call, request, "retire",
              [](pg::Tx&, Questionnaire& questionnaire, const history::WriteContext&) {
                return Retire(questionnaire);
              });
}

absl::StatusOr<v1::Questionnaire> RestoreOne(rpc::CallContext& call,
                                             const v1::RestoreQuestionnaireRequest& request) {
  return Move(call, request, "restore",
              [](pg::Tx&, Questionnaire& questionnaire, const history::WriteContext&) {
                return Restore(questionnaire);
              });
}

absl::StatusOr<v1::Questionnaire> DeleteOne(rpc::CallContext& call,
                                            const v1::DeleteQuestionnaireRequest& request) {
  return Move(call, request, "delete",
              [](pg::Tx&, Questionnaire& questionnaire, const history::WriteContext& context) {
                return Delete(questionnaire, context.now);
              });
}

absl::StatusOr<v1::Questionnaire> UndeleteOne(rpc::CallContext& call,
                                              const v1::UndeleteQuestionnaireRequest& request) {
  return Move(call, request, "undelete",
              [](pg::Tx&, Questionnaire& questionnaire, const history::WriteContext&) {
                return Undelete(questionnaire);
              });
}

}  // namespace

void RegisterQuestionnaireWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kQuestionnaireService, "CreateQuestionnaire"), Create);
  router.Unary(absl::StrCat(kQuestionnaireService, "UpdateQuestionnaire"), Update);
  router.Unary(absl::StrCat(kQuestionnaireService, "PublishQuestionnaire"), PublishOne);
  router.Unary(absl::StrCat(kQuestionnaireService, "RetireQuestionnaire"), RetireOne);
  router.Unary(absl::StrCat(kQuestionnaireService, "RestoreQuestionnaire"), RestoreOne);
  router.Unary(absl::StrCat(kQuestionnaireService, "DeleteQuestionnaire"), DeleteOne);
  router.Unary(absl::StrCat(kQuestionnaireService, "UndeleteQuestionnaire"), UndeleteOne);
}

}  // namespace mainstay::survey
