// Answers that are no paper: interviews by phone, and links that our people passed on.
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/invitation_service.pb.h>
#include <mainstay/survey/v1/public_survey_service.pb.h>
#include <mainstay/survey/v1/response_service.pb.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"
#include "tools/demo/opinion_words.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr uint64_t kSpoken = 43;  // a stream of chance

using AnswersByKey = google::protobuf::Map<std::string, Answer>;

// The NPS pulse as this contact answers it today.
void AnswerPulse(LoaderSession& session, size_t customer, size_t person, AnswersByKey& answers) {
  const Opinion opinion = OpinionOf(customer, person, session.company.today);
  Random random({kSeed, kSpoken, customer, person});
  const bool english = session.company.accounts[customer].card.region() == kAbroad;
  const auto answer = [&](const std::string& key) -> Answer& { return answers[key]; };
  answer("nps").set_number(opinion.nps);
  if (opinion.nps <= 6) {
    answer("detractor_reason").set_text(Complaint(random, opinion, english));
  } else if (opinion.nps <= 8) {
    answer("passive_reason").set_text(Wish(random, opinion, english));
  } else {
    answer("promoter_reason").set_text(Praise(random, opinion, english));
    answer("referral").add_choices(random.Chance(50) ? "yes" : "later");
  }
}

// Which of our contacts that is.
std::optional<std::pair<size_t, size_t>> FindContact(const LoaderSession& session,
                                                     const std::string& contact) {
  for (size_t customer = 0; customer < session.contacts.size(); ++customer) {
    const auto& contacts = session.contacts[customer];
    const auto found = std::find(contacts.begin(), contacts.end(), contact);
    if (found == contacts.end()) continue;
    return std::pair(customer, static_cast<size_t>(found - contacts.begin()));
  }
  return std::nullopt;
}

// The call list, once it is there: whoever was invited is put on it moments later.
absl::StatusOr<ListCallsResponse> WaitForCalls(LoaderSession& session,
                                               const std::string& campaign) {
  ListCallsRequest list;
  list.set_parent(campaign);
  list.set_page_size(200);
  constexpr int kAttempts = 100;  // of a fifth of a second; perhaps there is nobody to call
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(auto calls,
                     session.Call<ListCallsResponse>("survey/InvitationService/ListCalls", list));
    if (calls.calls_size() > 0 || attempt == kAttempts) return calls;
    absl::SleepFor(absl::Milliseconds(200));
  }
}

absl::Status Interview(LoaderSession& session, const ListCallsResponse::Call& call) {
  const auto contact = FindContact(session, call.contact());
  if (!contact || IsSilent(contact->first, contact->second)) return absl::OkStatus();
  RecordResponseRequest record;
  record.set_invitation(call.invitation());
  AnswerPulse(session, contact->first, contact->second, *record.mutable_answers());
  record.set_request_id(RequestId("RecordResponse", record));
  const int minutes = 3 + static_cast<int>(contact->first % 7);
  record.mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() - absl::Minutes(minutes)));
  return session.Call<RecordResponseResponse>("survey/ResponseService/RecordResponse", record)
      .status();
}

// A link of the pulse for a contact; who is asked opens it, and mostly answers.
absl::Status PassOnLink(LoaderSession& session, const std::string& campaign, size_t customer) {
  if (session.contacts[customer].empty()) return absl::OkStatus();
  const size_t person = session.contacts[customer].size() - 1;
  CreateInvitationRequest create;
  create.set_parent(campaign);
  create.mutable_invitation()->set_account(session.names[customer]);
  create.mutable_invitation()->set_contact(session.contacts[customer][person]);
  create.mutable_invitation()->set_channel(INVITATION_CHANNEL_LINK);
  ASSIGN_OR_RETURN(const auto made,
                   session.Call<Invitation>("survey/InvitationService/CreateInvitation", create));
  if (customer % 4 == 3) return absl::OkStatus();  // not opened yet
  GetSurveyFormRequest open;
  open.set_token(made.url().substr(made.url().rfind('/') + 1));
  RETURN_IF_ERROR(
      session.Call<SurveyForm>("survey/PublicSurveyService/GetSurveyForm", open).status());
  if (customer % 4 == 2) return absl::OkStatus();
  SubmitSurveyRequest submit;
  submit.set_token(open.token());
  AnswerPulse(session, customer, person, *submit.mutable_answers());
  return session.Call<SurveyForm>("survey/PublicSurveyService/SubmitSurvey", submit).status();
}

}  // namespace

absl::Status LoadInterviews(LoaderSession& session) {
  ASSIGN_OR_RETURN(const std::string campaign, CampaignCalled(session, kInterviews2026));
  ASSIGN_OR_RETURN(const bool there, HasResponses(session, campaign));
  if (there) return absl::OkStatus();
  if (session.company.today < kInterviewDay) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto calls, WaitForCalls(session, campaign));
  for (int i = 0; i < calls.calls_size(); i += 2) {  // the others are still to be called
    RETURN_IF_ERROR(Interview(session, calls.calls(i)));
  }
  return absl::OkStatus();
}

absl::Status LoadLinks(LoaderSession& session) {
  constexpr size_t kLinks = 12;
  ASSIGN_OR_RETURN(const std::string campaign, CampaignCalled(session, kNpsPulse2026));
  ListInvitationsRequest list;
  list.set_parent(campaign);
  list.set_filter("channel = INVITATION_CHANNEL_LINK");
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto there, session.Call<ListInvitationsResponse>(
                                         "survey/InvitationService/ListInvitations", list));
  if (there.invitations_size() > 0) return absl::OkStatus();
  for (size_t customer = 0; customer < std::min(kLinks, session.names.size()); ++customer) {
    RETURN_IF_ERROR(PassOnLink(session, campaign, customer));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
