// The one way in which cases are written: the row, its history, its timeline, its event, and what
// follows from it (case_sequel.h), in the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_entry_store.h"
#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Opens those of the completed and validated `drafts` that nothing refuses, and gives them their
// id, number and times; the others say why in `error`.
absl::Status OpenCases(pg::Tx& tx, const CaseSequels& sequels, absl::Span<CaseDraft> drafts,
                       const history::WriteContext& context);

// Opens one; the error of its draft is the call's.
absl::StatusOr<Case> OpenCase(pg::Tx& tx, const CaseSequels& sequels, Case c,
                              const history::WriteContext& context);

// What is done to a case.
struct CaseAct {
  std::string name;                // "update", "resolve": the action on record
  std::optional<CaseEntry> entry;  // for the timeline; version, author and time are filled in
  // The fact that it is, when it is none of cases' own (case_events.h); written even when nothing
  // of the case changes. May be empty.
  std::function<events::OutboxEvent(const Case& after, const history::WriteContext& at)> fact = {};
};

// Makes `after` the next version of `before`, which is locked, and returns it as it was written:
// sequels may have changed more. What changes nothing is not written, but for a note or a
// fact of its own.
absl::StatusOr<Case> ChangeCase(pg::Tx& tx, const CaseSequels& sequels, const Case& before,
                                Case after, const CaseAct& act,
                                const history::WriteContext& context);

}  // namespace mainstay::feedback
