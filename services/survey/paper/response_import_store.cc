#include "services/survey/paper/response_import_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kInsert{"response_import_insert", R"sql(
INSERT INTO response_imports (import_id, campaign_id, state, run, checksum, file_name, delimiter,
  header, records, actor, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};

#define MAINSTAY_RESPONSE_IMPORT_COLUMNS                                               \
  "i.import_id, i.campaign_id, i.state, i.run, i.checksum, i.file_name, i.delimiter, " \
  "i.header, i.records, i.created_records, i.unchanged_records, i.rejected_records, "  \
  "i.failure, i.actor, i.create_time, i.update_time, i.end_time"

constexpr pg::Statement kLock{"response_import_lock",
                              "SELECT " MAINSTAY_RESPONSE_IMPORT_COLUMNS
                              " FROM response_imports i WHERE i.import_id = $1 FOR UPDATE"};
constexpr pg::Statement kFind{"response_import_find",
                              "SELECT " MAINSTAY_RESPONSE_IMPORT_COLUMNS
                              " FROM response_imports i WHERE i.campaign_id = $1 AND "
                              "i.import_id = $2"};

constexpr pg::Statement kUpdate{"response_import_update", R"sql(
UPDATE response_imports SET state = $2, run = $3, processed_records = $4, created_records = $5,
  unchanged_records = $6, rejected_records = $7, failure = $8, update_time = $9, end_time = $10
WHERE import_id = $1
)sql"};

constexpr pg::Statement kInsertRejects{"response_import_insert_rejects", R"sql(
INSERT INTO response_import_rejects (import_id, record, line, field, reason, body)
SELECT $1::uuid, record, line, field, reason, body
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
  g (record, line, field, reason, body)
)sql"};

constexpr pg::Statement kReadRejects{"response_import_read_rejects", R"sql(
SELECT record, line, field, reason, body FROM response_import_rejects
WHERE import_id = $1 AND record > $2 ORDER BY record LIMIT $3::int
)sql"};

constexpr pg::Statement kDeleteOld{"response_import_delete_old_rejects", R"sql(
DELETE FROM response_import_rejects WHERE (import_id, record) IN (
  SELECT r.import_id, r.record FROM response_imports i
  JOIN response_import_rejects r USING (import_id)
  WHERE i.update_time < $1 LIMIT 5000)
)sql"};

constexpr pg::Statement kThere{
    "response_import_there",
    "SELECT response_id FROM responses WHERE campaign_id = $1 AND response_id = ANY ($2::uuid[])"};

// The account that each is seen under.
constexpr pg::Statement kAccounts{"response_import_accounts", R"sql(
SELECT asked.account_id, a.account_id, a.tier, a.region FROM account_directory asked
JOIN account_directory a ON a.account_id = asked.survivor_id
WHERE asked.account_id = ANY ($1::uuid[]) AND a.complete AND a.state = 'active'
)sql"};

constexpr pg::Statement kAccountsByName{"response_import_accounts_by_name", R"sql(
SELECT a.display_name, a.account_id, a.tier, a.region FROM account_directory a
WHERE a.display_name = ANY ($1::text[]) AND a.survivor_id = a.account_id AND a.complete
  AND a.state = 'active'
)sql"};

ResponseImport FromRow(const pqxx::row& row) {
  ResponseImport import;
  import.id = row[0].c_str();
  import.campaign_id = row[1].c_str();
  import.state = row[2].c_str();
  import.run = row[3].as<int>();
  import.checksum = pg::ParseBytes(row[4].c_str());
  import.file_name = row[5].c_str();
  import.delimiter = row[6].c_str();
  import.header = row[7].c_str();
  import.records = row[8].as<int64_t>();
  import.counts.created = row[9].as<int64_t>();
  import.counts.unchanged = row[10].as<int64_t>();
  import.counts.rejected = row[11].as<int64_t>();
  import.failure = row[12].c_str();
  import.actor = row[13].c_str();
  import.create_time = pg::ParseTime(row[14].c_str());
  import.update_time = pg::ParseTime(row[15].c_str());
  import.end_time = pg::TimeOf(row[16]);
  return import;
}

