#include "services/feedback/sla/clock_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/pg/column.h"
#include "common/pg/copy_rows.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

// A column of case_clocks, in the order of MAINSTAY_CLOCK_COLUMNS.
struct Column {
  std::string_view name;
  std::string_view type;
};
constexpr Column kColumns[] = {{"clock_id", "uuid"},
                               {"case_id", "uuid"},
                               {"account_id", "uuid"},
                               {"kind", "text"},
                               {"version", "bigint"},
                               {"start_time", "timestamptz"},
                               {"pause_from", "timestamptz[]"},
                               {"pause_to", "timestamptz[]"},
                               {"undone_from", "timestamptz[]"},
                               {"undone_to", "timestamptz[]"},
                               {"met_time", "timestamptz"},
                               {"withdraw_time", "timestamptz"},
                               {"tier", "text"},
                               {"policy_id", "uuid"},
                               {"policy_version", "bigint"},
                               {"rule", "int"},
                               {"calendar", "text"},
                               {"calendar_version", "bigint"},
                               {"target", "bigint"},
                               {"at_risk_after", "bigint"},
                               {"count_reopened", "boolean"},
                               {"at_risk_time", "timestamptz"},
                               {"due_time", "timestamptz"},
                               {"next_check_time", "timestamptz"},
                               {"at_risk_told", "boolean"},
                               {"breach_told", "timestamptz"},
                               {"level", "int"}};
static_assert(std::size(kColumns) == kClockColumns);

std::string ColumnNames() {
  return absl::StrJoin(kColumns, ", ", [](std::string* out, const Column& column) {
    absl::StrAppend(out, column.name);
  });
}

// Many rows in one statement: a text[] for each column, whose elements are cast to its type.
const std::string& SaveSql() {
  static const auto& sql = *new std::string([] {
    std::vector<std::string> sets, arrays;
    for (size_t i = 0; i < std::size(kColumns); ++i) {
      arrays.push_back(absl::StrCat("$", i + 1, "::text[]"));
      if (i < 4) continue;  // what a clock is
      const auto& [name, type] = kColumns[i];
      sets.push_back(absl::StrCat(name, " = u.", name, "::", type));
    }
    return absl::StrCat("UPDATE case_clocks k SET ", absl::StrJoin(sets, ", "), " FROM unnest(",
                        absl::StrJoin(arrays, ", "), ") u (", ColumnNames(),
                        ") WHERE k.clock_id = u.clock_id::uuid");
  }());
  return sql;
}

#define MAINSTAY_CLOCK_READ "SELECT " MAINSTAY_CLOCK_COLUMNS " FROM case_clocks k "

// As kClockKinds says.
#define MAINSTAY_CLOCK_ORDER \
  "array_position(ARRAY['acknowledge', 'first_answer', 'resolve'], k.kind)"

constexpr pg::Statement kRead{
    "case_clocks_read", MAINSTAY_CLOCK_READ "WHERE k.case_id = $1 ORDER BY " MAINSTAY_CLOCK_ORDER};
constexpr pg::Statement kLock{"case_clocks_lock", MAINSTAY_CLOCK_READ
                              "WHERE k.case_id = ANY ($1::uuid[]) "
                              "ORDER BY k.case_id, " MAINSTAY_CLOCK_ORDER " FOR UPDATE"};
constexpr pg::Statement kLockDue{"case_clocks_lock_due", MAINSTAY_CLOCK_READ
                                 "WHERE k.next_check_time <= $1 ORDER BY k.next_check_time "
                                 "LIMIT $2 FOR UPDATE SKIP LOCKED"};
constexpr pg::Statement kLockOutdated{"case_clocks_lock_outdated", MAINSTAY_CLOCK_READ R"sql(
  CROSS JOIN (SELECT policy_id, version FROM sla_policies WHERE in_force) p
  LEFT JOIN account_directory d ON d.account_id = k.account_id
  LEFT JOIN account_directory s ON s.account_id = d.survivor_id
  LEFT JOIN calendar_replica r ON r.name = k.calendar
WHERE k.met_time IS NULL AND k.withdraw_time IS NULL
  AND (k.policy_id IS DISTINCT FROM p.policy_id OR k.policy_version <> p.version
    OR k.tier <> coalesce(s.tier, '')
    OR (k.calendar <> '' AND k.calendar_version <> coalesce(r.version, 0)))
LIMIT $1 FOR UPDATE OF k SKIP LOCKED
)sql"};

