#include "services/feedback/disputes/dispute_store.h"

#include <pqxx/result>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"dispute_insert", R"sql(
INSERT INTO disputes (dispute_id, version, subject, demand, strategy, strategy_note, lead, team,
  state, result, end_time, update_time, case_id, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
)sql"};
constexpr pg::Statement kUpdate{"dispute_update", R"sql(
UPDATE disputes SET version = $2, subject = $3, demand = $4, strategy = $5, strategy_note = $6,
  lead = $7, team = $8, state = $9, result = $10, end_time = $11, update_time = $12
WHERE dispute_id = $1
)sql"};
constexpr pg::Statement kClearSteps{"dispute_clear_steps",
                                    "DELETE FROM dispute_steps WHERE dispute_id = $1"};
constexpr pg::Statement kFillSteps{"dispute_fill_steps", R"sql(
INSERT INTO dispute_steps (dispute_id, position, body, owner, due_time, done)
SELECT $1::uuid, position - 1, body, owner, due_time, done
FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::bool[]) WITH ORDINALITY
  s (body, owner, due_time, done, position)
)sql"};
constexpr pg::Statement kConcede{"dispute_concede", R"sql(
INSERT INTO dispute_concessions (dispute_id, position, party, body, amount, currency, author,
  create_time)
VALUES ($1, $2, $3, $4, nullif($5, '')::numeric, nullif($6, ''), $7, $8)
)sql"};

// What hangs on a dispute comes as an array of each column, in order.
#define MAINSTAY_DISPUTE_STEPS(column) \
  "(SELECT array_agg(" column          \
  " ORDER BY s.position) FROM dispute_steps s WHERE s.dispute_id = p.dispute_id)"
#define MAINSTAY_CONCESSIONS(column) \
  "(SELECT array_agg(" column        \
  " ORDER BY g.position) FROM dispute_concessions g WHERE g.dispute_id = p.dispute_id)"
#define MAINSTAY_DISPUTE_COLUMNS \
  "p.dispute_id, p.version, p.subject, p.demand, p.strategy, p.strategy_note, p.lead, p.team, " \
  "p.state, p.result, p.end_time, p.update_time, p.case_id, p.create_time, "                   \
  MAINSTAY_DISPUTE_STEPS("s.body") ", " MAINSTAY_DISPUTE_STEPS("s.owner") ", "                 \
  MAINSTAY_DISPUTE_STEPS("coalesce(s.due_time, 'infinity')") ", "                              \
  MAINSTAY_DISPUTE_STEPS("s.done") ", " MAINSTAY_CONCESSIONS("g.party") ", "                   \
  MAINSTAY_CONCESSIONS("g.body") ", "                                                          \
  MAINSTAY_CONCESSIONS("coalesce(trim_scale(g.amount)::text, '')") ", "                        \
  MAINSTAY_CONCESSIONS("coalesce(g.currency, '')") ", " MAINSTAY_CONCESSIONS("g.author") ", "  \
  MAINSTAY_CONCESSIONS("g.create_time")
constexpr int kColumns = 24;

#define MAINSTAY_DISPUTE_READ                                                                     \
  "SELECT " MAINSTAY_DISPUTE_COLUMNS                                                              \
  " FROM disputes p JOIN cases c USING (case_id) WHERE p.dispute_id = $3 AND p.case_id = $2 AND " \
  "c.account_id IN " MAINSTAY_FAMILY("$1")
constexpr pg::Statement kRead{"dispute_read", MAINSTAY_DISPUTE_READ};
constexpr pg::Statement kLock{"dispute_lock", MAINSTAY_DISPUTE_READ " FOR UPDATE OF p"};

// Parameters $1 to $12 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Dispute& d) {
  return {pg::ToParam(d.id),     pg::ToParam(d.version),  pg::ToParam(d.subject),
          pg::ToParam(d.demand), pg::ToParam(d.strategy), pg::ToParam(d.strategy_note),
          pg::ToParam(d.lead),   pg::ToParam(d.team),     pg::ToParam(d.state),
          pg::ToParam(d.result), pg::ToParam(d.end_time), pg::ToParam(d.update_time)};
}

std::vector<std::string> Array(const pqxx::row& row, int column) {
  return row[column].is_null() ? std::vector<std::string>() : pg::ParseArray(row[column].c_str());
}

void ReadSteps(const pqxx::row& row, Dispute& d) {
  const auto texts = Array(row, 14), owners = Array(row, 15), due = Array(row, 16),
             done = Array(row, 17);
  for (size_t i = 0; i < texts.size(); ++i) {
    DisputeStep step{.text = texts[i], .owner = owners[i], .due_time = {}, .done = done[i] == "t"};
    if (due[i] != "infinity") step.due_time = pg::ParseTime(due[i]);
    d.steps.push_back(std::move(step));
  }
}

