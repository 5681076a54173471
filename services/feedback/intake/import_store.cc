#include "services/feedback/intake/import_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"case_import_insert", R"sql(
INSERT INTO case_imports (import_id, state, run, checksum, file_name, delimiter, header, records,
  actor, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql"};

#define MAINSTAY_CASE_IMPORT_COLUMNS                                                         \
  "i.import_id, i.state, i.run, i.checksum, i.file_name, i.delimiter, i.header, i.records, " \
  "i.created_records, i.unchanged_records, i.rejected_records, i.failure, i.actor, "         \
  "i.create_time, i.update_time, i.end_time"

constexpr pg::Statement kLock{"case_import_lock",
                              "SELECT " MAINSTAY_CASE_IMPORT_COLUMNS
                              " FROM case_imports i WHERE i.import_id = $1 FOR UPDATE"};
constexpr pg::Statement kFind{"case_import_find", "SELECT " MAINSTAY_CASE_IMPORT_COLUMNS
                                                  " FROM case_imports i WHERE i.import_id = $1"};

constexpr pg::Statement kUpdate{"case_import_update", R"sql(
UPDATE case_imports SET state = $2, run = $3, processed_records = $4, created_records = $5,
  unchanged_records = $6, rejected_records = $7, failure = $8, update_time = $9, end_time = $10
WHERE import_id = $1
)sql"};

constexpr pg::Statement kInsertRejects{"case_import_insert_rejects", R"sql(
INSERT INTO case_import_rejects (import_id, record, line, field, reason, body)
SELECT $1::uuid, record, line, field, reason, body
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
  g (record, line, field, reason, body)
)sql"};

constexpr pg::Statement kReadRejects{"case_import_read_rejects", R"sql(
SELECT record, line, field, reason, body FROM case_import_rejects
WHERE import_id = $1 AND record > $2 ORDER BY record LIMIT $3::int
)sql"};

constexpr pg::Statement kDeleteOld{"case_import_delete_old_rejects", R"sql(
DELETE FROM case_import_rejects WHERE (import_id, record) IN (
  SELECT r.import_id, r.record FROM case_imports i JOIN case_import_rejects r USING (import_id)
  WHERE i.update_time < $1 LIMIT 5000)
)sql"};

// The account that each is seen under.
constexpr pg::Statement kAccounts{"case_import_accounts", R"sql(
SELECT asked.account_id, a.account_id FROM account_directory asked
JOIN account_directory a ON a.account_id = asked.survivor_id
WHERE asked.account_id = ANY ($1::uuid[]) AND a.complete AND a.state = 'active'
  AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

constexpr pg::Statement kAccountsByName{"case_import_accounts_by_name", R"sql(
SELECT a.display_name, a.account_id FROM account_directory a
WHERE a.display_name = ANY ($1::text[]) AND a.survivor_id = a.account_id AND a.complete
  AND a.state = 'active' AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

constexpr pg::Statement kTaken{"case_import_taken", R"sql(
SELECT g.account_id, g.external_id
FROM unnest($2::uuid[], $3::text[]) g (account_id, external_id)
WHERE EXISTS (SELECT FROM case_external_ids there
  WHERE there.account_id = ANY (ARRAY(
      SELECT account_id FROM account_directory WHERE survivor_id = g.account_id))
    AND there.source = $1 AND there.external_id = g.external_id)
)sql"};

constexpr pg::Statement kInsertIds{"case_import_insert_ids", R"sql(
INSERT INTO case_external_ids (account_id, source, external_id, case_id, import_id)
SELECT account_id, $1::text, external_id, case_id, $2::uuid
FROM unnest($3::uuid[], $4::text[], $5::uuid[]) g (account_id, external_id, case_id)
)sql"};

CaseImport FromRow(const pqxx::row& row) {
  CaseImport import;
  import.id = row[0].c_str();
  import.state = row[1].c_str();
  import.run = row[2].as<int>();
  import.checksum = pg::ParseBytes(row[3].c_str());
  import.file_name = row[4].c_str();
  import.delimiter = row[5].c_str();
  import.header = row[6].c_str();
  import.records = row[7].as<int64_t>();
  import.counts.created = row[8].as<int64_t>();
  import.counts.unchanged = row[9].as<int64_t>();
  import.counts.rejected = row[10].as<int64_t>();
  import.failure = row[11].c_str();
  import.actor = row[12].c_str();
  import.create_time = pg::ParseTime(row[13].c_str());
  import.update_time = pg::ParseTime(row[14].c_str());
  import.end_time = pg::TimeOf(row[15]);
  return import;
}

std::optional<CaseImport> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

// The two halves of pairs, as parameters.
std::pair<std::vector<std::string>, std::vector<std::string>> Halves(
    const std::vector<ExternalId>& ids) {
  std::pair<std::vector<std::string>, std::vector<std::string>> halves;
  for (const auto& [account, id] : ids) {
    halves.first.push_back(account);
    halves.second.push_back(id);
  }
  return halves;
}

}  // namespace

void InsertCaseImport(pg::Tx& tx, const CaseImport& import) {
  tx.Run(kInsert, import.id, import.state, import.run, pg::Bytes{import.checksum}, import.file_name,
         import.delimiter, import.header, import.records, import.actor, import.create_time,
         import.update_time);
}

std::optional<CaseImport> LockCaseImport(pg::Tx& tx, const std::string& import_id) {
  return First(tx.Run(kLock, import_id));
}

std::optional<CaseImport> FindCaseImport(pg::Tx& tx, const std::string& import_id) {
  return First(tx.Run(kFind, import_id));
}

absl::Span<const api::Sort> CaseImportSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "i.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<CaseImport> ListCaseImports(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CASE_IMPORT_COLUMNS, api::KeyColumns(query, "i.import_id"),
                   " FROM case_imports i WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "i.import_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

void UpdateCaseImport(pg::Tx& tx, const CaseImport& import) {
  tx.Run(kUpdate, import.id, import.state, import.run, import.counts.processed(),
         import.counts.created, import.counts.unchanged, import.counts.rejected, import.failure,
         import.update_time, import.end_time);
}

void InsertCaseRejects(pg::Tx& tx, const std::string& import_id,
                       const std::vector<CaseReject>& rejects) {
  std::vector<int64_t> records, lines;
  std::vector<std::string> fields, reasons, bodies;
  for (const CaseReject& reject : rejects) {
    records.push_back(reject.record);
    lines.push_back(reject.line);
    fields.push_back(reject.field);
    reasons.push_back(reject.reason);
    bodies.push_back(reject.body);
  }
  tx.Run(kInsertRejects, import_id, records, lines, fields, reasons, bodies);
}

std::vector<CaseReject> ReadCaseRejects(pg::Tx& tx, const std::string& import_id, int64_t after,
                                        int limit) {
  std::vector<CaseReject> rejects;
  for (const auto& row : tx.Run(kReadRejects, import_id, after, limit)) {
    rejects.push_back({row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].c_str(), row[3].c_str(),
                       row[4].c_str()});
  }
  return rejects;
}

bool DeleteOldCaseRejects(pg::Tx& tx, absl::Time before) {
  return tx.Run(kDeleteOld, before).affected_rows() > 0;
}

FoundAccounts FindFileAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                               const std::set<std::string>& names,
                               const auth::AccountScope& scope) {
  FoundAccounts found;
  if (!ids.empty()) {
    const std::vector<std::string> asked(ids.begin(), ids.end());
    for (const auto& row : tx.Run(kAccounts, asked, scope.user())) {
      found.by_id[row[0].c_str()] = row[1].c_str();
    }
  }
  if (!names.empty()) {
    const std::vector<std::string> asked(names.begin(), names.end());
    for (const auto& row : tx.Run(kAccountsByName, asked, scope.user())) {
      if (!found.by_name.emplace(row[0].c_str(), row[1].c_str()).second) {
        found.ambiguous.insert(row[0].c_str());
      }
    }
  }
  return found;
}

std::set<ExternalId> TakenExternalIds(pg::Tx& tx, const std::string& source,
                                      const std::vector<ExternalId>& ids) {
  const auto [accounts, external_ids] = Halves(ids);
  std::set<ExternalId> taken;
  for (const auto& row : tx.Run(kTaken, source, accounts, external_ids)) {
    taken.emplace(row[0].c_str(), row[1].c_str());
  }
  return taken;
}

void InsertExternalIds(pg::Tx& tx, const std::string& import_id, const std::string& source,
                       const std::vector<ExternalId>& ids,
                       const std::vector<std::string>& case_ids) {
  const auto [accounts, external_ids] = Halves(ids);
  tx.Run(kInsertIds, source, import_id, accounts, external_ids, case_ids);
}

}  // namespace mainstay::feedback
