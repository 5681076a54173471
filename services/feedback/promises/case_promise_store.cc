#include "services/feedback/promises/case_promise_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"case_promise_insert", R"sql(
INSERT INTO case_promises (promise_id, case_id, body, promiser, contact, channel, due_time, author,
  create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
)sql"};

CasePromise FromRow(const pqxx::row& row) {
  CasePromise promise;
  promise.id = row[0].c_str();
  promise.case_id = row[1].c_str();
  promise.text = row[2].c_str();
  promise.promiser = row[3].c_str();
  promise.contact = row[4].c_str();
  promise.channel = row[5].c_str();
  promise.due_time = pg::ParseTime(row[6].c_str());
  promise.author = row[7].c_str();
  promise.create_time = pg::ParseTime(row[8].c_str());
  return promise;
}

}  // namespace

void InsertCasePromise(pg::Tx& tx, const CasePromise& p) {
  tx.Run(kInsert, p.id, p.case_id, p.text, p.promiser, p.contact, p.channel, p.due_time, p.author,
         p.create_time);
}

absl::Span<const api::Sort> CasePromiseSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "p.create_time", "timestamptz"}};
  return kSorts;
}

api::Rows<CasePromise> ListCasePromises(pg::Tx& tx, const api::ListQuery& query,
                                        const std::string& case_id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT p.promise_id, p.case_id, p.body, p.promiser, p.contact, p.channel, p.due_time, "
      "p.author, p.create_time",
      api::KeyColumns(query, "p.promise_id"), " FROM case_promises p WHERE ", query.filter.where,
      " AND p.case_id = ", params.Add(case_id), "::uuid");
  absl::StrAppend(&sql, api::KeysetEnd(query, "p.promise_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
