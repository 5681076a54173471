// Responses as their readers are shown them.
#pragma once

#include <mainstay/survey/v1/response_service.pb.h>

#include "services/survey/responses/response_store.h"

namespace mainstay::survey {

// Without what its reader may not see (Mask).
v1::Response ToProto(FoundResponse found, bool identities);

}  // namespace mainstay::survey
