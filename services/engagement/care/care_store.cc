#include "services/engagement/care/care_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

#define MAINSTAY_CARE_RULE_READ                                                \
  "SELECT rule_id, version, tiers, days_ahead, create_time, update_time FROM " \
  "care_rules WHERE festival = $1"
constexpr pg::Statement kReadRule{"care_rule_read", MAINSTAY_CARE_RULE_READ};
constexpr pg::Statement kLockRule{"care_rule_lock", MAINSTAY_CARE_RULE_READ " FOR UPDATE"};
constexpr pg::Statement kInsertRule{"care_rule_insert", R"sql(
INSERT INTO care_rules (festival, rule_id, version, tiers, days_ahead, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};
constexpr pg::Statement kUpdateRule{"care_rule_update", R"sql(
UPDATE care_rules SET version = $2, tiers = $3, days_ahead = $4, update_time = $5
WHERE festival = $1
)sql"};

constexpr pg::Statement kIsCaredFor{"care_is_cared_for", R"sql(
SELECT EXISTS (SELECT FROM care_items
               WHERE contact_id = nullif($1, '')::uuid AND kind = $2 AND day = $5::date)
  OR EXISTS (SELECT FROM care_items
             WHERE account_id = $3 AND festival = $4 AND $4 <> '' AND day = $5::date)
)sql"};

constexpr pg::Statement kInsertItem{"care_item_insert", R"sql(
INSERT INTO care_items (care_id, account_id, kind, contact_id, festival, day, task_id, create_time)
VALUES ($1, $2, $3, nullif($4, '')::uuid, $5, $6::date, $7, $8)
)sql"};

constexpr pg::Statement kWithoutFestival{"care_accounts_without_festival", R"sql(
SELECT a.account_id, a.owner FROM account_directory a
WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active'
  AND coalesce(nullif(a.tier, ''), 'none') = ANY ($1::text[])
  AND NOT EXISTS (SELECT FROM care_items i JOIN account_directory f ON f.account_id = i.account_id
                  WHERE f.survivor_id = a.account_id AND i.festival = $2 AND i.festival <> '' AND i.day = $3::date)
LIMIT $4
)sql"};

constexpr pg::Statement kSetWithdrawn{"care_item_withdraw",
                                      "UPDATE care_items SET withdrawn = $2 WHERE care_id = $1"};

constexpr pg::Statement kTasksOfContact{"care_tasks_of_contact", R"sql(
SELECT care_id, task_id, withdrawn FROM care_items
WHERE contact_id = $1 AND day >= $2::date AND withdrawn = $3 ORDER BY day, kind
)sql"};

constexpr pg::Statement kTaskOfDay{"care_task_of_day", R"sql(
SELECT care_id, task_id, withdrawn FROM care_items
WHERE contact_id = $1 AND kind = $2 AND day = $3::date
)sql"};

constexpr pg::Statement kTaskOfRequest{"care_task_of_request", R"sql(
SELECT i.care_id, i.task_id, i.withdrawn FROM tasks t JOIN care_items i USING (task_id)
WHERE t.request_area = $1 AND t.request_key = $2
)sql"};

// Another item of the same festival in the family of `i`, whose task is `ot`.
#define MAINSTAY_OTHER_FESTIVAL_ITEM                                              \
  "EXISTS (SELECT FROM account_directory f JOIN care_items o USING (account_id) " \
  "JOIN tasks ot ON ot.task_id = o.task_id "                                      \
  "WHERE f.survivor_id = d.survivor_id AND o.care_id <> i.care_id "               \
  "AND o.festival = i.festival AND o.day = i.day "
// Of two, `o` is the one to keep: the survivor's, else that of the least account.
#define MAINSTAY_OTHER_GOES_FIRST     \
  "(o.account_id = d.survivor_id OR " \
  "(i.account_id <> d.survivor_id AND o.account_id < i.account_id))"
constexpr pg::Statement kTwice{
    "care_festivals_twice",
    "SELECT i.care_id, i.task_id, i.withdrawn FROM care_items i "
    "JOIN account_directory d USING (account_id) JOIN tasks t ON t.task_id = i.task_id "
    "WHERE i.festival <> '' AND i.day >= $1::date AND i.withdrawn = '' "
    "AND t.state = 'open' AND " MAINSTAY_OTHER_FESTIVAL_ITEM
    "AND o.withdrawn = '' AND (ot.state = 'done' "
    "OR (ot.state = 'open' AND " MAINSTAY_OTHER_GOES_FIRST
    "))) "
    "ORDER BY i.task_id LIMIT $2"};
constexpr pg::Statement kMissed{
    "care_festivals_missed",
    "SELECT i.care_id, i.task_id, i.withdrawn FROM care_items i "
    "JOIN account_directory d USING (account_id) "
    "WHERE i.festival <> '' AND i.day >= $1::date AND i.withdrawn = 'merge' "
    "AND NOT " MAINSTAY_OTHER_FESTIVAL_ITEM
    "AND (o.withdrawn = '' OR (o.withdrawn = 'merge' AND " MAINSTAY_OTHER_GOES_FIRST
    "))) "
    "ORDER BY i.task_id LIMIT $2"};

CareRule FirstOrDefault(const pqxx::result& rows, const std::string& festival) {
  if (rows.empty()) return DefaultCareRule(festival);
  return {.festival = festival,
          .id = rows[0][0].c_str(),
          .version = rows[0][1].as<int64_t>(),
          .tiers = pg::ParseArray(rows[0][2].c_str()),
          .days_ahead = rows[0][3].as<int>(),
          .create_time = pg::ParseTime(rows[0][4].c_str()),
          .update_time = pg::ParseTime(rows[0][5].c_str())};
}

std::vector<CareTask> CareTasksIn(const pqxx::result& rows) {
  std::vector<CareTask> tasks;
  for (const auto& row : rows) {
    tasks.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str()});
  }
  return tasks;
}

