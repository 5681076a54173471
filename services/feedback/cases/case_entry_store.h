// The timeline of cases (处理时间线) in PostgreSQL: what was done, said and noted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/api/list.h"
#include "common/pg/session.h"

namespace mainstay::feedback {

struct CaseEntry {
  int64_t version = 0;  // of the case, that it made: there is at most one entry a version
  std::string kind;     // "note", "told", "verb"
  std::string verb;     // "resolve"; empty unless the kind is "verb"
  std::string text;
  std::string contact;  // who was told, or who confirmed: resource name, or empty
  std::string channel;  // how; of "told"
  std::string author;   // user id
  absl::Time create_time;
};

void InsertCaseEntry(pg::Tx& tx, const std::string& case_id, const CaseEntry& entry);
// Writes the entries of as many cases, one each, in one statement.
void InsertCaseEntries(pg::Tx& tx, const std::vector<std::string>& case_ids,
                       const std::vector<CaseEntry>& entries);

// What timelines are sorted by: the newest first.
absl::Span<const api::Sort> CaseEntrySorts();

// A page of a case's entries. The caller has checked the scope in the same transaction.
api::Rows<CaseEntry> ListCaseEntries(pg::Tx& tx, const api::ListQuery& query,
                                     const std::string& case_id);

}  // namespace mainstay::feedback
