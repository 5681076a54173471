// Visits in PostgreSQL. A visit keeps the account it was made under and is seen under the account
// that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kVisitChanges =
    MAINSTAY_CHANGE_TABLE("visit_changes", "visit_id");

void InsertVisit(pg::Tx& tx, const Visit& visit);
// Many at once, by COPY.
absl::Status InsertVisits(pg::Tx& tx, const std::vector<Visit>& visits);
// Writes every field of a visit that was read with LockVisit.
void UpdateVisit(pg::Tx& tx, const Visit& visit);

// A visit of `account_id` or of an account merged into it. The caller has resolved `account_id`
// within the scope (access/account_access.h).
std::optional<Visit> ReadVisit(pg::Tx& tx, const std::string& account_id,
                               const std::string& visit_id);
// The same, locked until the transaction ends.
std::optional<Visit> LockVisit(pg::Tx& tx, const std::string& account_id,
                               const std::string& visit_id);

// At most `limit` visits whose planned end lies before `end` and that were neither made nor called
// off, locked; those that others hold are passed over.
std::vector<Visit> LockOverdueVisits(pg::Tx& tx, absl::Time end, int limit);

// What lists can be filtered by and sorted by.
api::ListFields VisitListFields();

// Visits of one account, resolved by the caller; with an empty `account_id` of every account in the
// scope. With a `user` only those at which that user is one of our people.
api::Rows<Visit> ListVisits(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                            const auth::AccountScope& scope, const std::string& user);

// What an account's history card says besides its visits.
struct VisitSummary {
  std::optional<Visit> last;  // made
  std::optional<Visit> next;  // to be made, from now on
  std::optional<absl::CivilDay> next_visit_date;
  int completed = 0, missed = 0, on_time = 0;
};
VisitSummary SummarizeVisits(pg::Tx& tx, const std::string& account_id, absl::Time now);

}  // namespace mainstay::engagement
