#include "services/feedback/disputes/dispute.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxTeam = 20, kMaxSteps = 50, kMaxConcessions = 100;
constexpr std::string_view kOngoing[] = {"open", "negotiating", "escalated"};
constexpr std::string_view kNegotiable[] = {"open", "escalated"};
constexpr std::string_view kTalking[] = {"negotiating", "escalated"};
constexpr std::string_view kEnded[] = {"settled", "lost"};

absl::Status CheckFrom(const Dispute& dispute, std::string_view verb,
                       absl::Span<const std::string_view> from) {
  return status::CheckState("the dispute", dispute.state, verb, from);
}

// The length was checked with the request (text::ValidateReason).
absl::Status CheckReason(std::string_view reason) {
  if (!text::Trim(reason).empty()) return absl::OkStatus();
  return status::BadField("reason", "say why, in 1 to 500 characters");
}

absl::Status End(Dispute& dispute, std::string_view state, std::string_view verb,
                 const std::string& result, absl::Span<const std::string_view> from,
                 absl::Time now) {
  Violations violations;
  text::CheckText("result", text::Trim(result), 1, 4000, Lines::kMany, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(CheckFrom(dispute, verb, from));
  dispute.state = std::string(state);
  dispute.result = text::Trim(result);
  dispute.end_time = now;
  return absl::OkStatus();
}

void CheckPeople(const Dispute& d, Violations& violations) {
  if (!text::IsUserId(d.lead)) violations.push_back({"lead", std::string(text::kUserIdRule)});
  if (d.team.size() > kMaxTeam) {
    violations.push_back({"team", absl::StrCat("must be at most ", kMaxTeam)});
  }
  for (size_t i = 0; i < d.team.size() && i < kMaxTeam; ++i) {
    if (text::IsUserId(d.team[i])) continue;
    violations.push_back({absl::StrCat("team[", i, "]"), std::string(text::kUserIdRule)});
  }
}

void CheckSteps(const Dispute& d, Violations& violations) {
  if (d.steps.size() > kMaxSteps) {
    violations.push_back({"steps", absl::StrCat("must be at most ", kMaxSteps)});
  }
  for (size_t i = 0; i < d.steps.size() && i < kMaxSteps; ++i) {
    const std::string at = absl::StrCat("steps[", i, "].");
    text::CheckText(at + "text", d.steps[i].text, 1, 500, Lines::kOne, violations);
    if (!d.steps[i].owner.empty() && !text::IsUserId(d.steps[i].owner)) {
      violations.push_back({at + "owner", std::string(text::kUserIdRule)});
    }
  }
}

// One a line, for people who read the history.
std::string StepsText(const Dispute& dispute) {
  std::string text;
  for (const DisputeStep& step : dispute.steps) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", step.done ? "[x] " : "[ ] ", step.text,
                    step.owner.empty() ? "" : " ", step.owner, step.due_time ? " " : "",
                    step.due_time ? history::VerbTime(*step.due_time) : "");
  }
  return text;
}

std::string ConcessionsText(const Dispute& dispute) {
  std::string text;
  for (const Concession& concession : dispute.concessions) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", concession.party, ": ", concession.text,
                    concession.amount.said() ? " " : "", text::ToText(concession.amount));
  }
  return text;
}

template <std::string Dispute::*member>
constexpr history::Field<Dispute> Text(std::string_view name) {
  return {name, [](const Dispute& d) { return d.*member; },
          [](Dispute& d, std::string_view value) { d.*member = std::string(value); }};
}

// User ids have no spaces.
std::string GetTeam(const Dispute& d) { return absl::StrJoin(d.team, " "); }
void SetTeam(Dispute& d, std::string_view value) {
  d.team = absl::StrSplit(std::string(value), ' ', absl::SkipEmpty());
}
void KeepAsItIs(Dispute&, std::string_view) {}
std::string GetEndTime(const Dispute& d) {
  return d.end_time ? history::VerbTime(*d.end_time) : "";
}
void SetEndTime(Dispute& d, std::string_view value) { d.end_time = history::ParseVerbTime(value); }

