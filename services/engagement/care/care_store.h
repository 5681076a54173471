// What comes up, and its rules, in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/care/care.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kCareRuleChanges =
    MAINSTAY_CHANGE_TABLE("care_rule_changes", "rule_id");

// The rule of a festival, the default one when it was never set.
CareRule ReadCareRule(pg::Tx& tx, const std::string& festival);
// The same, locked until the transaction ends.
CareRule LockCareRule(pg::Tx& tx, const std::string& festival);
// The next version of one that was read with LockCareRule; of a first one the other of two writers
// fails by the constraint care_rules_pkey.
void SaveCareRule(pg::Tx& tx, const CareRule& rule);

// Whether there is an item of that contact, kind and day, or of that account, festival and day.
bool IsCaredFor(pg::Tx& tx, const CareItem& item);
void InsertCareItem(pg::Tx& tx, const CareItem& item, absl::Time now);

// An account in use, and its owner.
struct CaredAccount {
  std::string id, owner;
};
// At most `limit` of those of the tiers ("none": not graded) that have no item of that festival and
// day.
std::vector<CaredAccount> AccountsWithoutFestival(pg::Tx& tx, const CareRule& rule,
                                                  absl::CivilDay day, int limit);

// An item's task, and why it was cancelled other than by people (see below); empty: it was not.
struct CareTask {
  std::string care_id, task_id, withdrawn;
};
// Why: the contact was deleted; its day is another one; a merge brought the same festival twice.
inline constexpr char kContactGone[] = "contact", kDateChanged[] = "date", kMerged[] = "merge";
// The day is another one, and people had closed the task before: it stays as they left it.
inline constexpr char kDateChangedAfter[] = "date_after";
void SetWithdrawn(pg::Tx& tx, const std::string& care_id, const std::string& why);
// Of a contact's items from `day` on, those so withdrawn.
std::vector<CareTask> CareTasksOf(pg::Tx& tx, const std::string& contact_id, absl::CivilDay day,
                                  const std::string& withdrawn);
// Of the item of that contact, kind and day; nothing when there is none.
std::optional<CareTask> FindCareTask(pg::Tx& tx, const CareItem& item);
// Of the item whose task was asked for so.
std::optional<CareTask> FindCareTask(pg::Tx& tx, const TaskRequest& request);
// Of festivals from `day` on, at most `limit` whose task is open though another account of the
// family has one for the same festival: the survivor's stays, and one that is done.
std::vector<CareTask> FestivalTasksTwice(pg::Tx& tx, absl::CivilDay day, int limit);
// At most `limit` that were withdrawn as such, and whose account has no other now: of several one,
// the survivor's, else that of the least account.
std::vector<CareTask> FestivalTasksMissed(pg::Tx& tx, absl::CivilDay day, int limit);

// An item, and what became of its task.
struct UpcomingCareRow {
  CareItem item;
  std::string account_display_name, task_state, assignee;
};
std::vector<api::FilterField> CareFilterFields();
absl::Span<const api::Sort> CareSorts();
// The items from `today` on of one account, resolved by the caller; with an empty `account_id` of
// every account in the scope.
api::Rows<UpcomingCareRow> ListCare(pg::Tx& tx, const api::ListQuery& query,
                                    const std::string& account_id, absl::CivilDay today,
                                    const auth::AccountScope& scope);

}  // namespace mainstay::engagement
