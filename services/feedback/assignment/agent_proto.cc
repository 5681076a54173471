#include "services/feedback/assignment/agent_proto.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

// The last that a message can say: until further notice.
absl::Time LastTime() { return absl::FromCivil(absl::CivilDay(9999, 12, 31), absl::UTCTimeZone()); }

}  // namespace

std::string AgentName(const std::string& user) { return absl::StrCat("agents/", user); }

absl::StatusOr<Agent> FromProto(const v1::Agent& message) {
  Agent agent;
  agent.skills.assign(message.skills().begin(), message.skills().end());
  agent.capacity = message.capacity();
  for (int i = 0; i < message.absences_size(); ++i) {
    const v1::AgentAbsence& wanted = message.absences(i);
    const std::string at = absl::StrCat("absences[", i, "]");
    Absence absence{.from = absl::InfinitePast(), .note = wanted.note()};
    if (wanted.has_from_time()) {
      ASSIGN_OR_RETURN(absence.from,
                       api::TimeFromProto(wanted.from_time(), absl::StrCat(at, ".from_time")));
    }
    if (wanted.has_to_time()) {
      ASSIGN_OR_RETURN(absence.to,
                       api::TimeFromProto(wanted.to_time(), absl::StrCat(at, ".to_time")));
    }
    agent.absences.push_back(std::move(absence));
  }
  return agent;
}

v1::Agent ToProto(const Agent& agent) {
  v1::Agent message;
  message.set_name(AgentName(agent.user));
  for (const std::string& skill : agent.skills) message.add_skills(skill);
  message.set_capacity(agent.capacity);
  for (const Absence& absence : agent.absences) {
    v1::AgentAbsence& shown = *message.add_absences();
    *shown.mutable_from_time() = api::TimeToProto(absence.from);
    if (absence.to != absl::InfiniteFuture()) {
      *shown.mutable_to_time() = api::TimeToProto(absence.to);
    }
    shown.set_note(absence.note);
  }
  message.set_etag(api::EtagOf(agent.version));
  *message.mutable_create_time() = api::TimeToProto(agent.create_time);
  *message.mutable_update_time() = api::TimeToProto(agent.update_time);
  return message;
}

v1::AgentConsideration ToProto(const Consideration& consideration) {
  v1::AgentConsideration message;
  message.set_agent(AgentName(consideration.user));
  message.set_verdict(api::TextToEnum<v1::AgentVerdict>(consideration.verdict, "AGENT_VERDICT_"));
  message.set_in_team(consideration.in_team);
  message.set_load(consideration.load);
  message.set_load_after(consideration.load_after);
  message.set_capacity(consideration.capacity);
  if (consideration.absent_until != absl::InfinitePast()) {
    *message.mutable_absent_until_time() =
        api::TimeToProto(std::min(consideration.absent_until, LastTime()));
  }
  return message;
}

}  // namespace mainstay::feedback
