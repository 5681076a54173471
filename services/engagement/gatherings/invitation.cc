#include "services/engagement/gatherings/invitation.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using text::Lines;

constexpr size_t kMaxNote = 2000;
constexpr std::string_view kAhead[] = {"planned", "open"};
constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kAttended[] = {"open", "held"};

// Takes over a note that is said.
absl::Status SetNote(Invitation& invitation, const std::string& note) {
  if (note.empty()) return absl::OkStatus();
  std::vector<status::FieldViolation> violations;
  text::CheckText("note", note, 1, kMaxNote, Lines::kMany, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  invitation.note = note;
  return absl::OkStatus();
}

template <std::string Invitation::*member>
constexpr history::Field<Invitation> Text(std::string_view name) {
  return {name, [](const Invitation& i) { return i.*member; },
          [](Invitation& i, std::string_view value) { i.*member = std::string(value); }};
}

constexpr history::Field<Invitation> kFields[] = {
    Text<&Invitation::reply>("reply"),
    Text<&Invitation::attendance>("attendance"),
    Text<&Invitation::note>("note"),
};

}  // namespace

absl::Status Validate(const Invitation& invitation) {
  std::vector<status::FieldViolation> violations;
  if (invitation.contact_id.empty() == invitation.guest_name.empty()) {
    violations.push_back(
        {"contact", "say who: a contact, accounts/{uuid}/contacts/{uuid}, or else guest_name"});
  }
  text::CheckText("guest_name", invitation.guest_name, 0, 100, Lines::kOne, violations);
  text::CheckText("note", invitation.note, 0, kMaxNote, Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Invite(Invitation& invitation, const Gathering& gathering) {
  if (invitation.walked_in) {
    RETURN_IF_ERROR(CheckGatheringState(gathering.state, "noting a walk-in", kAttended));
  } else {
    RETURN_IF_ERROR(CheckGatheringState(gathering.state, "an invitation", kAhead));
  }
  invitation.gathering_id = gathering.id;
  invitation.gathering_kind = gathering.kind;
  invitation.gathering_title = gathering.title;
  invitation.gathering_state = gathering.state;
  invitation.gathering_start_time = gathering.start_time;
  invitation.reply = "none";
  invitation.attendance = invitation.walked_in ? "attended" : "";
  return absl::OkStatus();
}

absl::Status ReplyTo(Invitation& invitation, const Gathering& gathering, int accepted,
                     const std::string& reply, const std::string& note) {
  if (reply.empty()) return status::BadField("reply", "say what, such as REPLY_ACCEPTED");
  const bool back = reply == "withdrawn";
  RETURN_IF_ERROR(back ? CheckGatheringState(gathering.state, "taking back", kAhead)
                       : CheckGatheringState(gathering.state, ":reply", kOpen));
  if (invitation.walked_in) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "WALKED_IN",
                         "they came without an invitation: there is nothing to reply to");
  }
  if (reply == "accepted" && invitation.reply != "accepted" && gathering.capacity > 0 &&
      accepted >= gathering.capacity) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "GATHERING_FULL",
                         absl::StrCat("all ", gathering.capacity,
                                      " places are taken; raise the capacity or have somebody "
                                      "else decline"),
                         {{"capacity", absl::StrCat(gathering.capacity)}});
  }
  RETURN_IF_ERROR(SetNote(invitation, note));
  invitation.reply = reply;
  return absl::OkStatus();
}

absl::Status Attend(Invitation& invitation, const Gathering& gathering,
                    const std::string& attendance, const std::string& note) {
  RETURN_IF_ERROR(CheckGatheringState(gathering.state, ":attend", kAttended));
  RETURN_IF_ERROR(SetNote(invitation, note));
  invitation.attendance = attendance.empty() ? "attended" : attendance;
  return absl::OkStatus();
}

absl::Span<const history::Field<Invitation>> InvitationFields() { return kFields; }

}  // namespace mainstay::engagement
