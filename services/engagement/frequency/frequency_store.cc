#include "services/engagement/frequency/frequency_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/engagement/cadence/contact_store.h"

namespace mainstay::engagement {
namespace {

constexpr char kContacts[] =
    "SELECT a.account_id, a.tier, contact.last, l.watch_since FROM account_directory a "
    "LEFT JOIN contact_ladders l USING (account_id)" MAINSTAY_JOIN_LAST_CONTACT(
        "a.account_id") "WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active'";

// The accounts $1 and those merged into them: an array, by which each table is read by its index.
#define MAINSTAY_ASKED_FAMILIES \
  "ANY (ARRAY(SELECT account_id FROM account_directory WHERE survivor_id = ANY ($1::uuid[])))"

// Of the accounts $1; $2, $3: the period; $4, $5: the quarter.
constexpr pg::Statement kCounts{
    "contact_counts",
    "WITH made AS (SELECT d.survivor_id, count(*) AS visits "
    "FROM visits v JOIN account_directory d USING (account_id) "
    "WHERE v.account_id = " MAINSTAY_ASKED_FAMILIES
    " AND v.state = 'completed' AND v.planned_start >= $2 AND v.planned_start < $3 GROUP BY 1), "
    "said AS (SELECT d.survivor_id, count(*) AS communications "
    "FROM communications c JOIN account_directory d USING (account_id) "
    "WHERE c.account_id = " MAINSTAY_ASKED_FAMILIES
    " AND c.delete_time IS NULL AND c.occur_time >= $2 AND c.occur_time < $3 GROUP BY 1), "
    "quarter AS (SELECT d.survivor_id, count(*) AS contacts FROM " MAINSTAY_BUDGET_CONTACTS
    " c JOIN account_directory d USING (account_id) "
    "WHERE c.account_id = " MAINSTAY_ASKED_FAMILIES
    " AND c.at >= $4 AND c.at < $5 GROUP BY 1) "
    "SELECT a.display_name, a.owner, coalesce(made.visits, 0), coalesce(said.communications, 0), "
    "coalesce(quarter.contacts, 0), coalesce(l.step, 0) "
    "FROM unnest($1::uuid[]) WITH ORDINALITY asked (account_id, place) "
    "JOIN account_directory a USING (account_id) "
    "LEFT JOIN made ON made.survivor_id = a.account_id "
    "LEFT JOIN said ON said.survivor_id = a.account_id "
    "LEFT JOIN quarter ON quarter.survivor_id = a.account_id "
    "LEFT JOIN contact_ladders l ON l.account_id = a.account_id ORDER BY asked.place"};

constexpr pg::Statement kAsked{"contact_budget_accounts",
                               "SELECT asked.id, a.account_id, a.tier FROM unnest($1::uuid[]) WITH "
                               "ORDINALITY asked (id, place) "
                               "JOIN account_directory d ON d.account_id = asked.id "
                               "JOIN account_directory a ON a.account_id = d.survivor_id "
                               "WHERE a.complete AND a.state = 'active' AND " MAINSTAY_IN_SCOPE(
                                   "a.account_id", "$2") " ORDER BY asked.place"};

constexpr pg::Statement kSurveyContact{"survey_contact_insert", R"sql(
INSERT INTO survey_contacts (campaign_id, wave, account_id, send_time) VALUES ($1, $2, $3, $4)
ON CONFLICT (campaign_id, wave, account_id) DO NOTHING
)sql"};

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

}  // namespace

std::vector<AccountContact> ReadAccountContacts(pg::Tx& tx, const std::string& account_id,
                                                const std::string& owner,
                                                const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  std::string sql = absl::StrCat(
      kContacts, directory::AccountsPredicate(params, "a.account_id", account_id, scope));
  if (!owner.empty()) absl::StrAppend(&sql, " AND a.owner = ", params.Add(owner));
  std::vector<AccountContact> accounts;
  for (const auto& row : tx.Exec(sql, params.values())) {
    accounts.push_back({.account_id = row[0].c_str(),
                        .tier = row[1].c_str(),
                        .last_contact = pg::TimeOf(row[2]),
                        .watch_since = pg::TimeOf(row[3])});
  }
  return accounts;
}

std::vector<AskedAccount> ReadAskedAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                            const auth::AccountScope& scope) {
  std::vector<AskedAccount> accounts;
  for (const auto& row : tx.Run(kAsked, account_ids, scope.user())) {
    accounts.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str()});
  }
  return accounts;
}

std::vector<ContactCounts> ReadContactCounts(pg::Tx& tx,
                                             const std::vector<std::string>& account_ids,
                                             const Period& period, const Period& quarter) {
  std::vector<ContactCounts> accounts;
  for (const auto& row :
       tx.Run(kCounts, account_ids, period.start, period.end, quarter.start, quarter.end)) {
    accounts.push_back({.display_name = row[0].c_str(),
                        .owner = row[1].c_str(),
                        .visits = row[2].as<int>(),
                        .communications = row[3].as<int>(),
                        .quarter = row[4].as<int>(),
                        .step = row[5].as<int>()});
  }
  return accounts;
}

void InsertSurveyContact(pg::Tx& tx, const SurveyContact& contact) {
  tx.Run(kSurveyContact, contact.campaign_id, contact.wave, contact.account_id, contact.send_time);
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
    if (!row[5].is_null()) one.ladder.due = pg::ParseDay(row[5].c_str());
    one.owner = row[6].c_str();
    one.tier = row[7].c_str();
    one.active = row[8].as<bool>();
    one.last_contact = pg::TimeOf(row[9]);
    one.visit_ahead = row[10].as<bool>();
    ladders.push_back(std::move(one));
  }
  return ladders;
}

void SaveLadder(pg::Tx& tx, const ContactLadder& ladder, absl::Time look_at) {
  tx.Run(kSave, ladder.account_id, ladder.version, ladder.step,
         ladder.due ? pg::DayText(*ladder.due) : "", look_at);
}

void LookAtLaddersAgain(pg::Tx& tx, const std::vector<std::string>& account_ids,
                        absl::Time look_at) {
  tx.Run(kLookAgain, account_ids, look_at);
}

}  // namespace mainstay::engagement
