#include "services/accounts/contacts/contact_date_store.h"

#include <pqxx/result>

#include "absl/strings/str_format.h"
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

constexpr pg::Statement kInsert{"contact_date_notice_insert", R"sql(
INSERT INTO contact_date_notices (notice_id, contact_id, kind, day, create_time)
VALUES ($1, $2, $3, $4::date, $5) ON CONFLICT (contact_id, kind, day) DO NOTHING
)sql"};

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace

std::vector<DatedContact> LockContactsToLookAt(pg::Tx& tx, absl::CivilDay day, int limit) {
  std::vector<DatedContact> contacts;
  for (const auto& row : tx.Run(kToLookAt, DayText(day), limit)) {
    DatedContact contact{.id = row[0].c_str(), .account_id = row[1].c_str()};
    for (const std::string& line : pg::ParseArray(row[2].c_str())) {
      if (auto date = ParseImportantDate(line)) contact.dates.push_back(*std::move(date));
    }
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

void LookAgainAt(pg::Tx& tx, const std::string& contact_id, std::optional<absl::CivilDay> day) {
  tx.Run(kLookAgain, contact_id, day ? DayText(*day) : "infinity");
}

bool InsertContactDateNotice(pg::Tx& tx, const ContactDateNotice& notice, absl::Time now) {
  return tx.Run(kInsert, notice.id, notice.contact_id, notice.kind, DayText(notice.day), now)
             .affected_rows() > 0;
}

}  // namespace mainstay::accounts
