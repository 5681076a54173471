// Record forms in PostgreSQL: every declaration is kept, the newest holds.
#pragma once

#include <string>

#include "common/pg/session.h"
#include "services/engagement/visits/visit_form.h"

namespace mainstay::engagement {

// The form that holds; one without fields and with version 0 when none was declared.
VisitForm ReadForm(pg::Tx& tx, const std::string& kind);
// A certain declaration; as above when there is none.
VisitForm ReadForm(pg::Tx& tx, const std::string& kind, int64_t version);

// Declares the next version, `form.version`. ABORTED (CONCURRENT_CHANGE) when another one was
// declared at the same time: by constraint visit_forms_pkey.
void InsertForm(pg::Tx& tx, const VisitForm& form, const std::string& actor,
                const std::string& reason);

}  // namespace mainstay::engagement
