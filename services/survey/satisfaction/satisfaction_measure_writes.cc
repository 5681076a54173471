#include "services/survey/satisfaction/satisfaction_measure_writes.h"

#include <mainstay/survey/v1/satisfaction_events.pb.h>

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_document.h"
#include "services/survey/satisfaction/satisfaction_store.h"

namespace mainstay::survey {
namespace {

constexpr int kBatch = 50;
constexpr absl::Duration kMeasuredFor = absl::Hours(24);

events::OutboxEvent MeasuredEvent(const std::string& account_id, const ToldSatisfaction& told,
                                  const history::WriteContext& context) {
  const AccountFigures& figures = told.figures;
  v1::AccountSatisfactionMeasured payload;
  payload.set_account(absl::StrCat("accounts/", account_id));
  if (figures.score) payload.set_score(*figures.score);
  if (figures.nps) payload.set_nps(*figures.nps);
  payload.set_respondents(static_cast<int32_t>(figures.respondents));
  payload.set_invited(static_cast<int32_t>(figures.invited));
  payload.set_silent_decision_makers(static_cast<int32_t>(figures.silent_decision_makers.size()));
  *payload.mutable_measure_time() = api::TimeToProto(told.measure_time);
  return events::EventOf({account_id, "account_satisfaction", account_id, told.version}, payload,
                         context);
}

// Measures an account, which was not merged into another, and tells of it in `events` unless it was
// told so.
absl::Status MeasureAndTell(pg::Tx& tx, const std::string& account_id, absl::Time now,
                            std::vector<events::OutboxEvent>& events) {
  const auto before = LockTold(tx, account_id);
  ToldSatisfaction after{
      .version = before ? before->version : 0, .figures = {}, .measure_time = now};
  ASSIGN_OR_RETURN(after.figures, Measure(tx, account_id, now));
  const bool told = before && SameFigures(before->figures, after.figures);
  if (!told) ++after.version;
  KeepTold(tx, account_id, after);
  if (!told) {
    events.push_back(
        MeasuredEvent(account_id, after, {.actor = "survey", .reason = "", .now = now}));
  }
  return absl::OkStatus();
}

// In the order of their ids, as others lock some of the same. True unless there was nobody.
absl::StatusOr<bool> MeasureAll(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                absl::Time now) {
  std::vector<events::OutboxEvent> events;
  for (const std::string& account_id : account_ids) {
    RETURN_IF_ERROR(MeasureAndTell(tx, account_id, now, events));
  }
  events::AppendAll(tx, events);
  return !account_ids.empty();
}

absl::Status Note(pg::Tx& tx, const ResponsesOf& of, absl::Span<const SubmittedResponse> responses,
                  const history::WriteContext&) {
  if (of.campaign.anonymous()) return absl::OkStatus();
  std::vector<std::string> accounts;
  for (const SubmittedResponse& submitted : responses) {
    const Response& response = *submitted.response;
    if (!response.account_id.empty()) accounts.push_back(response.account_id);
  }
  NoteAnswered(tx, accounts);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AccountFigures> Measure(pg::Tx& tx, const std::string& account_id, absl::Time now) {
  const absl::Time start = now - kSatisfactionWindow;
  std::vector<Heard> heard;
  for (const CountedResponse& response : ReadCountedResponses(tx, account_id, start)) {
    const auto version = ReadVersion(tx, response.questionnaire_id, response.questionnaire_version);
    const auto answers = ParseAnswerDocument(response.answers);
    // Figures put it aside and say so (analysis/counting_writes.h); the others count.
    if (!version.ok() || !answers.ok()) continue;
    heard.push_back({.contact_id = response.contact_id,
                     .confidential_campaign = response.confidential_campaign,
                     .opinion = OpinionOf((*version)->content(), *answers),
                     .settled = response.settled});
  }
  return FiguresOf(heard, ReadInvited(tx, account_id, start));
}

ResponseSequel SatisfactionSequel() {
  return {.name = "satisfaction", .prepare = {}, .follow = Note};
}

absl::StatusOr<bool> MeasureAnswered(pg::Tx& tx, absl::Time now) {
  return MeasureAll(tx, TakeNoted(tx, kBatch), now);
}

absl::StatusOr<bool> MeasureOutdated(pg::Tx& tx, absl::Time now) {
  return MeasureAll(tx, ReadOutdated(tx, now - kMeasuredFor, now - kSatisfactionWindow, kBatch),
                    now);
}

}  // namespace mainstay::survey
