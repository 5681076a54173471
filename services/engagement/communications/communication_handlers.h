// The parts of CommunicationService, a file each. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/router.h"
#include "services/engagement/communications/communication_store.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kCommunicationService =
    "mainstay.engagement.v1.CommunicationService/";

void RegisterCommunicationReads(rpc::Router& router, const Deps& deps);
void RegisterCommunicationWrites(rpc::Router& router, const Deps& deps);
void RegisterCommunicationImport(rpc::Router& router, const Deps& deps);

// The ids in a communication's name; INVALID_ARGUMENT on `field` if it is not one.
struct CommunicationIds {
  std::string account_id;
  std::string communication_id;
};
absl::StatusOr<CommunicationIds> ParseCommunicationName(const std::string& name,
                                                        std::string_view field);

}  // namespace mainstay::engagement
