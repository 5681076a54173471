#include "services/engagement/plans/plan_item_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/copy_rows.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/engagement/plans/plan_row.h"

namespace mainstay::engagement {
namespace {

constexpr char kToFill[] =
    "return_visit_plan_items (item_id, plan_id, account_id, version, state, edited, reasons, "
    "due_day, user_id, start_time, end_time, visit_kind, visit_mode, purpose, priority, warnings, "
    "skip_reason, create_time, update_time)";

constexpr pg::Statement kUpdate{
    "plan_item_update",
    "UPDATE return_visit_plan_items SET version = $2, state = $3, edited = $4, user_id = $5, "
    "start_time = $6, end_time = $7, visit_kind = $8, visit_mode = $9, purpose = $10, "
    "priority = $11, warnings = $12, skip_reason = $13, update_time = $14 WHERE item_id = $1"};

constexpr pg::Statement kDelete{"plan_item_delete",
                                "DELETE FROM return_visit_plan_items WHERE item_id = $1"};

constexpr pg::Statement kRead{
    "plan_item_read", "SELECT " MAINSTAY_PLAN_ITEM_COLUMNS MAINSTAY_PLAN_ITEMS
                      "WHERE i.plan_id = $1 AND i.item_id = $2 "
                      "AND " MAINSTAY_IN_SCOPE("coalesce(d.survivor_id, i.account_id)", "$3")};

constexpr pg::Statement kProposed{"plan_items_proposed",
                                  "SELECT " MAINSTAY_PLAN_ITEM_COLUMNS MAINSTAY_PLAN_ITEMS
                                  "WHERE i.plan_id = $1 AND i.state = 'proposed' "
                                  "ORDER BY i.start_time, i.item_id"};

constexpr pg::Statement kProposedOf{"plan_items_proposed_of",
                                    "SELECT " MAINSTAY_PLAN_ITEM_COLUMNS MAINSTAY_PLAN_ITEMS
                                    "WHERE i.plan_id = $1 AND i.account_id IN " MAINSTAY_FAMILY(
                                        "$2") " AND i.state = 'proposed' "
                                              "ORDER BY i.start_time, i.item_id"};

constexpr pg::Statement kUpdateWarnings{
    "plan_item_update_warnings",
    "UPDATE return_visit_plan_items SET warnings = $2 WHERE item_id = $1"};

constexpr pg::Statement kSkipUnseen{
    "plan_items_skip_unseen",
    "UPDATE return_visit_plan_items i SET state = 'skipped', version = i.version + 1, "
    "skip_reason = $4, update_time = $3 "
    "FROM account_directory d JOIN account_directory s ON s.account_id = d.survivor_id "
    "WHERE i.plan_id = $1 AND i.state = 'proposed' AND d.account_id = i.account_id "
    "AND (s.state = 'deleted' OR NOT " MAINSTAY_IN_SCOPE("s.account_id", "$2") ")"};

constexpr pg::Statement kSkipPast{
    "plan_items_skip_past",
    "UPDATE return_visit_plan_items SET state = 'skipped', version = version + 1, "
    "skip_reason = $3, update_time = $2 "
    "WHERE plan_id = $1 AND state = 'proposed' AND start_time < $2"};

// $4 is the zone of days, $5 how many days apart is another week. What lies near an item that
// nobody has moved is also what lies near its due day. An approval that was under way when the
// items were proposed was not seen: its visits are some seconds older than they.
constexpr pg::Statement kSkipServed{"plan_items_skip_served", R"sql(
UPDATE return_visit_plan_items i SET state = 'skipped', version = i.version + 1, skip_reason = $3,
  update_time = $2
WHERE i.plan_id = $1 AND i.state = 'proposed' AND EXISTS (
  SELECT FROM account_directory d JOIN account_directory f ON f.survivor_id = d.survivor_id
  JOIN visits v ON v.account_id = f.account_id
  WHERE d.account_id = i.account_id
    AND v.state IN ('planned', 'confirmed', 'prepared', 'checked_in', 'completed')
    AND v.planned_start > least(i.start_time, i.due_day) - make_interval(days => $5::int + 2)
    AND v.planned_start < greatest(i.start_time, i.due_day) + make_interval(days => $5::int + 2)
    AND least(
      abs((v.planned_start AT TIME ZONE $4)::date - (i.start_time AT TIME ZONE $4)::date),
      CASE WHEN NOT i.edited THEN abs((v.planned_start AT TIME ZONE $4)::date - i.due_day) END
    ) < $5::int
    AND (v.create_time > i.create_time - interval '1 minute' OR EXISTS (
      SELECT FROM visit_changes c WHERE c.visit_id = v.visit_id
        AND c.field = 'planned_start_time' AND c.change_time > i.create_time)))
)sql"};

// $2 is the zone of days; nothing of $3, when the plan was made, or before is asked for. One that
// was being logged when the items were proposed was not seen: it is some seconds older than they.
constexpr pg::Statement kSpokenSince{"plan_items_spoken_since", R"sql(
SELECT DISTINCT i.item_id, (c.occur_time AT TIME ZONE $2)::date
FROM return_visit_plan_items i JOIN account_directory d USING (account_id)
JOIN account_directory f ON f.survivor_id = d.survivor_id
JOIN communications c ON c.account_id = f.account_id
WHERE i.plan_id = $1 AND i.state = 'proposed' AND c.delete_time IS NULL
  AND c.create_time > $3::timestamptz - interval '1 minute'
  AND c.create_time > i.create_time - interval '1 minute'
)sql"};

constexpr pg::Statement kSkip{
    "plan_items_skip",
    "UPDATE return_visit_plan_items SET state = 'skipped', version = version + 1, "
    "skip_reason = $2, update_time = $3 WHERE item_id = ANY ($1::uuid[])"};

constexpr pg::Statement kNoteVisits{
    "plan_items_note_visits",
    "UPDATE return_visit_plan_items i SET state = 'planned', version = i.version + 1, "
    "visit_id = n.visit_id, update_time = $3 "
    "FROM unnest($1::uuid[], $2::uuid[]) n (item_id, visit_id) WHERE i.item_id = n.item_id"};

constexpr pg::Statement kCount{"plan_items_count",
                               "SELECT count(*) FROM return_visit_plan_items WHERE plan_id = $1"};

constexpr pg::Statement kDeleteUnedited{
    "plan_items_delete_unedited",
    "DELETE FROM return_visit_plan_items WHERE plan_id = $1 AND state = 'proposed' AND NOT edited "
    "AND account_id IN " MAINSTAY_FAMILY("$2")};

std::vector<pg::Param> NewRow(const std::string& plan_id, const PlanItem& item) {
  std::vector<std::string> reasons;
  const ProposedVisit& visit = item.visit;
  for (const PlanReason& reason : visit.reasons) reasons.push_back(ToText(reason));
  return {pg::ToParam(item.id),          pg::ToParam(plan_id),
          pg::ToParam(visit.account_id), pg::ToParam(item.version),
          pg::ToParam(item.state),       pg::ToParam(item.edited),
          pg::ToParam(reasons),          pg::ToParam(pg::DayText(visit.due)),
          pg::ToParam(visit.user),       pg::ToParam(visit.start),
          pg::ToParam(visit.end),        pg::ToParam(visit.visit_kind),
          pg::ToParam(visit.visit_mode), pg::ToParam(visit.purpose),
          pg::ToParam(visit.priority),   pg::ToParam(visit.warnings),
          pg::ToParam(item.skip_reason), pg::ToParam(item.create_time),
          pg::ToParam(item.update_time)};
}

}  // namespace

absl::Status InsertPlanItems(pg::Tx& tx, const std::string& plan_id,
                             const std::vector<PlanItem>& items) {
  std::vector<std::vector<pg::Param>> rows;
  rows.reserve(items.size());
  for (const PlanItem& item : items) rows.push_back(NewRow(plan_id, item));
  return pg::CopyRows(tx, kToFill, rows).status();
}

size_t CountItemsOf(pg::Tx& tx, const std::string& plan_id) {
  return tx.Run(kCount, plan_id)[0][0].as<size_t>();
}

void UpdatePlanItem(pg::Tx& tx, const PlanItem& item) {
  const ProposedVisit& visit = item.visit;
  tx.Run(kUpdate, item.id, item.version, item.state, item.edited, visit.user, visit.start,
         visit.end, visit.visit_kind, visit.visit_mode, visit.purpose, visit.priority,
         visit.warnings, item.skip_reason, item.update_time);
}

void DeletePlanItem(pg::Tx& tx, const std::string& item_id) { tx.Run(kDelete, item_id); }

std::optional<PlanItem> ReadPlanItem(pg::Tx& tx, const std::string& plan_id,
                                     const std::string& item_id, const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kRead, plan_id, item_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return PlanItemFromRow(rows[0]);
}

api::ListFields PlanItemListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"state", "i.state", kEnum,
       api::EnumFilterValues("PLAN_ITEM_STATE_", {"proposed", "skipped", "planned"})},
      {"user", "i.user_id", kText},
      {"visit_mode", "i.visit_mode", kEnum,
       api::EnumFilterValues("VISIT_MODE_", {"on_site", "phone", "video"})},
      {"priority", "i.priority", kEnum,
       api::EnumFilterValues("CADENCE_PRIORITY_", {"low", "normal", "high"})},
      {"warning", "array_to_string(i.warnings, ' ')", kText},
      {"edited", "i.edited", kBool},
      {"start_time", "i.start_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"start_time", false, "i.start_time", "timestamptz"},
      {"user", false, "i.user_id", "text"},
  };
  return {filters, kSorts};
}