void ReadConcessions(const pqxx::row& row, Dispute& d) {
  const auto parties = Array(row, 18), texts = Array(row, 19), amounts = Array(row, 20),
             currencies = Array(row, 21), authors = Array(row, 22), times = Array(row, 23);
  for (size_t i = 0; i < parties.size(); ++i) {
    d.concessions.push_back({.party = parties[i],
                             .text = texts[i],
                             .amount = {amounts[i], currencies[i]},
                             .author = authors[i],
                             .create_time = pg::ParseTime(times[i])});
  }
}

// A row of MAINSTAY_DISPUTE_COLUMNS, seen under `account_id`.
Dispute FromRow(const pqxx::row& row, const std::string& account_id) {
  Dispute d;
  d.account_id = account_id;
  d.id = row[0].c_str();
  d.version = row[1].as<int64_t>();
  d.subject = row[2].c_str();
  d.demand = row[3].c_str();
  d.strategy = row[4].c_str();
  d.strategy_note = row[5].c_str();
  d.lead = row[6].c_str();
  d.team = pg::ParseArray(row[7].c_str());
  d.state = row[8].c_str();
  d.result = row[9].c_str();
  d.end_time = pg::TimeOf(row[10]);
  d.update_time = pg::ParseTime(row[11].c_str());
  d.case_id = row[12].c_str();
  d.create_time = pg::ParseTime(row[13].c_str());
  ReadSteps(row, d);
  ReadConcessions(row, d);
  return d;
}

void FillSteps(pg::Tx& tx, const Dispute& d) {
  if (d.steps.empty()) return;
  std::vector<std::string> texts, owners, done;
  std::vector<std::optional<std::string>> due;
  for (const DisputeStep& step : d.steps) {
    texts.push_back(step.text);
    owners.push_back(step.owner);
    due.push_back(pg::ToParam(step.due_time));
    done.push_back(step.done ? "t" : "f");
  }
  tx.Run(kFillSteps, d.id, texts, owners, due, done);
}

std::optional<Dispute> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

}  // namespace

void InsertDispute(pg::Tx& tx, const Dispute& dispute) {
  std::vector<pg::Param> params = Row(dispute);
  params.push_back(pg::ToParam(dispute.case_id));
  params.push_back(pg::ToParam(dispute.create_time));
  tx.RunParams(kInsert, params);
  FillSteps(tx, dispute);
}

void UpdateDispute(pg::Tx& tx, const Dispute& before, const Dispute& dispute) {
  tx.RunParams(kUpdate, Row(dispute));
  if (before.steps != dispute.steps) {
    tx.Run(kClearSteps, dispute.id);
    FillSteps(tx, dispute);
  }
  for (size_t i = before.concessions.size(); i < dispute.concessions.size(); ++i) {
    const Concession& given = dispute.concessions[i];
    tx.Run(kConcede, dispute.id, static_cast<int64_t>(i), given.party, given.text,
           given.amount.decimal, given.amount.currency, given.author, given.create_time);
  }
}

std::optional<Dispute> ReadDispute(pg::Tx& tx, const std::string& account_id,
                                   const std::string& case_id, const std::string& dispute_id) {
  return First(tx.Run(kRead, account_id, case_id, dispute_id), account_id);
}

std::optional<Dispute> LockDispute(pg::Tx& tx, const std::string& account_id,
                                   const std::string& case_id, const std::string& dispute_id) {
  return First(tx.Run(kLock, account_id, case_id, dispute_id), account_id);
}

api::ListFields DisputeListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"state", "p.state", kEnum,
       api::EnumFilterValues("DISPUTE_STATE_",
                             {"open", "negotiating", "escalated", "settled", "lost"})},
      {"ended", "(p.state IN ('settled', 'lost'))", kBool},
      {"strategy", "p.strategy", kEnum,
       api::EnumFilterValues("DISPUTE_STRATEGY_",
                             {"collaborate", "compromise", "accommodate", "insist", "postpone"})},
      {"lead", "p.lead", kText},
      {"end_time", "p.end_time", kTime},
      {"create_time", "p.create_time", kTime},
      {"update_time", "p.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "p.create_time", "timestamptz"},
      {"update_time", true, "p.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<Dispute> ListDisputes(pg::Tx& tx, const api::ListQuery& query,
                                const std::string& account_id, const std::string& case_id,
                                const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_DISPUTE_COLUMNS ", coalesce(d.survivor_id, c.account_id)",
                   api::KeyColumns(query, "p.dispute_id"),
                   " FROM disputes p JOIN cases c USING (case_id) LEFT JOIN account_directory d "
                   "ON d.account_id = c.account_id WHERE ",
                   query.filter.where);
  absl::StrAppend(&sql, CasesPredicate(params, account_id, scope));
  if (!case_id.empty()) absl::StrAppend(&sql, " AND p.case_id = ", params.Add(case_id), "::uuid");
  absl::StrAppend(&sql, api::KeysetEnd(query, "p.dispute_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::feedback
