#include "services/accounts/contacts/contact_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

#define MAINSTAY_CONTACT_COLUMNS                                                                 \
  "c.contact_id, c.version, c.display_name, c.title, c.department, c.buying_role, c.influence, " \
  "c.attitude, c.reports_to, c.phone, c.email, c.wechat, c.important_dates, c.personality, "     \
  "c.interests, c.family, c.education, c.career, c.create_time, c.update_time, c.delete_time"

constexpr pg::Statement kInsert{"contact_insert", R"sql(
INSERT INTO contacts (contact_id, version, display_name, title, department, buying_role, influence,
  attitude, reports_to, phone, email, wechat, important_dates, personality, interests, family,
  education, career, create_time, update_time, delete_time, account_id)
VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9::uuid, $10, $11, $12, $13::text[], $14, $15, $16,
  $17, $18, $19::timestamptz, $20::timestamptz, $21::timestamptz, $22::uuid)
)sql"};

constexpr pg::Statement kUpdate{"contact_update", R"sql(
UPDATE contacts SET version = $2, display_name = $3, title = $4, department = $5, buying_role = $6,
  influence = $7, attitude = $8, reports_to = $9::uuid, phone = $10, email = $11, wechat = $12,
  important_dates = $13::text[], personality = $14, interests = $15, family = $16, education = $17,
  career = $18, create_time = $19::timestamptz, update_time = $20::timestamptz,
  delete_time = $21::timestamptz,
  look_at = CASE WHEN important_dates = $13::text[] THEN look_at ELSE '-infinity' END
WHERE contact_id = $1::uuid
)sql"};

constexpr pg::Statement kRead{"contact_read",
                              "SELECT " MAINSTAY_CONTACT_COLUMNS
                              " FROM contacts c WHERE c.contact_id = $2::uuid "
                              "AND c.account_id IN (SELECT f FROM account_family($1::uuid) f)"};

constexpr pg::Statement kOfAccounts{
    "contacts_of_accounts",
    "SELECT " MAINSTAY_CONTACT_COLUMNS
    ", s.account_id FROM accounts s CROSS JOIN LATERAL ("
    "SELECT * FROM contacts of_one WHERE of_one.delete_time IS NULL "
    "AND of_one.account_id IN (SELECT f FROM account_family(s.account_id) f) "
    "ORDER BY of_one.contact_id LIMIT 1000) c "
    "WHERE s.account_id IN (SELECT coalesce(asked.merged_into, asked.account_id) "
    "FROM accounts asked WHERE asked.account_id = ANY ($1::uuid[])) AND s.state <> 'deleted' "
    "AND ($2::text IS NULL OR EXISTS (SELECT FROM team_members m "
    "WHERE m.account_id = s.account_id AND m.user_id = $2)) ORDER BY s.account_id, c.contact_id"};

// UNION, not UNION ALL: a cycle ends the walk.
constexpr pg::Statement kIsAbove{"contact_is_above", R"sql(
WITH RECURSIVE up (contact_id) AS (
  SELECT $2::uuid
  UNION
  SELECT c.reports_to FROM up JOIN contacts c USING (contact_id) WHERE c.reports_to IS NOT NULL
)
SELECT EXISTS (SELECT FROM up WHERE contact_id = $1::uuid)
)sql"};

// Parameters $1 to $21 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Contact& c) {
  std::vector<std::string> dates;
  for (const ImportantDate& date : c.important_dates) dates.push_back(ToText(date));
  return {pg::ToParam(c.id),
          pg::ToParam(c.version),
          pg::ToParam(c.display_name),
          pg::ToParam(c.title),
          pg::ToParam(c.department),
          pg::ToParam(c.buying_role),
          pg::ToParam(c.influence),
          pg::ToParam(c.attitude),
          c.reports_to.empty() ? pg::Param() : pg::Param(c.reports_to),
          pg::ToParam(c.phone),
          pg::ToParam(c.email),
          pg::ToParam(c.wechat),
          pg::ToParam(dates),
          pg::ToParam(c.personality),
          pg::ToParam(c.interests),
          pg::ToParam(c.family),
          pg::ToParam(c.education),
          pg::ToParam(c.career),
          pg::ToParam(c.create_time),
          pg::ToParam(c.update_time),
          pg::ToParam(c.delete_time)};
}

