// The items of plans in PostgreSQL. Whoever writes them has locked their plan.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

// Many at once, by COPY.
absl::Status InsertPlanItems(pg::Tx& tx, const std::string& plan_id,
                             const std::vector<PlanItem>& items);
// How many items the plan has.
size_t CountItemsOf(pg::Tx& tx, const std::string& plan_id);
// Writes what can change of an item.
void UpdatePlanItem(pg::Tx& tx, const PlanItem& item);
void DeletePlanItem(pg::Tx& tx, const std::string& item_id);

// An item of the plan whose account is within the scope.
std::optional<PlanItem> ReadPlanItem(pg::Tx& tx, const std::string& plan_id,
                                     const std::string& item_id, const auth::AccountScope& scope);
api::ListFields PlanItemListFields();
// With an `account_id` only those for that account.
api::Rows<PlanItem> ListPlanItems(pg::Tx& tx, const api::ListQuery& query,
                                  const std::string& plan_id, const auth::AccountScope& scope,
                                  const std::string& account_id);

// Skips the proposed items whose accounts are deleted or outside the scope: nobody visits these.
void SkipUnseenItems(pg::Tx& tx, const std::string& plan_id, const auth::AccountScope& scope,
                     absl::Time now);
// Skips the proposed items that begin before `now`.
void SkipPastItems(pg::Tx& tx, const std::string& plan_id, absl::Time now);
// Skips the proposed items whose accounts got a visit of the same week (kSameWeek, in days of
// `zone`) since they were proposed: planned by another plan or by hand, moved there, or made. What
// was there before is known to whoever proposed them.
void SkipServedItems(pg::Tx& tx, const std::string& plan_id, absl::TimeZone zone, absl::Time now);
// The days, of `zone`, of the communications of each item's account that were logged since the item
// was proposed, by item: of items that are proposed and have such.
std::map<std::string, std::vector<absl::CivilDay>> ReadSpokenSince(pg::Tx& tx,
                                                                   const ReturnVisitPlan& plan,
                                                                   absl::TimeZone zone);
// Skips the items.
void SkipItems(pg::Tx& tx, const std::vector<std::string>& item_ids, std::string_view reason,
               absl::Time now);
// The proposed items, by time.
std::vector<PlanItem> ReadProposedItems(pg::Tx& tx, const std::string& plan_id);
// Those of an account and of those merged into it.
std::vector<PlanItem> ReadProposedItemsOf(pg::Tx& tx, const std::string& plan_id,
                                          const std::string& account_id);
// Writes the warnings of an item, which are computed: that is no version of it.
void UpdateWarnings(pg::Tx& tx, const std::string& item_id,
                    const std::vector<std::string>& warnings);
// Notes the visits, beside the items, that were planned by them.
void NoteVisits(pg::Tx& tx, const std::vector<std::string>& item_ids,
                const std::vector<std::string>& visit_ids, absl::Time now);

// Deletes the proposed items of an account and of those merged into it that nobody has edited;
// returns how many there were.
int DeleteUneditedItems(pg::Tx& tx, const std::string& plan_id, const std::string& account_id);

}  // namespace mainstay::engagement
