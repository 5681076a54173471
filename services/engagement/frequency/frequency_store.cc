#include "services/engagement/frequency/frequency_store.h"

#include <pqxx/result>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"
#include "services/engagement/cadence/contact_store.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {
namespace {

// $1, $2: the period; $3, $4: the quarter. Counted once for all accounts, and joined. `of` gives
// the predicate of the accounts that are asked for, by the column of their id.
std::string CountsSql(absl::FunctionRef<std::string(std::string_view column)> of) {
  return absl::StrCat(
      "WITH made AS MATERIALIZED (SELECT d.survivor_id, count(*) AS visits FROM visits v "
      "JOIN account_directory d USING (account_id) WHERE v.state = 'completed' "
      "AND v.planned_start >= $1 AND v.planned_start < $2",
      of("v.account_id"),
      " GROUP BY 1), said AS MATERIALIZED (SELECT d.survivor_id, count(*) AS communications "
      "FROM communications c JOIN account_directory d USING (account_id) "
      "WHERE c.delete_time IS NULL AND c.occur_time >= $1 AND c.occur_time < $2",
      of("c.account_id"),
      " GROUP BY 1), quarter AS MATERIALIZED ("
      "SELECT d.survivor_id, count(*) AS contacts FROM " MAINSTAY_BUDGET_CONTACTS
      " c JOIN account_directory d USING (account_id) WHERE c.at >= $3 AND c.at < $4",
      of("c.account_id"), " GROUP BY 1) "
      "SELECT a.account_id, a.display_name, a.owner, a.tier, coalesce(made.visits, 0), "
      "coalesce(said.communications, 0), contact.last, l.watch_since, "
      "coalesce(quarter.contacts, 0), coalesce(l.step, 0) FROM account_directory a "
      "LEFT JOIN made ON made.survivor_id = a.account_id "
      "LEFT JOIN said ON said.survivor_id = a.account_id "
      "LEFT JOIN quarter ON quarter.survivor_id = a.account_id "
      "LEFT JOIN contact_ladders l ON l.account_id = a.account_id" MAINSTAY_JOIN_LAST_CONTACT(
          "a.account_id") "WHERE a.survivor_id = a.account_id AND a.complete "
                          "AND a.state = 'active'",
      of("a.account_id"));
}

constexpr pg::Statement kWatch{"contact_ladders_watch", R"sql(
INSERT INTO contact_ladders (account_id, ladder_id, version, watch_since, step, look_at)
SELECT a.account_id, gen_random_uuid(), 0, $1, 0, $1 FROM account_directory a
WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active'
  AND NOT EXISTS (SELECT FROM contact_ladders l WHERE l.account_id = a.account_id)
LIMIT $2
ON CONFLICT (account_id) DO NOTHING
)sql"};

constexpr pg::Statement kLock{
    "contact_ladders_lock",
    "SELECT l.account_id, l.ladder_id, l.version, l.watch_since, l.step, l.due_day, a.owner, "
    "a.tier, a.state = 'active' AND a.survivor_id = a.account_id, contact.last, "
    // A day is given to record what was made.
    "EXISTS (SELECT FROM account_directory f JOIN visits v ON v.account_id = f.account_id "
    "WHERE f.survivor_id = l.account_id AND v.state IN ('planned', 'confirmed', 'prepared') "
    "AND v.planned_end >= $1::timestamptz - interval '1 day') "
    "FROM contact_ladders l JOIN account_directory a USING (account_id)" MAINSTAY_JOIN_LAST_CONTACT(
        "l.account_id") "WHERE l.look_at <= $1 ORDER BY l.look_at LIMIT $2 "
                        "FOR UPDATE OF l SKIP LOCKED"};

constexpr pg::Statement kSave{"contact_ladder_save", R"sql(
UPDATE contact_ladders SET version = $2, step = $3, due_day = nullif($4, '')::date, look_at = $5
WHERE account_id = $1
)sql"};

constexpr pg::Statement kLookAgain{
    "contact_ladders_look_again",
    "UPDATE contact_ladders SET look_at = $2 WHERE account_id = ANY ($1::uuid[])"};

std::optional<absl::Time> TimeOrNothing(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return pg::ParseTime(field.c_str());
}

}  // namespace

std::vector<ContactCounts> ReadContactCounts(pg::Tx& tx, const std::string& account_id,
                                             const std::string& owner, const Period& period,
                                             const Period& quarter,
                                             const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  for (const absl::Time time : {period.start, period.end, quarter.start, quarter.end}) {
    params.Add(time);
  }
  std::string sql = CountsSql([&](std::string_view column) {
    return directory::AccountsPredicate(params, column, account_id, scope);
  });
  if (!owner.empty()) absl::StrAppend(&sql, " AND a.owner = ", params.Add(owner));
  std::vector<ContactCounts> accounts;
  for (const auto& row : tx.Exec(sql, params.values())) {
    accounts.push_back({.account_id = row[0].c_str(),
                        .display_name = row[1].c_str(),
                        .owner = row[2].c_str(),
                        .tier = row[3].c_str(),
                        .visits = row[4].as<int>(),
                        .communications = row[5].as<int>(),
                        .last_contact = TimeOrNothing(row[6]),
                        .watch_since = TimeOrNothing(row[7]),
                        .quarter = row[8].as<int>(),
                        .step = row[9].as<int>()});
  }
  return accounts;
}

int WatchNewAccounts(pg::Tx& tx, absl::Time now, int limit) {
  return static_cast<int>(tx.Run(kWatch, now, limit).affected_rows());
}

std::vector<LadderToLookAt> LockLaddersToLookAt(pg::Tx& tx, absl::Time now, int limit) {
  std::vector<LadderToLookAt> ladders;
  for (const auto& row : tx.Run(kLock, now, limit)) {
    LadderToLookAt one;
    one.ladder.account_id = row[0].c_str();
    one.ladder.id = row[1].c_str();
    one.ladder.version = row[2].as<int64_t>();
    one.ladder.watch_since = pg::ParseTime(row[3].c_str());
    one.ladder.step = row[4].as<int>();
    if (absl::CivilDay due; !row[5].is_null() && absl::ParseCivilTime(row[5].c_str(), &due)) {
      one.ladder.due = due;
    }
    one.owner = row[6].c_str();
    one.tier = row[7].c_str();
    one.active = row[8].as<bool>();
    one.last_contact = TimeOrNothing(row[9]);
    one.visit_ahead = row[10].as<bool>();
    ladders.push_back(std::move(one));
  }
  return ladders;
}

void SaveLadder(pg::Tx& tx, const ContactLadder& ladder, absl::Time look_at) {
  tx.Run(kSave, ladder.account_id, ladder.version, ladder.step,
         ladder.due ? absl::StrFormat("%04d-%02d-%02d", ladder.due->year(), ladder.due->month(),
                                      ladder.due->day())
                    : "",
         look_at);
}

void LookAtLaddersAgain(pg::Tx& tx, const std::vector<std::string>& account_ids,
                        absl::Time look_at) {
  tx.Run(kLookAgain, account_ids, look_at);
}

std::optional<calendar::WorkingTime> ReadLadderCalendar(pg::Tx& tx, const std::string& name) {
  const std::optional<NamedCalendar> named = ReadWholeCalendar(tx, name);
  if (!named) return std::nullopt;
  absl::StatusOr<calendar::WorkingTime> working = calendar::WorkingTime::Compile(named->hours);
  if (!working.ok()) return std::nullopt;
  return *std::move(working);
}

}  // namespace mainstay::engagement
