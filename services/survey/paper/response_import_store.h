// What imports of responses look up, in PostgreSQL.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/imports/import_store.h"
#include "common/pg/session.h"

namespace mainstay::survey {

inline constexpr imports::Tables kResponseImports{
    .imports = "response_imports", .rejects = "response_import_rejects", .parent = "campaign_id"};

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
