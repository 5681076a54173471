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

constexpr pg::Statement kInsertAll{"case_entries_insert", R"sql(
INSERT INTO case_entries (case_id, version, kind, verb, body, contact, channel, author, create_time)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
  $7::text[], $8::text[], $9::timestamptz[])
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

void InsertCaseEntries(pg::Tx& tx, const std::vector<std::string>& case_ids,
                       const std::vector<CaseEntry>& entries) {
  if (entries.empty()) return;
  std::vector<int64_t> versions;
  std::vector<std::string> kinds, verbs, texts, contacts, channels, authors, times;
  for (const CaseEntry& entry : entries) {
    versions.push_back(entry.version);
    kinds.push_back(entry.kind);
    verbs.push_back(entry.verb);
    texts.push_back(entry.text);
    contacts.push_back(entry.contact);
    channels.push_back(entry.channel);
    authors.push_back(entry.author);
    times.push_back(*pg::ToParam(entry.create_time));
  }
  tx.Run(kInsertAll, case_ids, versions, kinds, verbs, texts, contacts, channels, authors, times);
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
