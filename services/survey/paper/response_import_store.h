// What imports of responses look up, in PostgreSQL.
#pragma once

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

}  // namespace mainstay::survey
