#include "services/engagement/commitments/commitment_proto.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

// "2026-03".
void SetMonth(std::string_view key, google::type::Date* month) {
  int32_t number = 0;
  if (absl::SimpleAtoi(key.substr(0, 4), &number)) month->set_year(number);
  if (absl::SimpleAtoi(key.substr(5), &number)) month->set_month(number);
}

}  // namespace

std::string CommitmentName(const std::string& account_id, const std::string& commitment_id) {
  return absl::StrCat("accounts/", account_id, "/commitments/", commitment_id);
}

v1::CommitmentState CommitmentStateToProto(std::string_view state) {
  return api::TextToEnum<v1::CommitmentState>(state, "COMMITMENT_STATE_");
}

v1::CommitmentParty CommitmentPartyToProto(std::string_view party) {
  return api::TextToEnum<v1::CommitmentParty>(party, "COMMITMENT_PARTY_");
}

v1::Punctuality PunctualityToProto(std::string_view punctuality) {
  return api::TextToEnum<v1::Punctuality>(punctuality, "PUNCTUALITY_");
}

absl::StatusOr<Commitment> FromProto(const v1::Commitment& message) {
  Commitment commitment;
  commitment.subject = message.subject();
  commitment.text = message.text();
  ASSIGN_OR_RETURN(commitment.party,
                   api::EnumToText(message.party(), "COMMITMENT_PARTY_", "party"));
  commitment.promiser = message.promiser();
  commitment.beneficiary = message.beneficiary();
  if (message.has_due_time()) {
    ASSIGN_OR_RETURN(commitment.due_time, api::TimeFromProto(message.due_time(), "due_time"));
  }
  commitment.time_zone = message.time_zone();
  commitment.source = message.source();
  return commitment;
}

v1::Commitment ToProto(const Commitment& commitment, absl::Time now) {
  v1::Commitment message;
  message.set_name(CommitmentName(commitment.account_id, commitment.id));
  message.set_subject(commitment.subject);
  message.set_text(commitment.text);
  message.set_party(CommitmentPartyToProto(commitment.party));
  message.set_promiser(commitment.promiser);
  message.set_beneficiary(commitment.beneficiary);
  *message.mutable_due_time() = api::TimeToProto(commitment.due_time);
  *message.mutable_original_due_time() = api::TimeToProto(commitment.original_due_time);
  message.set_time_zone(commitment.time_zone);
  message.set_source(commitment.source);
  message.set_state(CommitmentStateToProto(commitment.state));
  message.set_overdue(IsOverdue(commitment, now));
  message.set_renegotiation_count(commitment.renegotiation_count);
  if (commitment.kept_time) {
    *message.mutable_kept_time() = api::TimeToProto(*commitment.kept_time);
    message.set_kept_on_time(commitment.punctuality == "on_time");
  }
  message.set_punctuality(PunctualityToProto(commitment.punctuality));
  message.set_proof(commitment.proof);
  for (const std::string& uri : commitment.evidence_uris) message.add_evidence_uris(uri);
  message.set_close_reason(commitment.close_reason);
  message.set_etag(api::EtagOf(commitment.version));
  *message.mutable_create_time() = api::TimeToProto(commitment.create_time);
  *message.mutable_update_time() = api::TimeToProto(commitment.update_time);
  return message;
}

v1::CommitmentStats::Group ToProto(const CommitmentCounts& counts, const std::string& group_by) {
  v1::CommitmentStats::Group group;
  if (group_by == "account" && !counts.key.empty()) {
    group.set_account(absl::StrCat("accounts/", counts.key));
    group.set_account_display_name(counts.account_display_name);
  }
  if (group_by == "promiser") group.set_promiser(counts.key);
  if (group_by == "month" && !counts.key.empty()) SetMonth(counts.key, group.mutable_month());
  group.set_due_count(counts.due());
  group.set_kept_on_time_count(counts.on_time);
  group.set_kept_after_renegotiation_count(counts.after_renegotiation);
  group.set_kept_late_count(counts.late);
  group.set_broken_count(counts.broken);
  group.set_overdue_count(counts.overdue);
  group.set_open_count(counts.open);
  if (counts.due() > 0) {
    group.set_kept_on_time_rate(static_cast<double>(counts.on_time) /
                                static_cast<double>(counts.due()));
  }
  return group;
}

}  // namespace mainstay::engagement