// A row of MAINSTAY_CONTACT_COLUMNS, seen under `account_id`.
Contact FromRow(const pqxx::row& row, const std::string& account_id) {
  Contact c;
  c.account_id = account_id;
  c.id = row[0].c_str();
  c.version = row[1].as<int64_t>();
  c.display_name = row[2].c_str();
  c.title = row[3].c_str();
  c.department = row[4].c_str();
  c.buying_role = row[5].c_str();
  c.influence = row[6].as<int>();
  c.attitude = row[7].c_str();
  c.reports_to = row[8].is_null() ? "" : row[8].c_str();
  c.phone = row[9].c_str();
  c.email = row[10].c_str();
  c.wechat = row[11].c_str();
  for (const std::string& line : pg::ParseArray(row[12].c_str())) {
    if (auto date = ParseImportantDate(line)) c.important_dates.push_back(*std::move(date));
  }
  c.personality = row[13].c_str();
  c.interests = row[14].c_str();
  c.family = row[15].c_str();
  c.education = row[16].c_str();
  c.career = row[17].c_str();
  c.create_time = pg::ParseTime(row[18].c_str());
  c.update_time = pg::ParseTime(row[19].c_str());
  if (!row[20].is_null()) c.delete_time = pg::ParseTime(row[20].c_str());
  return c;
}

}  // namespace

void InsertContact(pg::Tx& tx, const Contact& contact) {
  std::vector<pg::Param> params = Row(contact);
  params.push_back(pg::ToParam(contact.account_id));
  tx.RunParams(kInsert, params);
}

void UpdateContact(pg::Tx& tx, const Contact& contact) { tx.RunParams(kUpdate, Row(contact)); }

std::optional<Contact> ReadContact(pg::Tx& tx, const std::string& account_id,
                                   const std::string& contact_id) {
  pqxx::result rows = tx.Run(kRead, account_id, contact_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

bool IsAboveInReportingLine(pg::Tx& tx, const std::string& contact_id,
                            const std::string& start_id) {
  return tx.Run(kIsAbove, contact_id, start_id)[0][0].as<bool>();
}

const api::ListFields& ContactListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "c.display_name", kText},
      {"title", "c.title", kText},
      {"department", "c.department", kText},
      {"buying_role", "c.buying_role", kEnum,
       api::EnumFilterValues("BUYING_ROLE_", {"decision_maker", "handler", "influencer", "user",
                                              "gatekeeper", "sponsor"})},
      {"influence", "c.influence", kNumber},
      {"attitude", "c.attitude", kEnum,
       api::EnumFilterValues("ATTITUDE_",
                             {"champion", "supporter", "neutral", "sceptic", "opponent"})},
      {"create_time", "c.create_time", kTime},
      {"update_time", "c.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"influence", true, "c.influence", "int"},
      {"display_name", false, "c.display_name COLLATE \"C\"", "text"},
      {"create_time", true, "c.create_time", "timestamptz"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  static const auto& fields = *new api::ListFields{filters, kSorts};
  return fields;
}

api::Rows<Contact> ListContacts(pg::Tx& tx, const std::string& account_id, bool show_deleted,
                                const api::ListQuery& query) {
  api::ListParams params(query);
  const std::string sql = absl::StrCat(
      "SELECT ", MAINSTAY_CONTACT_COLUMNS, api::KeyColumns(query, "c.contact_id"),
      " FROM contacts c WHERE ", query.filter.where,
      show_deleted ? "" : " AND c.delete_time IS NULL",
      " AND c.account_id IN (SELECT f FROM account_family(", params.Add(account_id), "::uuid) f)");
  const std::string page = api::KeysetEnd(query, "c.contact_id", params);
  return api::ReadRows(tx.Exec(sql + page, params.values()), query,
                       [&](const pqxx::row& row) { return FromRow(row, account_id); });
}

std::vector<Contact> ListContactsOfAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                            const auth::AccountScope& scope) {
  std::vector<Contact> contacts;
  for (const auto& row : tx.Run(kOfAccounts, account_ids, scope.user())) {
    Contact contact = FromRow(row, row[21].c_str());
    for (std::string* text : {&contact.personality, &contact.interests, &contact.family,
                              &contact.education, &contact.career}) {
      text->clear();
    }
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

}  // namespace mainstay::accounts