std::optional<ResponseImport> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

PaperAccount AccountOf(const pqxx::row& row) {
  return {row[1].c_str(), row[2].c_str(), row[3].c_str()};
}

}  // namespace

void InsertResponseImport(pg::Tx& tx, const ResponseImport& import) {
  tx.Run(kInsert, import.id, import.campaign_id, import.state, import.run,
         pg::Bytes{import.checksum}, import.file_name, import.delimiter, import.header,
         import.records, import.actor, import.create_time, import.update_time);
}

std::optional<ResponseImport> LockResponseImport(pg::Tx& tx, const std::string& import_id) {
  return First(tx.Run(kLock, import_id));
}

std::optional<ResponseImport> FindResponseImport(pg::Tx& tx, const std::string& campaign_id,
                                                 const std::string& import_id) {
  return First(tx.Run(kFind, campaign_id, import_id));
}

absl::Span<const api::Sort> ResponseImportSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "i.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<ResponseImport> ListResponseImports(pg::Tx& tx, const std::string& campaign_id,
                                              const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_RESPONSE_IMPORT_COLUMNS,
                   api::KeyColumns(query, "i.import_id"), " FROM response_imports i WHERE ",
                   query.filter.where, " AND i.campaign_id = ", params.Add(campaign_id), "::uuid");
  absl::StrAppend(&sql, api::KeysetEnd(query, "i.import_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

void UpdateResponseImport(pg::Tx& tx, const ResponseImport& import) {
  tx.Run(kUpdate, import.id, import.state, import.run, import.counts.processed(),
         import.counts.created, import.counts.unchanged, import.counts.rejected, import.failure,
         import.update_time, import.end_time);
}

void InsertResponseRejects(pg::Tx& tx, const std::string& import_id,
                           const std::vector<ResponseReject>& rejects) {
  std::vector<int64_t> records, lines;
  std::vector<std::string> fields, reasons, bodies;
  for (const ResponseReject& reject : rejects) {
    records.push_back(reject.record);
    lines.push_back(reject.line);
    fields.push_back(reject.field);
    reasons.push_back(reject.reason);
    bodies.push_back(reject.body);
  }
  tx.Run(kInsertRejects, import_id, records, lines, fields, reasons, bodies);
}

std::vector<ResponseReject> ReadResponseRejects(pg::Tx& tx, const std::string& import_id,
                                                int64_t after, int limit) {
  std::vector<ResponseReject> rejects;
  for (const auto& row : tx.Run(kReadRejects, import_id, after, limit)) {
    rejects.push_back({row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].c_str(), row[3].c_str(),
                       row[4].c_str()});
  }
  return rejects;
}

bool DeleteOldResponseRejects(pg::Tx& tx, absl::Time before) {
  return tx.Run(kDeleteOld, before).affected_rows() > 0;
}

std::set<std::string> ResponsesThere(pg::Tx& tx, const std::string& campaign_id,
                                     const std::vector<std::string>& response_ids) {
  std::set<std::string> there;
  if (response_ids.empty()) return there;
  for (const auto& row : tx.Run(kThere, campaign_id, response_ids)) there.insert(row[0].c_str());
  return there;
}

PaperAccounts FindPaperAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                                const std::set<std::string>& names) {
  PaperAccounts found;
  if (!ids.empty()) {
    for (const auto& row : tx.Run(kAccounts, std::vector<std::string>(ids.begin(), ids.end()))) {
      found.by_id[row[0].c_str()] = AccountOf(row);
    }
  }
  if (!names.empty()) {
    for (const auto& row :
         tx.Run(kAccountsByName, std::vector<std::string>(names.begin(), names.end()))) {
      if (!found.by_name.emplace(row[0].c_str(), AccountOf(row)).second) {
        found.ambiguous.insert(row[0].c_str());
      }
    }
  }
  return found;
}

}  // namespace mainstay::survey
