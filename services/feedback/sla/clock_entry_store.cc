#include "services/feedback/sla/clock_entry_store.h"

#include <algorithm>
#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/pg/column.h"
#include "common/pg/copy_rows.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kTold = {"case_clock_entries_told",
                                 "SELECT case_id, clock, level, recipients FROM case_clock_entries "
                                 "WHERE case_id = ANY ($1::uuid[]) AND kind = 'escalated' AND told "
                                 "ORDER BY case_id, clock, level"};

constexpr pg::Statement kPlan{"quarterly_plan_save", R"sql(
INSERT INTO quarterly_plan_cases (case_id, account_id, year, quarter)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[])
ON CONFLICT (case_id) DO UPDATE SET year = excluded.year, quarter = excluded.quarter
)sql"};
constexpr pg::Statement kUnplan{
    "quarterly_plan_delete", "DELETE FROM quarterly_plan_cases WHERE case_id = ANY ($1::uuid[])"};
constexpr pg::Statement kReadPlan{
    "quarterly_plan_read", "SELECT year, quarter FROM quarterly_plan_cases WHERE case_id = $1"};

pg::Param Micros(const std::optional<absl::Duration>& duration) {
  if (!duration) return std::nullopt;
  return pg::ToParam(absl::ToInt64Microseconds(*duration));
}

std::optional<absl::Duration> DurationOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return absl::Microseconds(field.as<int64_t>());
}

// `place`: among the entries that are written with it, which are listed in their order.
std::vector<pg::Param> Row(const ClockEntry& entry, size_t place) {
  const ClockReplan replan = entry.replan.value_or(ClockReplan());
  return {pg::ToParam(api::NewUuid(entry.time + absl::Milliseconds(place))),
          pg::ToParam(entry.case_id),
          pg::ToParam(entry.clock),
          pg::ToParam(entry.kind),
          pg::ToParam(entry.time),
          pg::ToParam(replan.reason),
          Micros(replan.target_before),
          Micros(replan.target_after),
          pg::ToParam(replan.due_before),
          pg::ToParam(replan.due_after),
          pg::ToParam(replan.state_before),
          pg::ToParam(replan.state_after),
          pg::ToParam(entry.happen_time),
          pg::ToParam(entry.level),
          pg::ToParam(entry.told),
          pg::ToParam(entry.recipients)};
}

ClockEntry FromRow(const pqxx::row& row) {
  ClockEntry entry;
  entry.case_id = row[0].c_str();
  entry.clock = row[1].c_str();
  entry.kind = row[2].c_str();
  entry.time = pg::ParseTime(row[3].c_str());
  if (entry.kind == kEntryReplanned) {
    entry.replan = ClockReplan{.kind = entry.clock,
                               .reason = row[4].c_str(),
                               .time = entry.time,
                               .target_before = DurationOf(row[5]),
                               .target_after = DurationOf(row[6]),
                               .due_before = pg::TimeOf(row[7]),
                               .due_after = pg::TimeOf(row[8]),
                               .state_before = row[9].c_str(),
                               .state_after = row[10].c_str()};
  }
  entry.happen_time = pg::TimeOf(row[11]);
  entry.level = row[12].as<int>();
  entry.told = row[13].as<bool>();
  entry.recipients = pg::ParseArray(row[14].c_str());
  return entry;
}

}  // namespace

absl::Status InsertClockEntries(pg::Tx& tx, const std::vector<ClockEntry>& entries) {
  if (entries.empty()) return absl::OkStatus();
  std::vector<std::vector<pg::Param>> rows;
  for (const ClockEntry& entry : entries) rows.push_back(Row(entry, rows.size()));
  return pg::CopyRows(tx,
                      "case_clock_entries (entry_id, case_id, clock, kind, entry_time, reason, "
                      "target_before, target_after, due_before, due_after, state_before, "
                      "state_after, happen_time, level, told, recipients)",
                      rows)
      .status();
}

std::vector<ClockEntry> ReadTold(pg::Tx& tx, const std::vector<std::string>& case_ids) {
  std::vector<ClockEntry> told;
  for (const auto& row : tx.Run(kTold, case_ids)) {
    ClockEntry& entry = told.emplace_back();
    entry.case_id = row[0].c_str();
    entry.clock = row[1].c_str();
    entry.kind = kEntryEscalated;
    entry.level = row[2].as<int>();
    entry.told = true;
    entry.recipients = pg::ParseArray(row[3].c_str());
  }
  return told;
}

absl::Span<const api::Sort> ClockEntrySorts() {
  static constexpr api::Sort kSorts[] = {{"entry_time", true, "e.entry_time", "timestamptz"}};
  return kSorts;
}

api::Rows<ClockEntry> ListClockEntries(pg::Tx& tx, const api::ListQuery& query,
                                       const std::string& case_id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT e.case_id, e.clock, e.kind, e.entry_time, e.reason, e.target_before, e.target_after, "
      "e.due_before, e.due_after, e.state_before, e.state_after, e.happen_time, e.level, e.told, "
      "e.recipients",
      api::KeyColumns(query, "e.entry_id"), " FROM case_clock_entries e WHERE ", query.filter.where,
      " AND e.case_id = ", params.Add(case_id), "::uuid");
  absl::StrAppend(&sql, api::KeysetEnd(query, "e.entry_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

void SaveCasePlans(pg::Tx& tx, std::vector<CasePlan> plans) {
  // In one order, so that two transactions with some of the same do not wait for each other.
  std::sort(plans.begin(), plans.end(),
            [](const CasePlan& a, const CasePlan& b) { return a.case_id < b.case_id; });
  std::vector<std::string> planned, accounts, unplanned;
  std::vector<int64_t> years, quarters;
  for (const CasePlan& plan : plans) {
    if (!plan.quarter) {
      unplanned.push_back(plan.case_id);
      continue;
    }
    planned.push_back(plan.case_id);
    accounts.push_back(plan.account_id);
    years.push_back(plan.quarter->year);
    quarters.push_back(plan.quarter->quarter);
  }
  if (!planned.empty()) tx.Run(kPlan, planned, accounts, years, quarters);
  if (!unplanned.empty()) tx.Run(kUnplan, unplanned);
}

std::optional<Quarter> ReadCasePlan(pg::Tx& tx, const std::string& case_id) {
  const pqxx::result rows = tx.Run(kReadPlan, case_id);
  if (rows.empty()) return std::nullopt;
  return Quarter{rows[0][0].as<int64_t>(), rows[0][1].as<int>()};
}

}  // namespace mainstay::feedback
