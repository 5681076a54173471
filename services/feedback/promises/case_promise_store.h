// Promises in PostgreSQL.
#pragma once

#include <string>

#include "common/api/list.h"
#include "common/pg/session.h"
#include "services/feedback/promises/case_promise.h"

namespace mainstay::feedback {

void InsertCasePromise(pg::Tx& tx, const CasePromise& promise);

// What lists are sorted by: the newest first.
absl::Span<const api::Sort> CasePromiseSorts();
// A page of a case's promises. Their account is left empty. The caller has checked the scope in the
// same transaction.
api::Rows<CasePromise> ListCasePromises(pg::Tx& tx, const api::ListQuery& query,
                                        const std::string& case_id);

}  // namespace mainstay::feedback
