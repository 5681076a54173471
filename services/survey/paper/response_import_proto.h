// Imports between the API's messages and the domain.
#pragma once

#include <mainstay/survey/v1/response_import_service.pb.h>

#include "absl/time/time.h"
#include "common/imports/import_calls.h"
#include "services/survey/paper/paper_file.h"

namespace mainstay::survey {

// The description of the file in the first message of an upload, completed.
PaperFile PaperFileOf(const v1::ImportResponsesRequest& message);

// As it is at `now`: one that has been silent for long was interrupted.
v1::ResponseImport ToProto(const imports::Told& told, absl::Time now);

}  // namespace mainstay::survey
