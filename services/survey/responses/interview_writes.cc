// Interviews by phone: what is asked, and what was said.
#include <mainstay/survey/v1/response_service.pb.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/auth/roles.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_masking.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/campaigns/closing_store.h"
#include "services/survey/campaigns/quota_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_problems.h"
#include "services/survey/responses/answer_proto.h"
#include "services/survey/responses/response_handlers.h"
#include "services/survey/responses/response_write.h"
#include "services/survey/responses/sitting.h"
#include "services/survey/responses/survey_form_proto.h"

namespace mainstay::survey {
namespace {

constexpr absl::Duration kLongestInterview = absl::Hours(24);
constexpr char kPhone[] = "phone";

// The invitation that is interviewed: its ids, of an account within the caller's scope.
absl::StatusOr<std::vector<std::string>> FindInterviewed(rpc::CallContext& call, const Deps& deps,
                                                         const std::string& name) {
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   api::ParseName(name, "campaigns/*/invitations/*", "invitation"));
  ASSIGN_OR_RETURN(
      const std::string account_id,
      call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
        const auto invitation = ReadInvitation(tx, ids[0], ids[1]);
        if (!invitation) return status::NotFound(name);
        return invitation->account_id;
      }));
  RETURN_IF_ERROR(directory::FindAccount(call, *deps.directory, account_id, name).status());
  return ids;
}

absl::Status NotOpen(const Sitting& sitting) {
  return status::Error(absl::StatusCode::kFailedPrecondition, "INVITATION_NOT_OPEN",
                       absl::StrCat("the invitation cannot be answered: ", sitting.state),
                       {{"state", sitting.state}});
}

// Whether an interviewer is kept from knowing that it was answered (campaign_masking.h): nobody
// learns it from a form, or without answers that would be recorded.
bool HidesThatAnswered(const Sitting& sitting, const rpc::CallContext& call) {
  return sitting.state == "answered" && MasksProgress(sitting.campaign) &&
         !auth::Grants(call.principal(), "surveys.identities.read").has_value();
}

// What the state would be had nobody answered: an invitation that was answered and one that was not
// are refused alike when they expired or enough have answered.
std::string StateUnanswered(Sitting sitting, absl::Time now) {
  sitting.invitation.state = "sent";
  return std::string(LinkState(sitting.invitation, sitting.campaign, now));
}

// Before their form, by phone; it is open, or hides that it was answered. With `for_update` the
// invitation is locked and the campaign held open.
absl::StatusOr<Sitting> SitDown(pg::Tx& tx, const rpc::CallContext& call,
                                const std::vector<std::string>& ids, const std::string& name,
                                bool for_update) {
  const auto invitation =
      for_update ? LockInvitation(tx, ids[0], ids[1]) : ReadInvitation(tx, ids[0], ids[1]);
  if (for_update) HoldOpen(tx, ids[0]);
  auto campaign = ReadCampaign(tx, ids[0]);
  if (!invitation || !campaign) return status::NotFound(name);
  if (for_update && !campaign->quotas.empty()) campaign->quotas = LockQuotas(tx, campaign->id);
  Sitting sitting;
  sitting.invitation = *invitation;
  sitting.invitation.channel = kPhone;
  sitting.campaign = *std::move(campaign);
  sitting.state = LinkState(*invitation, sitting.campaign, call.now());
  if (sitting.open() && sitting.campaign.anonymous() && !HasToken(tx, invitation->id)) {
    sitting.state = "gone";
  }
  if (HidesThatAnswered(sitting, call)) {
    if (const std::string state = StateUnanswered(sitting, call.now()); state != "open") {
      sitting.state = state;
      return NotOpen(sitting);
    }
  } else if (!sitting.open()) {
    return NotOpen(sitting);
  }
  ASSIGN_OR_RETURN(sitting.version, ReadVersion(tx, sitting.campaign.questionnaire_id,
                                                sitting.campaign.questionnaire_version));
  return sitting;
}

absl::Status CheckLanguage(const std::string& language) {
  if (IsLanguageOrNone(language)) return absl::OkStatus();
  return status::BadField("language", "must be \"zh\" or \"en\"");
}

