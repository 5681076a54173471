#include "services/survey/satisfaction/satisfaction_measure_writes.h"

#include <mainstay/survey/v1/satisfaction_events.pb.h>

#include <map>
#include <string>
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

// Measures accounts, none of which was merged into another, and tells of those of which it was not
// told so. True unless there was nobody.
absl::StatusOr<bool> MeasureAndTell(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                    absl::Time now) {
  if (account_ids.empty()) return false;
  const auto before = LockTold(tx, account_ids);
  ASSIGN_OR_RETURN(auto measured, Measure(tx, account_ids, now));
  std::map<std::string, ToldSatisfaction> after;
  std::vector<events::OutboxEvent> events;
  for (auto& [account_id, figures] : measured) {
    const auto last = before.find(account_id);
    const bool told = last != before.end() && SameFigures(last->second.figures, figures);
    const int64_t version = last == before.end() ? 0 : last->second.version;
    ToldSatisfaction& kept = after[account_id];
    kept = {.version = told ? version : version + 1,
            .figures = std::move(figures),
            .measure_time = now};
    if (!told) {
      events.push_back(
          MeasuredEvent(account_id, kept, {.actor = "survey", .reason = "", .now = now}));
    }
  }
  KeepTold(tx, after);
  events::AppendAll(tx, events);
  return true;
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

absl::StatusOr<std::map<std::string, AccountFigures>> Measure(
    pg::Tx& tx, const std::vector<std::string>& account_ids, absl::Time now) {
  const absl::Time start = now - kSatisfactionWindow;
  std::map<std::string, std::vector<Heard>> heard;
  for (const auto& [account_id, responses] : ReadCountedResponses(tx, account_ids, start)) {
    for (const CountedResponse& response : responses) {
      const auto version =
          ReadVersion(tx, response.questionnaire_id, response.questionnaire_version);
      const auto answers = ParseAnswerDocument(response.answers);
      // Figures put it aside and say so (analysis/counting_writes.h); the others count.
      if (!version.ok() || !answers.ok()) continue;
      heard[account_id].push_back({.contact_id = response.contact_id,
                                   .confidential_campaign = response.confidential_campaign,
                                   .opinion = OpinionOf((*version)->content(), *answers),
                                   .settled = response.settled});
    }
  }
  auto invited = ReadInvited(tx, account_ids, start);
  std::map<std::string, AccountFigures> figures;
  for (const std::string& id : account_ids) figures[id] = FiguresOf(heard[id], invited[id]);
  return figures;
}

ResponseSequel SatisfactionSequel() {
  return {.name = "satisfaction", .prepare = {}, .follow = Note};
}

absl::StatusOr<bool> MeasureAnswered(pg::Tx& tx, absl::Time now) {
  return MeasureAndTell(tx, TakeNoted(tx, kBatch), now);
}

absl::StatusOr<bool> MeasureOutdated(pg::Tx& tx, absl::Time now) {
  return MeasureAndTell(tx, ReadOutdated(tx, now - kMeasuredFor, now - kSatisfactionWindow, kBatch),
                        now);
}

}  // namespace mainstay::survey
