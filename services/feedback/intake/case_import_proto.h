// Imports between the API's messages and the domain.
#pragma once

#include <mainstay/feedback/v1/case_import_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/imports/import_calls.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {

// The description of the file in the first message of an upload, completed, without its account.
// INVALID_ARGUMENT for enum numbers that do not exist.
absl::StatusOr<CaseFile> CaseFileOf(const v1::ImportCasesRequest& message);

// As it is at `now`: one that has been silent for long was interrupted.
v1::CaseImport ToProto(const imports::Told& told, absl::Time now);

}  // namespace mainstay::feedback