absl::StatusOr<v1::SurveyForm> GetForm(rpc::CallContext& call, const Deps& deps,
                                       const v1::GetInterviewFormRequest& request) {
  RETURN_IF_ERROR(CheckLanguage(request.language()));
  ASSIGN_OR_RETURN(const Answers answers, AnswersFromProto(request.answers()));
  ASSIGN_OR_RETURN(const auto ids, FindInterviewed(call, deps, request.invitation()));
  ASSIGN_OR_RETURN(Sitting sitting, call.db().Read(call.tx_options(), [&](pg::Tx& tx) {
    return SitDown(tx, call, ids, request.invitation(), /*for_update=*/false);
  }));
  sitting.state = "open";
  sitting.part.language = LanguageFor(request.language(), "", "", sitting.invitation.language);
  sitting.part.answers = answers;
  const Form& form = sitting.version->form;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, sitting.part.language);
  std::vector<ShownSection> shown;
  for (const Section* section : ShownSections(form, facts, answers)) {
    shown.push_back(Show(form, *section, {facts, answers, sitting.part.language, 0}));
  }
  v1::SurveyForm proto = FormToProto(sitting, shown, Validate(form, facts, answers));
  proto.set_section_number(1);
  proto.set_section_count(static_cast<int>(shown.size()));
  return proto;
}

absl::StatusOr<ResponseDraft> DraftOf(const rpc::CallContext& call, Sitting sitting,
                                      const v1::RecordResponseRequest& request,
                                      const Answers& answers) {
  ResponseDraft draft;
  Response& response = draft.response;
  const Invitation& invitation = sitting.invitation;
  response.wave = invitation.wave;
  response.account_id = invitation.account_id;
  response.contact_id = invitation.contact_id;
  response.channel = kPhone;
  response.language = LanguageFor(request.language(), "", "", invitation.language);
  response.facts = FactsOf(sitting.campaign, invitation, response.language);
  response.answers = answers;
  response.submit_time = call.now();
  response.recorded_by = call.principal().subject;
  if (request.has_start_time()) {
    ASSIGN_OR_RETURN(const absl::Time start,
                     api::TimeFromProto(request.start_time(), "start_time"));
    if (start > call.now() + absl::Minutes(1) || start < call.now() - kLongestInterview) {
      return status::BadField("start_time", "must be within the last 24 hours");
    }
    response.start_time = start;
    response.duration_seconds = DurationSeconds(start, call.now());
  }
  draft.invitation = invitation;
  return draft;
}

absl::StatusOr<v1::RecordResponseResponse> RecordOne(pg::Tx& tx, const rpc::CallContext& call,
                                                     const Deps& deps,
                                                     const std::vector<std::string>& ids,
                                                     const v1::RecordResponseRequest& request,
                                                     const Answers& answers,
                                                     const history::WriteContext& context) {
  ASSIGN_OR_RETURN(const Sitting sitting,
                   SitDown(tx, call, ids, request.invitation(), /*for_update=*/true));
  ASSIGN_OR_RETURN(ResponseDraft draft, DraftOf(call, sitting, request, answers));
  if (!sitting.open()) {
    RETURN_IF_ERROR(ProblemsStatus(
        Validate(sitting.version->form, draft.response.facts, draft.response.answers)));
    return NotOpen(sitting);
  }
  RETURN_IF_ERROR(RecordResponses(tx, deps.response_sequels,
                                  {.campaign = sitting.campaign, .version = *sitting.version},
                                  absl::MakeSpan(&draft, 1), context));
  RETURN_IF_ERROR(draft.error);
  v1::RecordResponseResponse response;
  if (sitting.campaign.anonymous()) return response;
  response.set_name(absl::StrCat("campaigns/", ids[0], "/responses/", draft.response.id));
  return response;
}

absl::StatusOr<v1::RecordResponseResponse> Record(rpc::CallContext& call, const Deps& deps,
                                                  const v1::RecordResponseRequest& request) {
  RETURN_IF_ERROR(CheckLanguage(request.language()));
  ASSIGN_OR_RETURN(const Answers answers, AnswersFromProto(request.answers()));
  ASSIGN_OR_RETURN(const auto context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const auto ids, FindInterviewed(call, deps, request.invitation()));
  ASSIGN_OR_RETURN(const bool anonymous,
                   call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<bool> {
                     const auto campaign = ReadCampaign(tx, ids[0]);
                     return campaign && campaign->anonymous();
                   }));
  const auto record = [&](pg::Tx& tx) {
    return RecordOne(tx, call, deps, ids, request, answers, context);
  };
  // An idempotency row has its time: it would tell when an anonymous response came.
  if (anonymous) return call.db().Write(call.tx_options(), record);
  return api::WriteOnce<v1::RecordResponseResponse>(call, request, api::kReplayToCaller, record);
}

}  // namespace

void RegisterInterviews(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kResponseService, "GetInterviewForm"), deps, GetForm);
  router.Unary(absl::StrCat(kResponseService, "RecordResponse"), deps, Record);
}

}  // namespace mainstay::survey
