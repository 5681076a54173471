// What a set of records rejects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/csv/csv_records.h"
#include "common/imports/import_store.h"
#include "common/pg/session.h"

namespace mainstay::imports {

class RejectList {
 public:
  void Add(const csv::FileRecord& record, std::string_view field, std::string_view reason);
  // By the first field that `why` names, or as a whole.
  void Add(const csv::FileRecord& record, const absl::Status& why);
  // One whose fields cannot be read: it has a problem.
  void AddUnreadable(const csv::FileRecord& record);

  // Writes them, in the order of the file; how many they are. Once, at the end.
  int64_t Keep(pg::Tx& tx, const Tables& tables, const std::string& import_id);

 private:
  std::vector<Reject> rejects_;
};

}  // namespace mainstay::imports
