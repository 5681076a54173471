// The one way in which responses are recorded, whether they come from a browser, by phone or on
// paper: checked, written, their invitations consumed with what was answered of them so far, with
// their events and what follows from them (response_sequel.h), in the caller's transaction.
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/survey/responses/response.h"
#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Records those of `drafts` that nothing refuses, all of one campaign, and gives them their ids;
// campaign, questionnaire and version are filled in from `of`. The others say why in `error`:
// INVALID_ARGUMENT with a violation for each question that is not answered as it must be
// ("answers.nps"), ALREADY_EXISTS for an external id that the campaign has. A few statements,
// however many they are: 26,000 take seconds. The campaign's state, its quotas and whether the
// invitations are open are the caller's to check, who has locked the invitations. What an anonymous
// campaign's response must not have is taken from it here; its part answers are the caller's, who
// has the token. Only identified campaigns' responses have an event.
absl::Status RecordResponses(pg::Tx& tx, const ResponseSequels& sequels, const ResponsesOf& of,
                             absl::Span<ResponseDraft> drafts,
                             const history::WriteContext& context);

}  // namespace mainstay::survey
