#include "services/survey/responses/response_write.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/campaigns/quota_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_problems.h"
#include "services/survey/responses/part_answers_store.h"
#include "services/survey/responses/part_key.h"
#include "services/survey/responses/response_events.h"
#include "services/survey/responses/response_store.h"

namespace mainstay::survey {
namespace {

// Whose they are, and whether they can be taken.
void Check(const ResponsesOf& of, absl::Span<ResponseDraft> drafts) {
  for (ResponseDraft& draft : drafts) {
    Response& response = draft.response;
    response.campaign_id = of.campaign.id;
    response.questionnaire_id = of.version.questionnaire_id;
    response.questionnaire_version = of.version.number;
    if (!draft.error.ok()) continue;
    draft.error = ProblemsStatus(Validate(of.version.form, response.facts, response.answers));
    if (draft.error.ok()) {
      response.answers = Kept(of.version.form, response.facts, response.answers);
    }
  }
}

absl::Status ExternalIdTaken() {
  return status::Error(absl::StatusCode::kAlreadyExists, "RESPONSE_EXISTS",
                       "external_id: the campaign has a response of that name already");
}

// Each name once, in the campaign and among the drafts.
void CheckExternalIds(pg::Tx& tx, const ResponsesOf& of, absl::Span<ResponseDraft> drafts) {
  std::vector<std::string> ids;
  for (const ResponseDraft& draft : drafts) {
    if (draft.error.ok() && !draft.response.external_id.empty()) {
      ids.push_back(draft.response.external_id);
    }
  }
  absl::flat_hash_set<std::string> taken = ExternalIdsTaken(tx, of.campaign.id, ids);
  for (ResponseDraft& draft : drafts) {
    if (!draft.error.ok() || draft.response.external_id.empty()) continue;
    if (!taken.insert(draft.response.external_id).second) draft.error = ExternalIdTaken();
  }
}

// What an anonymous response must not have.
void Anonymise(Response& response) {
  response.account_id.clear();
  response.contact_id.clear();
  response.invitation_id.clear();
  response.recorded_by.clear();
  response.facts.account_segment.clear();
  response.facts.contact_role.clear();
  response.facts.contact_influence.reset();
  response.start_time.reset();
  response.duration_seconds.reset();
  response.submit_time = DayOf(response.submit_time);
  response.external_id.clear();
}

// Gives those that nothing refuses their ids, and returns them.
std::vector<Response*> Accept(const ResponsesOf& of, absl::Span<ResponseDraft> drafts,
                              absl::Time now) {
  std::vector<Response*> accepted;
  for (ResponseDraft& draft : drafts) {
    if (!draft.error.ok()) continue;
    Response& response = draft.response;
    // An id of the time would be found again in what followed from the response.
    response.id = of.campaign.privacy == "identified" ? api::NewUuid(now) : api::RandomUuid();
    if (draft.invitation) response.invitation_id = draft.invitation->id;
    response.uninvited = !draft.invitation;
    std::sort(response.flags.begin(), response.flags.end());
    response.flags.erase(std::unique(response.flags.begin(), response.flags.end()),
                         response.flags.end());
    if (of.campaign.anonymous()) Anonymise(response);
    accepted.push_back(&response);
  }
  return accepted;
}

void DropPartAnswers(pg::Tx& tx, const std::vector<std::string>& invitation_ids) {
  std::vector<std::string> keys;
  for (const std::string& id : invitation_ids) keys.push_back(PartKeyOfInvitation(id));
  DeletePartAnswers(tx, keys);
}

void ConsumeAndCount(pg::Tx& tx, const ResponsesOf& of, absl::Span<const ResponseDraft> drafts,
                     absl::Time now) {
  std::vector<QuotaFacts> counted;
  std::vector<std::string> answered;
  for (const ResponseDraft& draft : drafts) {
    if (!draft.error.ok()) continue;
    const Facts& facts = draft.response.facts;
    counted.push_back({facts.account_tier, facts.account_region, facts.contact_role});
    if (draft.invitation) answered.push_back(draft.invitation->id);
  }
  if (!answered.empty()) {
    ConsumeAll(tx, of.campaign, answered, now);
    if (!of.campaign.anonymous()) DropPartAnswers(tx, answered);
  }
  if (!of.campaign.quotas.empty()) CountAnswers(tx, of.campaign.id, counted);
}

}  // namespace

absl::Status RecordResponses(pg::Tx& tx, const ResponseSequels& sequels, const ResponsesOf& of,
                             absl::Span<ResponseDraft> drafts,
                             const history::WriteContext& context) {
  Check(of, drafts);
  CheckExternalIds(tx, of, drafts);
  for (const ResponseSequel& sequel : sequels) {
    if (sequel.prepare) RETURN_IF_ERROR(sequel.prepare(tx, of, drafts, context));
  }
  const std::vector<Response*> accepted = Accept(of, drafts, context.now);
  if (accepted.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      InsertResponses(tx, std::vector<const Response*>(accepted.begin(), accepted.end())));
  ConsumeAndCount(tx, of, drafts, context.now);
  std::vector<SubmittedResponse> submitted;
  std::vector<events::OutboxEvent> facts;
  for (const Response* response : accepted) {
    submitted.push_back({response});
    if (of.campaign.privacy == "identified") {
      facts.push_back(ResponseSubmittedEvent(*response, context));
    }
  }
  events::AppendAll(tx, facts);
  for (const ResponseSequel& sequel : sequels) {
    if (sequel.follow) RETURN_IF_ERROR(sequel.follow(tx, of, submitted, context));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::survey
