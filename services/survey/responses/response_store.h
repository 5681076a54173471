// Responses in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

// Writes them all, as they are.
absl::Status InsertResponses(pg::Tx& tx, absl::Span<const Response* const> responses);

// Those of `external_ids` that responses of the campaign have.
absl::flat_hash_set<std::string> ExternalIdsTaken(pg::Tx& tx, const std::string& campaign_id,
                                                  const std::vector<std::string>& external_ids);

// A response as its reader finds it.
struct FoundResponse {
  Response response;    // account_id is the one that survived
  std::string privacy;  // of its campaign
};

// What a reader may see. Without identities and without every account a confidential response is
// not seen at all, nor is one without an account by who sees only some. Those that are masked
// (masking.h) are seen once figures have them: who looks before and after one came in would know
// whose it is.
struct ResponseReader {
  auth::AccountScope scope;
  bool identities = false;
};

std::optional<FoundResponse> ReadResponse(pg::Tx& tx, const std::string& campaign_id,
                                          const std::string& response_id,
                                          const ResponseReader& reader);

// What lists can be filtered and sorted by: the newest first. `masked`: for readers from whom
// channel, language, wave and, but for the day, the time are kept.
const api::ListFields& ResponseListFields(bool masked);

// Of a campaign, or of an account and those merged into it: one of the two is empty. A confidential
// campaign's are not among an account's for who may not see identities.
api::Rows<FoundResponse> ListResponses(pg::Tx& tx, const api::ListQuery& query,
                                       const std::string& campaign_id,
                                       const std::string& account_id, const ResponseReader& reader);

}  // namespace mainstay::survey
