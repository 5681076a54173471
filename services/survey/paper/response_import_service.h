// ResponseImportService: responses from files.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterResponseImportService(rpc::Router& router, const Deps& deps);

// Deletes what imports rejected long ago; a periodic step: true when more may be left.
absl::StatusOr<bool> ForgetOldResponseRejects(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
