#include "services/survey/loop/loop_inbox_events.h"

#include <mainstay/engagement/v1/task_events.pb.h>
#include <mainstay/feedback/v1/case_events.pb.h>

#include <optional>
#include <string>

#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "services/survey/loop/case_follow_up_store.h"
#include "services/survey/loop/loop_firing_store.h"

namespace mainstay::survey {
namespace {

std::string StateOf(feedback::v1::CaseState state) {
  if (state == feedback::v1::CASE_STATE_CLOSED) return "done";
  return state == feedback::v1::CASE_STATE_WITHDRAWN ? "cancelled" : "open";
}

absl::Status NoteCase(pg::Tx& tx, const events::v1::Event& event, const std::string& name,
                      const std::string& case_id, feedback::v1::CaseState state) {
  ASSIGN_OR_RETURN(const absl::Time time, api::TimeFromProto(event.occur_time(), "occur_time"));
  NoteOutcome(tx, case_id, name, StateOf(state), event.aggregate_version(), time);
  return absl::OkStatus();
}

absl::Status TakeOpened(pg::Tx& tx, const events::v1::Event& event,
                        const feedback::v1::CaseOpened& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  return NoteCase(tx, event, payload.case_(), ids[1], payload.state());
}

// Who is asked about a case: whoever came with it; of one that a survey asked for and that names
// nobody, whoever answered.
absl::StatusOr<std::string> ContactOf(pg::Tx& tx, const feedback::v1::CaseStateChanged& payload,
                                      const std::string& case_id) {
  if (payload.contact().empty()) return ContactOfFiring(tx, case_id).value_or("");
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(payload.contact(), "accounts/*/contacts/*", "contact"));
  return ids[1];
}

// Whether the contact is asked is decided where others can be asked (case_follow_up_writes.h).
absl::Status FollowUp(pg::Tx& tx, const feedback::v1::CaseStateChanged& payload,
                      const std::string& account_id, const std::string& case_id) {
  ASSIGN_OR_RETURN(const absl::Time closed, api::TimeFromProto(payload.close_time(), "close_time"));
  const auto campaign_id = FollowUpCampaignAt(tx, closed);
  if (!campaign_id) return absl::OkStatus();
  const auto account = directory::FindAccount(tx, account_id, auth::AccountScope::All());
  if (!account || account->state == "deleted") return absl::OkStatus();
  CaseFollowUp follow_up;
  follow_up.case_id = case_id;
  follow_up.account_id = account->id;
  follow_up.campaign_id = *campaign_id;
  follow_up.close_time = closed;
  ASSIGN_OR_RETURN(follow_up.contact_id, ContactOf(tx, payload, case_id));
  follow_up.state = follow_up.contact_id.empty() ? "no_contact" : "planned";
  InsertCaseFollowUp(tx, follow_up);
  return absl::OkStatus();
}

absl::Status TakeStateChanged(pg::Tx& tx, const events::v1::Event& event,
                              const feedback::v1::CaseStateChanged& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  RETURN_IF_ERROR(NoteCase(tx, event, payload.case_(), ids[1], payload.state()));
  if (payload.state() != feedback::v1::CASE_STATE_CLOSED || !payload.has_close_time()) {
    return absl::OkStatus();
  }
  return FollowUp(tx, payload, ids[0], ids[1]);
}

// The firing that a task came from; nothing of other tasks.
std::optional<std::string> FiringOf(const std::string& source) {
  const auto ids = api::ParseName(source, "campaigns/*/loopFirings/*", "source");
  if (!ids.ok()) return std::nullopt;
  return (*ids)[1];
}

std::string StateOf(engagement::v1::TaskState state) {
  if (state == engagement::v1::TASK_STATE_DONE) return "done";
  return state == engagement::v1::TASK_STATE_CANCELLED ? "cancelled" : "open";
}

template <class Payload>
absl::Status NoteTask(pg::Tx& tx, const events::v1::Event& event, const Payload& payload,
                      const std::string& state) {
  const auto firing_id = FiringOf(payload.source());
  if (!firing_id) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::Time time, api::TimeFromProto(event.occur_time(), "occur_time"));
  NoteOutcome(tx, *firing_id, payload.task(), state, event.aggregate_version(), time);
  return absl::OkStatus();
}

}  // namespace

void TakeCases(events::Subscription& subscription) {
  subscription.On<feedback::v1::CaseOpened>(TakeOpened);
  subscription.On<feedback::v1::CaseStateChanged>(TakeStateChanged);
}

void TakeTaskOutcomes(events::Subscription& subscription) {
  subscription.On<engagement::v1::TaskCreated>(
      [](pg::Tx& tx, const events::v1::Event& event, const engagement::v1::TaskCreated& payload) {
        return NoteTask(tx, event, payload, "open");
      });
  subscription.On<engagement::v1::TaskStateChanged>(
      [](pg::Tx& tx, const events::v1::Event& event,
         const engagement::v1::TaskStateChanged& payload) {
        return NoteTask(tx, event, payload, StateOf(payload.state()));
      });
}

}  // namespace mainstay::survey
