#include "services/feedback/disputes/dispute_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {

std::string DisputeName(const Dispute& d) {
  return absl::StrCat("accounts/", d.account_id, "/cases/", d.case_id, "/disputes/", d.id);
}

v1::DisputeState DisputeStateToProto(std::string_view state) {
  return api::TextToEnum<v1::DisputeState>(state, "DISPUTE_STATE_");
}

absl::StatusOr<Dispute> FromProto(const v1::Dispute& message) {
  Dispute d;
  d.subject = message.subject();
  d.demand = message.demand();
  ASSIGN_OR_RETURN(d.strategy,
                   api::EnumToText(message.strategy(), "DISPUTE_STRATEGY_", "strategy"));
  d.strategy_note = message.strategy_note();
  d.lead = message.lead();
  d.team.assign(message.team().begin(), message.team().end());
  for (int i = 0; i < message.steps_size(); ++i) {
    const v1::DisputeStep& sent = message.steps(i);
    DisputeStep step{
        .text = sent.text(), .owner = sent.owner(), .due_time = {}, .done = sent.done()};
    if (sent.has_due_time()) {
      ASSIGN_OR_RETURN(step.due_time, api::TimeFromProto(sent.due_time(),
                                                         absl::StrCat("steps[", i, "].due_time")));
    }
    d.steps.push_back(std::move(step));
  }
  return d;
}

absl::StatusOr<Concession> FromProto(const v1::DisputeConcession& message) {
  Concession concession;
  ASSIGN_OR_RETURN(concession.party,
                   api::EnumToText(message.party(), "CONCESSION_PARTY_", "concession.party"));
  concession.text = text::Trim(message.text());
  ASSIGN_OR_RETURN(concession.amount, api::AmountFromProto(message.has_amount(), message.amount(),
                                                           "concession.amount"));
  return concession;
}

v1::Dispute ToProto(const Dispute& d) {
  v1::Dispute message;
  message.set_name(DisputeName(d));
  message.set_subject(d.subject);
  message.set_demand(d.demand);
  message.set_strategy(api::TextToEnum<v1::DisputeStrategy>(d.strategy, "DISPUTE_STRATEGY_"));
  message.set_strategy_note(d.strategy_note);
  message.set_lead(d.lead);
  for (const std::string& user : d.team) message.add_team(user);
  for (const DisputeStep& step : d.steps) {
    v1::DisputeStep& added = *message.add_steps();
    added.set_text(step.text);
    added.set_owner(step.owner);
    if (step.due_time) *added.mutable_due_time() = api::TimeToProto(*step.due_time);
    added.set_done(step.done);
  }
  for (const Concession& given : d.concessions) {
    v1::DisputeConcession& added = *message.add_concessions();
    added.set_party(api::TextToEnum<v1::ConcessionParty>(given.party, "CONCESSION_PARTY_"));
    added.set_text(given.text);
    if (given.amount.said()) {
      *added.mutable_amount() = api::MoneyOf(given.amount.decimal, given.amount.currency);
    }
    added.set_author(given.author);
    *added.mutable_create_time() = api::TimeToProto(given.create_time);
  }
  message.set_state(DisputeStateToProto(d.state));
  message.set_result(d.result);
  if (d.end_time) *message.mutable_end_time() = api::TimeToProto(*d.end_time);
  message.set_etag(api::EtagOf(d.version));
  *message.mutable_create_time() = api::TimeToProto(d.create_time);
  *message.mutable_update_time() = api::TimeToProto(d.update_time);
  return message;
}

}  // namespace mainstay::feedback
