#include "services/accounts/contacts/contact_date_store.h"

#include <pqxx/result>

#include "common/pg/day.h"
#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kToLookAt{"contacts_to_look_at", R"sql(
SELECT contact_id, account_id, important_dates FROM contacts
WHERE look_at <= $1::date AND delete_time IS NULL ORDER BY look_at LIMIT $2
FOR UPDATE SKIP LOCKED
)sql"};

constexpr pg::Statement kLookAgain{"contact_look_again",
                                   "UPDATE contacts SET look_at = $2::date WHERE contact_id = $1"};

constexpr pg::Statement kSave{"contact_date_notice_save", R"sql(
INSERT INTO contact_date_notices AS n (notice_id, contact_id, kind, day, create_time)
VALUES ($1, $2, $3, $4::date, $5) ON CONFLICT (contact_id, kind, day)
DO UPDATE SET version = n.version + 1, withdrawn = false WHERE n.withdrawn
RETURNING notice_id, version
)sql"};

constexpr pg::Statement kStanding{"contact_date_notices_standing", R"sql(
SELECT notice_id, kind, day, version FROM contact_date_notices
WHERE contact_id = $1 AND day >= $2::date AND NOT withdrawn ORDER BY day, kind
)sql"};

constexpr pg::Statement kWithdraw{
    "contact_date_notice_withdraw",
    "UPDATE contact_date_notices SET version = $2, withdrawn = true WHERE notice_id = $1"};

}  // namespace

std::vector<DatedContact> LockContactsToLookAt(pg::Tx& tx, absl::CivilDay day, int limit) {
  std::vector<DatedContact> contacts;
  for (const auto& row : tx.Run(kToLookAt, pg::DayText(day), limit)) {
    DatedContact contact{.id = row[0].c_str(), .account_id = row[1].c_str()};
    for (const std::string& line : pg::ParseArray(row[2].c_str())) {
      if (auto date = ParseImportantDate(line)) contact.dates.push_back(*std::move(date));
    }
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

void LookAgainAt(pg::Tx& tx, const std::string& contact_id, std::optional<absl::CivilDay> day) {
  tx.Run(kLookAgain, contact_id, day ? pg::DayText(*day) : "infinity");
}

bool SaveContactDateNotice(pg::Tx& tx, ContactDateNotice& notice, absl::Time now) {
  const pqxx::result rows =
      tx.Run(kSave, notice.id, notice.contact_id, notice.kind, pg::DayText(notice.day), now);
  if (rows.empty()) return false;
  notice.id = rows[0][0].c_str();
  notice.version = rows[0][1].as<int64_t>();
  return true;
}

std::vector<ContactDateNotice> StandingNotices(pg::Tx& tx, const DatedContact& contact,
                                               absl::CivilDay day) {
  std::vector<ContactDateNotice> notices;
  for (const auto& row : tx.Run(kStanding, contact.id, pg::DayText(day))) {
    ContactDateNotice notice{.id = row[0].c_str(),
                             .contact_id = contact.id,
                             .account_id = contact.account_id,
                             .kind = row[1].c_str(),
                             .day = pg::ParseDay(row[2].c_str()),
                             .version = row[3].as<int64_t>()};
    notices.push_back(std::move(notice));
  }
  return notices;
}

void WithdrawContactDateNotice(pg::Tx& tx, ContactDateNotice& notice) {
  tx.Run(kWithdraw, notice.id, ++notice.version);
}

}  // namespace mainstay::accounts
