// Between communications and messages.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/engagement/v1/communication_service.pb.h>

#include "absl/status/statusor.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {

std::string CommunicationName(const std::string& account_id, const std::string& communication_id);

// What callers set, normalized. Contacts may be named under `account_id`, the account as the caller
// names it, or under `survivor_id`, what it is now.
absl::StatusOr<Communication> FromProto(const v1::Communication& message,
                                        const std::string& account_id,
                                        const std::string& survivor_id);
v1::Communication ToProto(const Communication& communication);

v1::CommunicationChannel ChannelToProto(std::string_view channel);
v1::CommunicationDirection DirectionToProto(std::string_view direction);

// A change with long values cut, for lists.
v1::CommunicationChange ToCommunicationChange(const history::RecordedChange& recorded);

}  // namespace mainstay::engagement
