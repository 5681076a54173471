// The parts of RequirementService, a file each. For this folder only.
#pragma once

#include <string_view>

#include <mainstay/feedback/v1/requirement_service.pb.h>

#include "common/directory/directory_store.h"
#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kRequirementService = "mainstay.feedback.v1.RequirementService/";

void RegisterRequirementReads(rpc::Router& router, const Deps& deps);
void RegisterRequirementWrites(rpc::Router& router, const Deps& deps);  // create, update, askers
void RegisterRequirementVerbs(rpc::Router& router, const Deps& deps);   // the funnel
void RegisterRequirementMerges(rpc::Router& router, const Deps& deps);
void RegisterRequirementReviews(rpc::Router& router, const Deps& deps);

// As api::WriteOnce asks: a stored answer is for those who still see every account that it shows.
inline auto ReplayWhereAskersSeen(const auth::AccountScope& scope) {
  return [&scope](pg::Tx& tx, const v1::Requirement& answer) {
    for (const v1::RequirementAsker& asker : answer.askers()) {
      if (!directory::CheckSeen(tx, scope, asker.account()).ok()) {
        return status::NotFound(answer.name());
      }
    }
    return absl::OkStatus();
  };
}

}  // namespace mainstay::feedback