std::optional<CareTask> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return CareTasksIn(rows).front();
}

UpcomingCareRow FromRow(const pqxx::row& row) {
  UpcomingCareRow care;
  care.item.id = row[0].c_str();
  care.item.account_id = row[1].c_str();
  care.item.kind = row[2].c_str();
  care.item.contact_id = row[3].is_null() ? "" : row[3].c_str();
  care.item.festival = row[4].c_str();
  care.item.day = pg::ParseDay(row[5].c_str());
  care.item.task_id = row[6].c_str();
  care.account_display_name = row[7].c_str();
  care.task_state = row[8].c_str();
  care.assignee = row[9].c_str();
  return care;
}

}  // namespace

CareRule ReadCareRule(pg::Tx& tx, const std::string& festival) {
  return FirstOrDefault(tx.Run(kReadRule, festival), festival);
}

CareRule LockCareRule(pg::Tx& tx, const std::string& festival) {
  return FirstOrDefault(tx.Run(kLockRule, festival), festival);
}

void SaveCareRule(pg::Tx& tx, const CareRule& rule) {
  if (rule.version == 1) {
    tx.Run(kInsertRule, rule.festival, rule.id, rule.version, rule.tiers, rule.days_ahead,
           rule.create_time, rule.update_time);
  } else {
    tx.Run(kUpdateRule, rule.festival, rule.version, rule.tiers, rule.days_ahead, rule.update_time);
  }
}

bool IsCaredFor(pg::Tx& tx, const CareItem& item) {
  return tx
      .Run(kIsCaredFor, item.contact_id, item.kind, item.account_id, item.festival,
           pg::DayText(item.day))[0][0]
      .as<bool>();
}

void InsertCareItem(pg::Tx& tx, const CareItem& item, absl::Time now) {
  tx.Run(kInsertItem, item.id, item.account_id, item.kind, item.contact_id, item.festival,
         pg::DayText(item.day), item.task_id, now);
}

std::vector<CaredAccount> AccountsWithoutFestival(pg::Tx& tx, const CareRule& rule,
                                                  absl::CivilDay day, int limit) {
  std::vector<CaredAccount> accounts;
  for (const auto& row :
       tx.Run(kWithoutFestival, rule.tiers, rule.festival, pg::DayText(day), limit)) {
    accounts.push_back({row[0].c_str(), row[1].c_str()});
  }
  return accounts;
}

void SetWithdrawn(pg::Tx& tx, const std::string& care_id, const std::string& why) {
  tx.Run(kSetWithdrawn, care_id, why);
}

std::vector<CareTask> CareTasksOf(pg::Tx& tx, const std::string& contact_id, absl::CivilDay day,
                                  const std::string& withdrawn) {
  return CareTasksIn(tx.Run(kTasksOfContact, contact_id, pg::DayText(day), withdrawn));
}

std::optional<CareTask> FindCareTask(pg::Tx& tx, const CareItem& item) {
  return First(tx.Run(kTaskOfDay, item.contact_id, item.kind, pg::DayText(item.day)));
}

std::optional<CareTask> FindCareTask(pg::Tx& tx, const TaskRequest& request) {
  return First(tx.Run(kTaskOfRequest, request.area, request.key));
}

std::vector<CareTask> FestivalTasksTwice(pg::Tx& tx, absl::CivilDay day, int limit) {
  return CareTasksIn(tx.Run(kTwice, pg::DayText(day), limit));
}

std::vector<CareTask> FestivalTasksMissed(pg::Tx& tx, absl::CivilDay day, int limit) {
  return CareTasksIn(tx.Run(kMissed, pg::DayText(day), limit));
}

std::vector<api::FilterField> CareFilterFields() {
  using enum api::FilterType;
  return {
      {"kind", "i.kind", kEnum,
       api::EnumFilterValues("CARE_KIND_", {"birthday", "anniversary", "festival", "other"})},
      {"festival", "i.festival", kText},
      {"assignee", "t.assignee", kText},
      {"task_state", "t.state", kEnum,
       api::EnumFilterValues("TASK_STATE_", {"open", "done", "cancelled"})},
  };
}

absl::Span<const api::Sort> CareSorts() {
  static constexpr api::Sort kSorts[] = {{"date", false, "i.day", "date"}};
  return kSorts;
}

api::Rows<UpcomingCareRow> ListCare(pg::Tx& tx, const api::ListQuery& query,
                                    const std::string& account_id, absl::CivilDay today,
                                    const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT i.care_id, s.account_id, i.kind, i.contact_id, i.festival, i.day, i.task_id, "
      "s.display_name, t.state, t.assignee",
      api::KeyColumns(query, "i.care_id"),
      " FROM care_items i JOIN account_directory d USING (account_id) "
      "JOIN account_directory s ON s.account_id = d.survivor_id JOIN tasks t USING (task_id) "
      "WHERE ",
      query.filter.where,
      " AND s.state = 'active' AND i.withdrawn NOT IN ('date', 'date_after', 'merge') AND i.day "
      ">= ",
      params.Add(pg::DayText(today)), "::date");
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "i.account_id", account_id, scope),
                  api::KeysetEnd(query, "i.care_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::engagement
