#include "services/engagement/communications/communication_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"
#include "services/engagement/communications/external_id_row.h"
#include "services/engagement/communications/search_text_row.h"

namespace mainstay::engagement {
namespace {

#define MAINSTAY_COMMUNICATION_COLUMNS(body)                                                   \
  "t.communication_id, t.version, t.channel, t.direction, t.contact_ids, t.users, t.subject, " \
  "t.body_start, t.occur_time, t.duration_minutes, t.attachment_titles, t.attachment_uris, "   \
  "t.source, t.external_id, t.create_time, t.update_time, t.delete_time, " body
constexpr int kColumns = 18;

constexpr pg::Statement kInsert{"communication_insert", R"sql(
WITH inserted AS (
  INSERT INTO communications (communication_id, version, channel, direction, contact_ids, users,
    subject, body, body_start, occur_time, duration_minutes, attachment_titles, attachment_uris,
    source, external_id, create_time, update_time, delete_time, account_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $21)
)
INSERT INTO communication_search (communication_id, text, grams) VALUES ($1, $19, $20)
)sql"};

// What it is found by is left alone where it stays the same.
constexpr pg::Statement kUpdate{"communication_update", R"sql(
WITH updated AS (
  UPDATE communications SET version = $2, channel = $3, direction = $4, contact_ids = $5,
    users = $6, subject = $7, body = $8, body_start = $9, occur_time = $10, duration_minutes = $11,
    attachment_titles = $12, attachment_uris = $13, source = $14, external_id = $15,
    create_time = $16, update_time = $17, delete_time = $18
  WHERE communication_id = $1
)
UPDATE communication_search SET text = $19, grams = $20 WHERE communication_id = $1 AND text <> $19
)sql"};

constexpr pg::Statement kRead{"communication_read",
                              "SELECT " MAINSTAY_COMMUNICATION_COLUMNS("t.body")
                              " FROM communications t WHERE t.communication_id = $2 "
                              "AND t.account_id IN " MAINSTAY_FAMILY("$1")};
constexpr pg::Statement kLock{"communication_lock",
                              "SELECT " MAINSTAY_COMMUNICATION_COLUMNS("t.body")
                              " FROM communications t WHERE t.communication_id = $2 "
                              "AND t.account_id IN " MAINSTAY_FAMILY("$1") " FOR UPDATE OF t"};

constexpr pg::Statement kTaken{"communication_external_id_taken",
                               "SELECT " MAINSTAY_EXTERNAL_ID_TAKEN("$1", "$2", "$3")};

// $1 to $20 of kInsert and kUpdate.
std::vector<pg::Param> Row(const Communication& c) {
  std::vector<std::string> titles, uris;
  for (const Attachment& attachment : c.attachments) {
    titles.push_back(attachment.title);
    uris.push_back(attachment.uri);
  }
  const std::string search = SearchTextOf(c);
  return {pg::ToParam(c.id),
          pg::ToParam(c.version),
          pg::ToParam(c.channel),
          pg::ToParam(c.direction),
          pg::ToParam(c.contact_ids),
          pg::ToParam(c.users),
          pg::ToParam(c.subject),
          pg::ToParam(c.body),
          pg::ToParam(c.body_start),
          pg::ToParam(c.occur_time),
          pg::ToParam(c.duration_minutes),
          pg::ToParam(titles),
          pg::ToParam(uris),
          pg::ToParam(c.source),
          pg::ToParam(c.external_id),
          pg::ToParam(c.create_time),
          pg::ToParam(c.update_time),
          pg::ToParam(c.delete_time),
          pg::ToParam(search),
          GramsParam(search)};
}

// A row of MAINSTAY_COMMUNICATION_COLUMNS, seen under `account_id`.
Communication FromRow(const pqxx::row& row, const std::string& account_id) {
  Communication c;
  c.account_id = account_id;
  c.id = row[0].c_str();
  c.version = row[1].as<int64_t>();
  c.channel = row[2].c_str();
  c.direction = row[3].c_str();
  c.contact_ids = pg::ParseArray(row[4].c_str());
  c.users = pg::ParseArray(row[5].c_str());
  c.subject = row[6].c_str();
  c.body_start = row[7].c_str();
  c.occur_time = pg::ParseTime(row[8].c_str());
  c.duration_minutes = row[9].as<int>();
  const auto titles = pg::ParseArray(row[10].c_str()), uris = pg::ParseArray(row[11].c_str());
  for (size_t i = 0; i < titles.size(); ++i) c.attachments.push_back({titles[i], uris[i]});
  c.source = row[12].c_str();
  c.external_id = row[13].c_str();
  c.create_time = pg::ParseTime(row[14].c_str());
  c.update_time = pg::ParseTime(row[15].c_str());
  if (!row[16].is_null()) c.delete_time = pg::ParseTime(row[16].c_str());
  c.body = row[17].c_str();
  return c;
}

std::optional<Communication> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

// Runs "SELECT … FROM `from` … WHERE `where` …" for those wanted, a page of it.
api::Rows<Communication> Page(pg::Tx& tx, const api::ListQuery& query, const CommunicationsOf& of,
                              const auth::AccountScope& scope, std::string_view columns,
                              std::string_view from, std::string where, api::ListParams& params) {
  if (!of.with_deleted) where += " AND t.delete_time IS NULL";
  absl::StrAppend(&where,
                  directory::AccountsPredicate(params, "t.account_id", of.account_id, scope));
  if (!of.contact_id.empty()) {
    absl::StrAppend(&where, " AND t.contact_ids @> ARRAY[", params.Add(of.contact_id), "::uuid]");
  }
  if (!of.user.empty()) {
    absl::StrAppend(&where, " AND t.users @> ARRAY[", params.Add(of.user), "::text]");
  }
  const std::string page = api::KeysetEnd(query, "t.communication_id", params);
  const std::string sql = absl::StrCat(
      "SELECT ", columns, ", coalesce(d.survivor_id, t.account_id)",
      api::KeyColumns(query, "t.communication_id"), " FROM ", from,
      " LEFT JOIN account_directory d ON d.account_id = t.account_id WHERE ", where, page);
  return api::ReadRows(tx.Exec(sql, params.values()), query, [&](const pqxx::row& row) {
    return FromRow(row, of.account_id.empty() ? row[kColumns].c_str() : of.account_id);
  });
}

}  // namespace

bool IsExternalIdTaken(pg::Tx& tx, const Communication& communication) {
  return !communication.external_id.empty() &&
         tx.Run(kTaken, communication.account_id, communication.source,
                communication.external_id)[0][0]
             .as<bool>();
}

void InsertCommunication(pg::Tx& tx, const Communication& communication) {
  std::vector<pg::Param> params = Row(communication);
  params.push_back(pg::ToParam(communication.account_id));
  tx.RunParams(kInsert, params);
}

void UpdateCommunication(pg::Tx& tx, const Communication& communication) {
  tx.RunParams(kUpdate, Row(communication));
}

std::optional<Communication> ReadCommunication(pg::Tx& tx, const std::string& account_id,
                                               const std::string& communication_id) {
  return First(tx.Run(kRead, account_id, communication_id), account_id);
}

std::optional<Communication> LockCommunication(pg::Tx& tx, const std::string& account_id,
                                               const std::string& communication_id) {
  return First(tx.Run(kLock, account_id, communication_id), account_id);
}

const api::ListFields& CommunicationListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"channel", "t.channel", kEnum,
       api::EnumFilterValues("COMMUNICATION_CHANNEL_",
                             {"phone", "email", "meeting", "chat", "social", "letter"})},
      {"direction", "t.direction", kEnum,
       api::EnumFilterValues("COMMUNICATION_DIRECTION_", {"inbound", "outbound"})},
      {"source", "t.source", kText},
      {"occur_time", "t.occur_time", kTime},
      {"create_time", "t.create_time", kTime},
      {"update_time", "t.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"occur_time", true, "t.occur_time", "timestamptz"},
      {"occur_time", false, "t.occur_time", "timestamptz"},
      {"create_time", true, "t.create_time", "timestamptz"},
      {"update_time", true, "t.update_time", "timestamptz"},
  };
  static const auto& fields = *new api::ListFields{filters, kSorts};
  return fields;
}

