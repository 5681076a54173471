// Responses as their readers are shown them.
#pragma once

#include <mainstay/survey/v1/response_service.pb.h>

#include "services/survey/responses/response_store.h"

namespace mainstay::survey {

// Without who answered, of a confidential campaign, unless `identities`.
v1::Response ToProto(const FoundResponse& found, bool identities);

}  // namespace mainstay::survey
