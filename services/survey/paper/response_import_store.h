// Imports of responses and what they rejected, in PostgreSQL.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/pg/session.h"
#include "services/survey/paper/response_import.h"

namespace mainstay::survey {

void InsertResponseImport(pg::Tx& tx, const ResponseImport& import);

// Locked until the transaction ends.
std::optional<ResponseImport> LockResponseImport(pg::Tx& tx, const std::string& import_id);
std::optional<ResponseImport> FindResponseImport(pg::Tx& tx, const std::string& campaign_id,
                                                 const std::string& import_id);
// Newest first.
absl::Span<const api::Sort> ResponseImportSorts();
api::Rows<ResponseImport> ListResponseImports(pg::Tx& tx, const std::string& campaign_id,
                                              const api::ListQuery& query);

// Writes state, run, counts, failure and times of a locked one.
void UpdateResponseImport(pg::Tx& tx, const ResponseImport& import);

void InsertResponseRejects(pg::Tx& tx, const std::string& import_id,
                           const std::vector<ResponseReject>& rejects);
// At most `limit` of an import's rejects after record `after`, in the order of the file.
std::vector<ResponseReject> ReadResponseRejects(pg::Tx& tx, const std::string& import_id,
                                                int64_t after, int limit);
// Deletes what was rejected by imports that were last touched before `before`, some at a time; true
// when more may be left.
bool DeleteOldResponseRejects(pg::Tx& tx, absl::Time before);

// Those of `response_ids`, bare UUIDs, that are responses of the campaign.
std::set<std::string> ResponsesThere(pg::Tx& tx, const std::string& campaign_id,
                                     const std::vector<std::string>& response_ids);

// An account in use as responses know it.
struct PaperAccount {
  std::string id;  // of the account that survived merges
  std::string tier, region;
};
// By ids as asked, and by display names, of which those that several accounts have are `ambiguous`.
struct PaperAccounts {
  std::map<std::string, PaperAccount> by_id, by_name;
  std::set<std::string> ambiguous;
};
PaperAccounts FindPaperAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                                const std::set<std::string>& names);

}  // namespace mainstay::survey
