// A set of a file's records into responses, in one transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/csv/csv_records.h"
#include "common/history/change.h"
#include "common/imports/import.h"
#include "common/pg/session.h"
#include "services/survey/paper/paper_reader.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// A record, and what it is called (PaperReader::ExternalId); nothing when it has a problem.
struct PaperSetRecord {
  csv::FileRecord record;
  std::string external_id;
};

struct ImportInto {
  const PaperReader& reader;
  const ResponseSequels& sequels;
  ResponsesOf of;
  const std::string& import_id;
};

// Records a response for each record that the rules let through and that is none yet, answers the
// invitations of their contacts (paper_invitations.h) and keeps what is rejected. Whoever calls
// holds the lock of the campaign's imports, so that nobody else brings the same external ids
// meanwhile. What the set came to.
absl::StatusOr<imports::Counts> ApplySet(pg::Tx& tx, const ImportInto& into,
                                         const std::vector<PaperSetRecord>& records,
                                         const history::WriteContext& context);

}  // namespace mainstay::survey
