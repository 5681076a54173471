// What else a write of cases does in its transaction: clocks, steps, assignees, links. Features say
// it here and main.cc lists them, so that cases/ knows none of them and none is forgotten by one of
// the ways in which cases are written (case_write.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_entry_store.h"

namespace mainstay::feedback {

// A case about to be written.
struct CaseDraft {
  const Case* before = nullptr;  // locked; null for a new one
  Case after;
  // Why it cannot be written, in fields of a case ("category"); it is left out then.
  absl::Status error;
  // What a new case's timeline begins with, when a sequel has something to say; its version, author
  // and time are filled in. Of one that is changed the verb says it.
  std::optional<CaseEntry> entry;
  // That a new one is to have, when somebody else knows it already: bare UUID. Empty: one of its
  // own.
  std::string id = {};
};

// A case that was written.
struct CaseWrite {
  const Case* before = nullptr;  // null for a new one
  const Case* after = nullptr;   // never null
};

// Spans hold one case of a call, or up to some thousand of a batch: each function takes a few
// statements for all of them, never some for each. An error that is returned ends the transaction.
struct CaseSequel {
  std::string_view name;
  // Fills in what nobody said, or sets `error`, of drafts that have none yet. May be empty.
  std::function<absl::Status(pg::Tx&, absl::Span<CaseDraft>, const history::WriteContext&)> prepare;
  // Writes its own rows. May be empty. `context.now` is when the call came; a case's own time of
  // the write is `after->update_time`.
  std::function<absl::Status(pg::Tx&, absl::Span<const CaseWrite>, const history::WriteContext&)>
      follow;
};

// In the order in which they are asked.
using CaseSequels = std::vector<CaseSequel>;

}  // namespace mainstay::feedback
