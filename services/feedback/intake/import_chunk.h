// A set of a file's records into cases, in one transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/scope.h"
#include "common/history/change.h"
#include "common/imports/import.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/intake/import_file.h"

namespace mainstay::feedback {

struct ImportInto {
  const CaseFile& file;
  const CaseReader& reader;
  const CaseSequels& sequels;
  const auth::AccountScope& scope;
  const std::string& import_id;
};

// Opens a case for each record that the rules let through and that is none yet, and keeps what is
// rejected. Whoever calls holds the lock of the file's source, so that nobody else brings the same
// external ids meanwhile. What the set came to.
absl::StatusOr<imports::Counts> ApplyRecords(pg::Tx& tx, const ImportInto& into,
                                             const std::vector<CaseFileRecord>& records,
                                             const history::WriteContext& context);

}  // namespace mainstay::feedback
