// The SQL of external ids that the stores of communications share. For *_store.cc only.
#pragma once

#include "common/directory/directory_store.h"

namespace mainstay::engagement {

// Whether another system's communication is logged already under an account, whose id is that of a
// survivor, or under one that was merged into it; a deleted one counts. Within a row's CASE, so
// that it is looked up in the index for each row.
#define MAINSTAY_EXTERNAL_ID_TAKEN(account, source_name, id)                      \
  "EXISTS (SELECT FROM communications there WHERE there.account_id = ANY (ARRAY(" \
  "SELECT account_id FROM account_directory WHERE survivor_id = " account         \
  "::uuid)) AND there.source = " source_name " AND there.external_id = " id ")"

}  // namespace mainstay::engagement
