#include "services/feedback/cases/case_entry_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"case_entry_insert", R"sql(
INSERT INTO case_entries (case_id, version, kind, verb, body, contact, channel, author, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
)sql"};

CaseEntry FromRow(const pqxx::row& row) {
  CaseEntry entry;
  entry.version = row[0].as<int64_t>();
  entry.kind = row[1].c_str();
  entry.verb = row[2].c_str();
  entry.text = row[3].c_str();
  entry.contact = row[4].c_str();
  entry.channel = row[5].c_str();
  entry.author = row[6].c_str();
  entry.create_time = pg::ParseTime(row[7].c_str());
  return entry;
}

}  // namespace

void InsertCaseEntry(pg::Tx& tx, const std::string& case_id, const CaseEntry& entry) {
  tx.Run(kInsert, case_id, entry.version, entry.kind, entry.verb, entry.text, entry.contact,
         entry.channel, entry.author, entry.create_time);
}

absl::Span<const api::Sort> CaseEntrySorts() {
  static constexpr api::Sort kSorts[] = {{"version", true, "e.version", "bigint"}};
  return kSorts;
}

api::Rows<CaseEntry> ListCaseEntries(pg::Tx& tx, const api::ListQuery& query,
                                     const std::string& case_id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT e.version, e.kind, e.verb, e.body, e.contact, e.channel, e.author, e.create_time",
      api::KeyColumns(query, "e.case_id"), " FROM case_entries e WHERE ", query.filter.where,
      " AND e.case_id = ", params.Add(case_id));
  absl::StrAppend(&sql, api::KeysetEnd(query, "e.case_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