constexpr pg::Statement kCases{"case_clocks_cases", R"sql(
SELECT c.case_id, coalesce(d.survivor_id, c.account_id), c.number, coalesce(s.tier, ''), c.kind,
  c.severity, c.scope, c.receive_time, c.assignee, coalesce(s.owner, ''), c.create_time
FROM cases c
  LEFT JOIN account_directory d ON d.account_id = c.account_id
  LEFT JOIN account_directory s ON s.account_id = d.survivor_id
WHERE c.case_id = ANY ($1::uuid[])
)sql"};

constexpr pg::Statement kTiers{"case_clocks_tiers", R"sql(
SELECT coalesce(s.tier, '') FROM unnest($1::uuid[]) WITH ORDINALITY a (account_id, n)
  LEFT JOIN account_directory d ON d.account_id = a.account_id
  LEFT JOIN account_directory s ON s.account_id = d.survivor_id
ORDER BY a.n
)sql"};

pg::Param Times(const std::vector<Stretch>& stretches, absl::Time Stretch::*end) {
  std::vector<std::string> texts;
  for (const Stretch& stretch : stretches) texts.push_back(*pg::ToParam(stretch.*end));
  return pg::ToParam(texts);
}

std::vector<Stretch> Stretches(const pqxx::field& from, const pqxx::field& to) {
  const auto froms = pg::ParseArray(from.c_str());
  const auto tos = pg::ParseArray(to.c_str());
  std::vector<Stretch> stretches;
  for (size_t i = 0; i < froms.size() && i < tos.size(); ++i) {
    stretches.push_back({pg::ParseTime(froms[i]), pg::ParseTime(tos[i])});
  }
  return stretches;
}

std::vector<pg::Param> Row(const CaseClock& clock) {
  const ClockFacts& facts = clock.facts;
  const ClockBasis& basis = clock.basis;
  const auto micros = [&](absl::Duration ClockTerms::*duration) {
    return clock.terms ? pg::ToParam(absl::ToInt64Microseconds(*clock.terms.*duration))
                       : pg::Param();
  };
  return {pg::ToParam(clock.id),
          pg::ToParam(clock.case_id),
          pg::ToParam(clock.account_id),
          pg::ToParam(clock.kind),
          pg::ToParam(clock.version),
          pg::ToParam(facts.start),
          Times(facts.pauses, &Stretch::from),
          Times(facts.pauses, &Stretch::to),
          Times(facts.undone, &Stretch::from),
          Times(facts.undone, &Stretch::to),
          pg::ToParam(facts.met),
          pg::ToParam(facts.withdrawn),
          pg::ToParam(basis.tier),
          basis.policy_id.empty() ? pg::Param() : pg::ToParam(basis.policy_id),
          pg::ToParam(basis.policy_version),
          pg::ToParam(basis.rule),
          pg::ToParam(basis.calendar),
          pg::ToParam(basis.calendar_version),
          micros(&ClockTerms::target),
          micros(&ClockTerms::at_risk_after),
          pg::ToParam(!clock.terms || clock.terms->count_reopened),
          pg::ToParam(clock.at_risk_time),
          pg::ToParam(clock.due_time),
          pg::ToParam(clock.next_check_time),
          pg::ToParam(clock.at_risk_told),
          pg::ToParam(clock.breach_told),
          pg::ToParam(clock.level)};
}

std::vector<CaseClock> ClocksOf(const pqxx::result& rows) {
  std::vector<CaseClock> clocks;
  for (const auto& row : rows) clocks.push_back(ClockOfRow(row));
  return clocks;
}

}  // namespace

