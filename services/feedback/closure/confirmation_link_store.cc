#include "services/feedback/closure/confirmation_link_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

#define MAINSTAY_LINK_COLUMNS                                                                   \
  "l.link_id, l.case_id, l.contact, l.reopen_count, l.resolve_time, l.creator, l.create_time, " \
  "l.expire_time, l.revoke_time, l.answer, l.answer_time"
constexpr int kColumns = 11;

constexpr pg::Statement kRevokeOthers{
    "confirmation_link_revoke_others",
    "UPDATE confirmation_links SET revoke_time = $3 "
    "WHERE case_id = $1 AND contact = $2 AND revoke_time IS NULL AND answer = ''"};
constexpr pg::Statement kInsert{"confirmation_link_insert", R"sql(
INSERT INTO confirmation_links (link_id, case_id, token_sha256, contact, reopen_count, resolve_time,
  creator, create_time, expire_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
)sql"};
constexpr pg::Statement kRevoke{
    "confirmation_link_revoke",
    "UPDATE confirmation_links SET revoke_time = $2 WHERE link_id = $1"};
constexpr pg::Statement kAnswer{
    "confirmation_link_answer",
    "UPDATE confirmation_links SET answer = $2, answer_time = $3 WHERE link_id = $1"};
constexpr pg::Statement kRead{"confirmation_link_read",
                              "SELECT " MAINSTAY_LINK_COLUMNS
                              " FROM confirmation_links l WHERE l.case_id = $1 AND l.link_id = $2"};
constexpr pg::Statement kFind{"confirmation_link_find", "SELECT " MAINSTAY_LINK_COLUMNS R"sql(,
  coalesce(seen.account_id, c.account_id), coalesce(seen.state = 'deleted', false)
FROM confirmation_links l JOIN cases c USING (case_id)
LEFT JOIN account_directory made ON made.account_id = c.account_id
LEFT JOIN account_directory seen ON seen.account_id = made.survivor_id
WHERE l.token_sha256 = $1
)sql"};
constexpr pg::Statement kCustomerSaid{"confirmation_link_said",
                                      "SELECT EXISTS (SELECT 1 FROM case_entries "
                                      "WHERE case_id = $1 AND author = 'customer' AND body = $2)"};
constexpr pg::Statement kContactAsked{"confirmation_link_contact", R"sql(
SELECT contact FROM confirmation_links
WHERE case_id = $1 AND reopen_count = $2 AND resolve_time = $3 AND revoke_time IS NULL
ORDER BY create_time DESC, link_id DESC LIMIT 1
)sql"};

ConfirmationLink FromRow(const pqxx::row& row) {
  ConfirmationLink link;
  link.id = row[0].c_str();
  link.case_id = row[1].c_str();
  link.contact = row[2].c_str();
  link.resolution = {row[3].as<int>(), pg::ParseTime(row[4].c_str())};
  link.creator = row[5].c_str();
  link.create_time = pg::ParseTime(row[6].c_str());
  link.expire_time = pg::ParseTime(row[7].c_str());
  link.revoke_time = pg::TimeOf(row[8]);
  link.answer = row[9].c_str();
  link.answer_time = pg::TimeOf(row[10]);
  return link;
}

}  // namespace

void ReplaceLink(pg::Tx& tx, const ConfirmationLink& link, const std::string& token_sha256) {
  tx.Run(kRevokeOthers, link.case_id, link.contact, link.create_time);
  tx.Run(kInsert, link.id, link.case_id, pg::Bytes{token_sha256}, link.contact,
         link.resolution.reopen_count, link.resolution.resolve_time, link.creator, link.create_time,
         link.expire_time);
}

void RevokeLink(pg::Tx& tx, const std::string& link_id, absl::Time now) {
  tx.Run(kRevoke, link_id, now);
}

void AnswerLink(pg::Tx& tx, const std::string& link_id, std::string_view answer, absl::Time now) {
  tx.Run(kAnswer, link_id, answer, now);
}

std::optional<ConfirmationLink> ReadLink(pg::Tx& tx, const std::string& case_id,
                                         const std::string& link_id) {
  const pqxx::result rows = tx.Run(kRead, case_id, link_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::optional<LinkOfToken> FindLink(pg::Tx& tx, const std::string& token_sha256) {
  const pqxx::result rows = tx.Run(kFind, pg::Bytes{token_sha256});
  if (rows.empty()) return std::nullopt;
  return LinkOfToken{.link = FromRow(rows[0]),
                     .account_id = rows[0][kColumns].c_str(),
                     .account_deleted = rows[0][kColumns + 1].as<bool>()};
}

std::string ContactAsked(pg::Tx& tx, const std::string& case_id, const Resolution& resolution) {
  const pqxx::result rows =
      tx.Run(kContactAsked, case_id, resolution.reopen_count, resolution.resolve_time);
  return rows.empty() ? "" : rows[0][0].c_str();
}

bool CustomerSaid(pg::Tx& tx, const std::string& case_id, const std::string& words) {
  return tx.Run(kCustomerSaid, case_id, words)[0][0].as<bool>();
}

absl::Span<const api::Sort> LinkSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "l.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<ConfirmationLink> ListLinks(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& case_id) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_LINK_COLUMNS, api::KeyColumns(query, "l.link_id"),
                   " FROM confirmation_links l WHERE ", query.filter.where,
                   " AND l.case_id = ", params.Add(case_id));
  absl::StrAppend(&sql, api::KeysetEnd(query, "l.link_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