api::Rows<Communication> ListCommunications(pg::Tx& tx, const api::ListQuery& query,
                                            const CommunicationsOf& of,
                                            const auth::AccountScope& scope) {
  api::ListParams params(query);
  return Page(tx, query, of, scope, MAINSTAY_COMMUNICATION_COLUMNS("''"), "communications t",
              query.filter.where, params);
}

// The grams find candidates through the index; the texts decide. Folded words have letters and
// digits only and are looked for as they are: there is no pattern to escape.
api::Rows<Communication> SearchCommunications(pg::Tx& tx, const api::ListQuery& query,
                                              const CommunicationsOf& of,
                                              const auth::AccountScope& scope,
                                              const text::SearchQuery& words) {
  // A word that a tenth of all texts have wants another plan than one that three have.
  tx.Exec("SET LOCAL plan_cache_mode = force_custom_plan");
  api::ListParams params(query);
  const std::vector<int64_t> grams(words.grams.begin(), words.grams.end());
  std::string where =
      absl::StrCat(query.filter.where, " AND s.grams @> ", params.Add(grams), "::int[]");
  for (const std::string& word : words.words) {
    absl::StrAppend(&where, " AND strpos(s.text, ", params.Add(word), ") > 0");
  }
  return Page(tx, query, of, scope, MAINSTAY_COMMUNICATION_COLUMNS("t.body"),
              "communication_search s JOIN communications t USING (communication_id)",
              std::move(where), params);
}

}  // namespace mainstay::engagement
