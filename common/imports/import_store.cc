#include "common/imports/import_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/column.h"

namespace mainstay::imports {
namespace {

template <class... Args>
std::vector<pg::Param> Params(const Args&... args) {
  return {pg::ToParam(args)...};
}

// "SELECT …, <more> FROM <imports> i WHERE ", with the columns that FromRow reads.
std::string Select(const Tables& tables, std::string_view more) {
  return absl::StrCat(
      "SELECT i.import_id, ", tables.parent.empty() ? "''" : absl::StrCat("i.", tables.parent),
      ", i.state, i.run, i.checksum, i.file_name, i.delimiter, i.header, i.records, "
      "i.created_records, i.unchanged_records, i.rejected_records, i.failure, i.actor, "
      "i.create_time, i.update_time, i.end_time",
      more, " FROM ", tables.imports, " i WHERE ");
}

Import FromRow(const pqxx::row& row) {
  Import import;
  import.id = row[0].c_str();
  import.parent_id = row[1].c_str();
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

std::optional<Import> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertImport(pg::Tx& tx, const Tables& tables, const Import& import) {
  const bool nested = !tables.parent.empty();
  std::vector<pg::Param> params =
      Params(import.id, import.state, import.run, pg::Bytes{import.checksum}, import.file_name,
             import.delimiter, import.header, import.records, import.actor, import.create_time,
             import.update_time);
  if (nested) params.push_back(pg::ToParam(import.parent_id));
  tx.Exec(absl::StrCat("INSERT INTO ", tables.imports,
                       " (import_id, state, run, checksum, file_name, delimiter, header, records, "
                       "actor, create_time, update_time",
                       nested ? absl::StrCat(", ", tables.parent) : "",
                       ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11",
                       nested ? ", $12)" : ")"),
          params);
}

std::optional<Import> LockImport(pg::Tx& tx, const Tables& tables, const std::string& import_id) {
  return First(
      tx.Exec(absl::StrCat(Select(tables, ""), "i.import_id = $1 FOR UPDATE"), Params(import_id)));
}

std::optional<Import> FindImport(pg::Tx& tx, const Tables& tables, const std::string& parent_id,
                                 const std::string& import_id) {
  std::optional<Import> found =
      First(tx.Exec(absl::StrCat(Select(tables, ""), "i.import_id = $1"), Params(import_id)));
  if (found && found->parent_id != parent_id) found.reset();
  return found;
}

absl::Span<const api::Sort> ImportSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "i.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<Import> ListImports(pg::Tx& tx, const Tables& tables, const std::string& parent_id,
                              const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat(Select(tables, api::KeyColumns(query, "i.import_id")), query.filter.where);
  if (!tables.parent.empty()) {
    absl::StrAppend(&sql, " AND i.", tables.parent, " = ", params.Add(parent_id), "::uuid");
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "i.import_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

void UpdateImport(pg::Tx& tx, const Tables& tables, const Import& import) {
  tx.Exec(
      absl::StrCat("UPDATE ", tables.imports,
                   " SET state = $2, run = $3, processed_records = $4, created_records = $5, "
                   "unchanged_records = $6, rejected_records = $7, failure = $8, update_time = $9, "
                   "end_time = $10 WHERE import_id = $1"),
      Params(import.id, import.state, import.run, import.counts.processed(), import.counts.created,
             import.counts.unchanged, import.counts.rejected, import.failure, import.update_time,
             import.end_time));
}

void InsertRejects(pg::Tx& tx, const Tables& tables, const std::string& import_id,
                   const std::vector<Reject>& rejects) {
  std::vector<int64_t> records, lines;
  std::vector<std::string> fields, reasons, bodies;
  for (const Reject& reject : rejects) {
    records.push_back(reject.record);
    lines.push_back(reject.line);
    fields.push_back(reject.field);
    reasons.push_back(reject.reason);
    bodies.push_back(reject.body);
  }
  tx.Exec(
      absl::StrCat("INSERT INTO ", tables.rejects,
                   " (import_id, record, line, field, reason, body) SELECT $1::uuid, record, line, "
                   "field, reason, body FROM unnest($2::bigint[], $3::bigint[], $4::text[], "
                   "$5::text[], $6::text[]) g (record, line, field, reason, body)"),
      Params(import_id, records, lines, fields, reasons, bodies));
}

std::vector<Reject> ReadRejects(pg::Tx& tx, const Tables& tables, const std::string& import_id,
                                int64_t after, int limit) {
  std::vector<Reject> rejects;
  for (const auto& row :
       tx.Exec(absl::StrCat("SELECT record, line, field, reason, body FROM ", tables.rejects,
                            " WHERE import_id = $1 AND record > $2 ORDER BY record LIMIT $3::int"),
               Params(import_id, after, limit))) {
    rejects.push_back({row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].c_str(), row[3].c_str(),
                       row[4].c_str()});
  }
  return rejects;
}

absl::StatusOr<bool> ForgetOldRejects(pg::Tx& tx, const Tables& tables, absl::Time now) {
  return tx.Exec(absl::StrCat("DELETE FROM ", tables.rejects,
                              " WHERE (import_id, record) IN (SELECT r.import_id, r.record FROM ",
                              tables.imports, " i JOIN ", tables.rejects,
                              " r USING (import_id) WHERE i.update_time < $1 LIMIT 5000)"),
                 Params(now - kRejectsKeptFor))
             .affected_rows() > 0;
}

}  // namespace mainstay::imports