api::Rows<PlanItem> ListPlanItems(pg::Tx& tx, const api::ListQuery& query,
                                  const std::string& plan_id, const auth::AccountScope& scope,
                                  const std::string& account_id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_PLAN_ITEM_COLUMNS, api::KeyColumns(query, "i.item_id"),
      MAINSTAY_PLAN_ITEMS "WHERE ", query.filter.where, " AND i.plan_id = ", params.Add(plan_id),
      "::uuid", directory::AccountsPredicate(params, "i.account_id", account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "i.item_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, PlanItemFromRow);
}

void SkipUnseenItems(pg::Tx& tx, const std::string& plan_id, const auth::AccountScope& scope,
                     absl::Time now) {
  tx.Run(kSkipUnseen, plan_id, scope.user(), now,
         "the account is deleted, or not the approver's to visit");
}

void SkipPastItems(pg::Tx& tx, const std::string& plan_id, absl::Time now) {
  tx.Run(kSkipPast, plan_id, now, "it begins in the past");
}

void SkipServedItems(pg::Tx& tx, const std::string& plan_id, absl::TimeZone zone, absl::Time now) {
  tx.Run(kSkipServed, plan_id, now, "the account has got a visit in the same week since",
         zone.name(), kSameWeek);
}

std::map<std::string, std::vector<absl::CivilDay>> ReadSpokenSince(pg::Tx& tx,
                                                                   const ReturnVisitPlan& plan,
                                                                   absl::TimeZone zone) {
  std::map<std::string, std::vector<absl::CivilDay>> days;
  for (const auto& row : tx.Run(kSpokenSince, plan.id, zone.name(), plan.create_time)) {
    days[row[0].c_str()].push_back(pg::ParseDay(row[1].c_str()));
  }
  return days;
}

void SkipItems(pg::Tx& tx, const std::vector<std::string>& item_ids, std::string_view reason,
               absl::Time now) {
  tx.Run(kSkip, item_ids, reason, now);
}

std::vector<PlanItem> ReadProposedItems(pg::Tx& tx, const std::string& plan_id) {
  std::vector<PlanItem> items;
  for (const auto& row : tx.Run(kProposed, plan_id)) items.push_back(PlanItemFromRow(row));
  return items;
}

std::vector<PlanItem> ReadProposedItemsOf(pg::Tx& tx, const std::string& plan_id,
                                          const std::string& account_id) {
  std::vector<PlanItem> items;
  for (const auto& row : tx.Run(kProposedOf, plan_id, account_id)) {
    items.push_back(PlanItemFromRow(row));
  }
  return items;
}

void UpdateWarnings(pg::Tx& tx, const std::string& item_id,
                    const std::vector<std::string>& warnings) {
  tx.Run(kUpdateWarnings, item_id, warnings);
}

void NoteVisits(pg::Tx& tx, const std::vector<std::string>& item_ids,
                const std::vector<std::string>& visit_ids, absl::Time now) {
  tx.Run(kNoteVisits, item_ids, visit_ids, now);
}

int DeleteUneditedItems(pg::Tx& tx, const std::string& plan_id, const std::string& account_id) {
  return static_cast<int>(tx.Run(kDeleteUnedited, plan_id, account_id).affected_rows());
}

}  // namespace mainstay::engagement