CaseClock ClockOfRow(const pqxx::row& row) {
  CaseClock clock;
  clock.id = row[0].c_str();
  clock.case_id = row[1].c_str();
  clock.account_id = row[2].c_str();
  clock.kind = row[3].c_str();
  clock.version = row[4].as<int64_t>();
  clock.facts.start = pg::ParseTime(row[5].c_str());
  clock.facts.pauses = Stretches(row[6], row[7]);
  clock.facts.undone = Stretches(row[8], row[9]);
  clock.facts.met = pg::TimeOf(row[10]);
  clock.facts.withdrawn = pg::TimeOf(row[11]);
  clock.basis.tier = row[12].c_str();
  clock.basis.policy_id = row[13].c_str();
  clock.basis.policy_version = row[14].as<int64_t>();
  clock.basis.rule = row[15].as<int>();
  clock.basis.calendar = row[16].c_str();
  clock.basis.calendar_version = row[17].as<int64_t>();
  if (!row[18].is_null()) {
    clock.terms = ClockTerms{.target = absl::Microseconds(row[18].as<int64_t>()),
                             .at_risk_after = absl::Microseconds(row[19].as<int64_t>()),
                             .count_reopened = row[20].as<bool>()};
  }
  clock.at_risk_time = pg::TimeOf(row[21]);
  clock.due_time = pg::TimeOf(row[22]);
  clock.next_check_time = pg::TimeOf(row[23]);
  clock.at_risk_told = row[24].as<bool>();
  clock.breach_told = pg::TimeOf(row[25]);
  clock.level = row[26].as<int>();
  return clock;
}

absl::Status InsertClocks(pg::Tx& tx, const std::vector<CaseClock>& clocks) {
  if (clocks.empty()) return absl::OkStatus();
  std::vector<std::vector<pg::Param>> rows;
  for (const CaseClock& clock : clocks) rows.push_back(Row(clock));
  return pg::CopyRows(tx, absl::StrCat("case_clocks (", ColumnNames(), ")"), rows).status();
}

void SaveClocks(pg::Tx& tx, const std::vector<CaseClock>& clocks) {
  if (clocks.empty()) return;
  std::vector<std::vector<std::optional<std::string>>> columns(std::size(kColumns));
  for (const CaseClock& clock : clocks) {
    std::vector<pg::Param> row = Row(clock);
    for (size_t i = 0; i < row.size(); ++i) columns[i].push_back(std::move(row[i]));
  }
  std::vector<pg::Param> params;
  for (const auto& column : columns) params.push_back(pg::ToParam(column));
  tx.RunParams({"case_clocks_save", SaveSql()}, params);
}

std::vector<CaseClock> ReadClocks(pg::Tx& tx, const std::string& case_id) {
  return ClocksOf(tx.Run(kRead, case_id));
}

std::vector<CaseClock> LockClocks(pg::Tx& tx, const std::vector<std::string>& case_ids) {
  return ClocksOf(tx.Run(kLock, case_ids));
}

std::vector<CaseClock> LockDueClocks(pg::Tx& tx, absl::Time now, int limit) {
  return ClocksOf(tx.Run(kLockDue, now, limit));
}

std::vector<CaseClock> LockOutdatedClocks(pg::Tx& tx, int limit) {
  return ClocksOf(tx.Run(kLockOutdated, limit));
}

std::vector<ClockCase> ReadClockCases(pg::Tx& tx, const std::vector<std::string>& case_ids) {
  std::vector<ClockCase> cases;
  for (const auto& row : tx.Run(kCases, case_ids)) {
    ClockCase& c = cases.emplace_back();
    c.id = row[0].c_str();
    c.account_id = row[1].c_str();
    c.number = row[2].as<int64_t>();
    c.traits = {row[3].c_str(), row[4].c_str(), row[5].c_str(), row[6].c_str()};
    c.receive_time = pg::ParseTime(row[7].c_str());
    c.assignee = row[8].c_str();
    c.owner = row[9].c_str();
    c.create_time = pg::ParseTime(row[10].c_str());
  }
  return cases;
}

std::vector<std::string> ReadTiers(pg::Tx& tx, const std::vector<std::string>& account_ids) {
  std::vector<std::string> tiers;
  for (const auto& row : tx.Run(kTiers, account_ids)) tiers.emplace_back(row[0].c_str());
  return tiers;
}

}  // namespace mainstay::feedback