// The first kWritten of them are what people change by Update.
constexpr history::Field<Dispute> kFields[] = {
    Text<&Dispute::subject>("subject"),   Text<&Dispute::demand>("demand"),
    Text<&Dispute::strategy>("strategy"), Text<&Dispute::strategy_note>("strategy_note"),
    Text<&Dispute::lead>("lead"),         {"team", GetTeam, SetTeam},
    {"steps", StepsText, KeepAsItIs},     {"concessions", ConcessionsText, KeepAsItIs},
    Text<&Dispute::state>("state"),       Text<&Dispute::result>("result"),
    {"end_time", GetEndTime, SetEndTime},
};
constexpr size_t kWritten = 7;

}  // namespace

void Complete(Dispute& d, const std::string& caller) {
  for (std::string* text : {&d.subject, &d.lead}) *text = text::Trim(*text);
  if (d.lead.empty()) d.lead = caller;
  std::vector<std::string> team;
  for (const std::string& user : d.team) {
    if (std::find(team.begin(), team.end(), user) == team.end()) team.push_back(user);
  }
  d.team = std::move(team);
  for (DisputeStep& step : d.steps) step.text = text::Trim(step.text);
}

absl::Status Validate(const Dispute& d) {
  Violations violations;
  text::CheckText("subject", d.subject, 1, 200, Lines::kOne, violations);
  text::CheckText("demand", d.demand, 0, 4000, Lines::kMany, violations);
  text::CheckText("strategy_note", d.strategy_note, 0, 4000, Lines::kMany, violations);
  CheckPeople(d, violations);
  CheckSteps(d, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Negotiate(Dispute& dispute) {
  RETURN_IF_ERROR(CheckFrom(dispute, ":negotiate", kNegotiable));
  dispute.state = "negotiating";
  return absl::OkStatus();
}

absl::Status Concede(Dispute& dispute, const Concession& concession) {
  Violations violations;
  if (concession.party.empty()) {
    violations.push_back({"concession.party",
                          "say whose it is: CONCESSION_PARTY_OURS or CONCESSION_PARTY_CUSTOMER"});
  }
  text::CheckText("concession.text", concession.text, 1, 1000, Lines::kMany, violations);
  text::CheckAmount("concession.amount", concession.amount, violations);
  if (dispute.concessions.size() >= kMaxConcessions) {
    violations.push_back(
        {"concession", absl::StrCat("the dispute has its ", kMaxConcessions, " concessions")});
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(CheckFrom(dispute, ":concede", kTalking));
  dispute.concessions.push_back(concession);
  return absl::OkStatus();
}

absl::Status Escalate(Dispute& dispute, const std::string& lead, const std::string& reason) {
  if (!text::IsUserId(lead)) return status::BadField("lead", text::kUserIdRule);
  RETURN_IF_ERROR(CheckReason(reason));
  RETURN_IF_ERROR(CheckFrom(dispute, ":escalate", kOngoing));
  dispute.state = "escalated";
  dispute.lead = lead;
  return absl::OkStatus();
}

absl::Status Settle(Dispute& dispute, const std::string& result, absl::Time now) {
  return End(dispute, "settled", ":settle", result, kTalking, now);
}

absl::Status Lose(Dispute& dispute, const std::string& result, absl::Time now) {
  return End(dispute, "lost", ":lose", result, kOngoing, now);
}

absl::Status Reopen(Dispute& dispute, const std::string& reason) {
  RETURN_IF_ERROR(CheckReason(reason));
  RETURN_IF_ERROR(CheckFrom(dispute, ":reopen", kEnded));
  dispute.state = "negotiating";
  dispute.result.clear();
  dispute.end_time.reset();
  return absl::OkStatus();
}

absl::Status CheckOngoing(const Dispute& dispute) {
  return CheckFrom(dispute, "changing it", kOngoing);
}

absl::Span<const history::Field<Dispute>> DisputeFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Dispute>> RecordedDisputeFields() { return kFields; }

}  // namespace mainstay::feedback
