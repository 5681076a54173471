// Get, list, check, versions, the change history and the templates.
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/content_proto.h"
#include "services/survey/questionnaires/questionnaire_handlers.h"
#include "services/survey/questionnaires/questionnaire_proto.h"
#include "services/survey/questionnaires/questionnaire_store.h"
#include "services/survey/questionnaires/templates.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

absl::StatusOr<Questionnaire> Find(pg::Tx& tx, const std::string& id, const std::string& name) {
  const auto questionnaire = ReadQuestionnaire(tx, id);
  if (!questionnaire) return status::NotFound(name);
  return *questionnaire;
}

absl::StatusOr<v1::Questionnaire> Get(rpc::CallContext& call,
                                      const v1::GetQuestionnaireRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kQuestionnairePattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Questionnaire> {
    ASSIGN_OR_RETURN(const Questionnaire questionnaire, Find(tx, ids[0], request.name()));
    return ToProtoWithContent(questionnaire);
  });
}

absl::StatusOr<v1::ListQuestionnairesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                    const v1::ListQuestionnairesRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, QuestionnaireListFields(),
                                      request.show_deleted() ? "deleted too" : ""));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListQuestionnairesResponse> {
        const auto page = ListQuestionnaires(tx, listing.query(), request.show_deleted());
        v1::ListQuestionnairesResponse response;
        for (const Questionnaire& one : page.items) {
          *response.add_questionnaires() = ToProto(one);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::QuestionnaireContent> ContentToCheck(
    rpc::CallContext& call, const v1::CheckQuestionnaireRequest& request) {
  if (request.name().empty() != request.has_content()) {
    return status::BadField("name", "give the name of a questionnaire or a content");
  }
  if (request.has_content()) return request.content();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kQuestionnairePattern, "name"));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::QuestionnaireContent> {
        ASSIGN_OR_RETURN(const Questionnaire questionnaire, Find(tx, ids[0], request.name()));
        return ContentMessageOf(questionnaire.content);
      });
}

absl::StatusOr<v1::CheckQuestionnaireResponse> Check(rpc::CallContext& call,
                                                     const v1::CheckQuestionnaireRequest& request) {
  ASSIGN_OR_RETURN(const v1::QuestionnaireContent message, ContentToCheck(call, request));
  v1::CheckQuestionnaireResponse response;
  const auto add = [&](const std::vector<status::FieldViolation>& violations) {
    for (const auto& [field, description] : violations) {
      v1::ContentProblem& problem = *response.add_problems();
      problem.set_field(field);
      problem.set_description(description);
    }
  };
  const absl::StatusOr<QuestionnaireContent> content = FromProto(message);
  add(content.ok() ? CheckForPublishing(*content) : status::GetFieldViolations(content.status()));
  return response;
}

absl::StatusOr<v1::QuestionnaireVersion> GetVersion(
    rpc::CallContext& call, const v1::GetQuestionnaireVersionRequest& request) {
  ASSIGN_OR_RETURN(const auto place, ParseVersionName(request.name(), "name"));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::QuestionnaireVersion> {
        ASSIGN_OR_RETURN(const auto version, ReadVersion(tx, place.first, place.second));
        return ToProto(*version);
      });
}

absl::StatusOr<v1::ListQuestionnaireVersionsResponse> ListOfVersions(
    rpc::CallContext& call, const Deps& deps, const v1::ListQuestionnaireVersionsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.parent(), kQuestionnairePattern, "parent"));
  const api::Listing::Asked asked{request.page_size(), request.page_token(), "", ""};
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, asked, {{}, VersionSorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListQuestionnaireVersionsResponse> {
                          RETURN_IF_ERROR(Find(tx, ids[0], request.parent()).status());
                          const auto page = ListVersions(tx, listing.query(), ids[0]);
                          v1::ListQuestionnaireVersionsResponse response;
                          for (const VersionEntry& version : page.items)
                            *response.add_versions() = ToProto(version);
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListQuestionnaireChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListQuestionnaireChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(request.parent(), kQuestionnairePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListQuestionnaireChangesResponse> {
        RETURN_IF_ERROR(Find(tx, ids[0], request.parent()).status());
        const auto page = listing.ReadFrom(tx, kQuestionnaireChanges, ids[0]);
        v1::ListQuestionnaireChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::QuestionnaireChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListQuestionnaireTemplatesResponse> ListTemplates(
    rpc::CallContext&, const v1::ListQuestionnaireTemplatesRequest&) {
  v1::ListQuestionnaireTemplatesResponse response;
  for (const QuestionnaireTemplate& shipped : QuestionnaireTemplates()) {
    *response.add_templates() = ToProto(shipped);
  }
  return response;
}

}  // namespace

void RegisterQuestionnaireReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kQuestionnaireService, "GetQuestionnaire"), Get);
  router.Unary(absl::StrCat(kQuestionnaireService, "ListQuestionnaires"), deps, List);
  router.Unary(absl::StrCat(kQuestionnaireService, "CheckQuestionnaire"), Check);
  router.Unary(absl::StrCat(kQuestionnaireService, "GetQuestionnaireVersion"), GetVersion);
  router.Unary(absl::StrCat(kQuestionnaireService, "ListQuestionnaireVersions"), deps,
               ListOfVersions);
  router.Unary(absl::StrCat(kQuestionnaireService, "ListQuestionnaireChanges"), deps, ListChanges);
  router.Unary(absl::StrCat(kQuestionnaireService, "ListQuestionnaireTemplates"), ListTemplates);
}

}  // namespace mainstay::survey
