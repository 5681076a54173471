#include "common/imports/reject_list.h"

#include <algorithm>

#include "common/status/status.h"

namespace mainstay::imports {

void RejectList::Add(const csv::FileRecord& record, std::string_view field,
                     std::string_view reason) {
  rejects_.push_back(
      {record.number, record.line, std::string(field), std::string(reason), record.body});
}

void RejectList::Add(const csv::FileRecord& record, const absl::Status& why) {
  const auto violations = status::GetFieldViolations(why);
  if (violations.empty()) {
    Add(record, "record", why.message());
  } else {
    Add(record, violations[0].field, violations[0].description);
  }
}

void RejectList::AddUnreadable(const csv::FileRecord& record) {
  Add(record, record.takes_rest ? csv::kRestOfFile : "record", record.problem);
}

int64_t RejectList::Keep(pg::Tx& tx, const Tables& tables, const std::string& import_id) {
  if (rejects_.empty()) return 0;
  std::sort(rejects_.begin(), rejects_.end(),
            [](const Reject& a, const Reject& b) { return a.record < b.record; });
  InsertRejects(tx, tables, import_id, rejects_);
  return static_cast<int64_t>(rejects_.size());
}

}  // namespace mainstay::imports
