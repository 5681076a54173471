// What else a submitted response does in its transaction: flags of quality, firings of loop rules.
// Features say it here and main.cc lists them (Deps::response_sequels), so that responses/ knows
// none of them and none is forgotten by one of the ways in which responses come (response_write.h).
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

struct Campaign;          // campaigns/campaign.h
struct PublishedVersion;  // questionnaires/version_store.h

// What all responses of one call are to. Outlives the call.
struct ResponsesOf {
  const Campaign& campaign;
  const PublishedVersion& version;
};

// Spans hold one response of a call, or up to some ten thousand of a batch: each function takes a
// few statements for all of them, never some for each. An error that is returned ends the
// transaction. Drafts with an error are nobody's business any more.
struct ResponseSequel {
  std::string_view name;
  // Adds flags to drafts, or sets `error`, before anything is written. They are valid and have
  // their exact times, in anonymous campaigns too; nothing of those may be written. May be empty.
  std::function<absl::Status(pg::Tx&, const ResponsesOf&, absl::Span<ResponseDraft>,
                             const history::WriteContext&)>
      prepare;
  // Writes its own rows. May be empty. In anonymous campaigns `context.now` is not to be stored.
  std::function<absl::Status(pg::Tx&, const ResponsesOf&, absl::Span<const SubmittedResponse>,
                             const history::WriteContext&)>
      follow;
};

// In the order in which they are asked.
using ResponseSequels = std::vector<ResponseSequel>;

}  // namespace mainstay::survey
