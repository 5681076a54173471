// Gatherings and invitations between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/engagement/v1/gathering_service.pb.h>

#include "absl/status/statusor.h"
#include "services/engagement/gatherings/gathering.h"
#include "services/engagement/gatherings/gathering_store.h"
#include "services/engagement/gatherings/invitation.h"

namespace mainstay::engagement {

// The fields that people may set; output-only ones are left out. What does not exist (an enum
// number, a time) is a violation of its field.
absl::StatusOr<Gathering> FromProto(const v1::Gathering& message);
v1::Gathering ToProto(const CountedGathering& counted);

// Without the account, which the caller resolves. A contact must be of `asked_id`, the account as
// the caller names it, or of `survivor_id`, what it is now.
absl::StatusOr<Invitation> FromProto(const v1::Invitation& message, const std::string& asked_id,
                                     const std::string& survivor_id);
v1::Invitation ToProto(const Invitation& invitation);

std::string GatheringName(const std::string& gathering_id);
std::string InvitationName(const Invitation& invitation);
// "accounts/{uuid}/contacts/{uuid}"; "" of somebody who is no contact.
std::string InvitedContactName(const Invitation& invitation);

v1::GatheringKind GatheringKindToProto(std::string_view kind);
v1::GatheringState GatheringStateToProto(std::string_view state);
v1::Reply ReplyToProto(std::string_view reply);
v1::Attendance AttendanceToProto(std::string_view attendance);

}  // namespace mainstay::engagement
