#include "services/feedback/reports/report_store.h"

#include <cmath>
#include <map>
#include <pqxx/result>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/api/list.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"

namespace mainstay::feedback {
namespace {

// SQL of what cases are grouped by; ours, never a user's.
std::string KeyOf(const ReportQuery& query, api::ListParams& params) {
  const std::string& by = query.group_by;
  if (by == "account") return "coalesce(d.survivor_id, c.account_id)::text";
  if (by == "manager") return "coalesce(s.owner, '')";
  if (by == "month") {
    return absl::StrCat("to_char(c.receive_time AT TIME ZONE ",
                        params.Add(query.selection.time_zone), "::text, 'YYYY-MM')");
  }
  if (by == "category" && query.selection.category_depth > 0) {
    return absl::StrCat("array_to_string((string_to_array(c.category, '.'))[:",
                        params.Add(query.selection.category_depth), "::int], '.')");
  }
  if (by == "cause") return "lower(regexp_replace(btrim(c.cause), '\\s+', ' ', 'g'))";
  for (const std::string_view column : {"category", "kind", "severity", "channel", "assignee"}) {
    if (by == column) return absl::StrCat("c.", column);
  }
  return "''::text";
}

// "cohort AS (…)": the cases that are selected, each with its key.
std::string CohortOf(const ReportQuery& query, const auth::AccountScope& scope,
                     api::ListParams& params) {
  const CaseSelection& selection = query.selection;
  std::string sql = absl::StrCat(
      "cohort AS (SELECT c.case_id, c.state, c.closure, c.severity, c.assignee, c.products, "
      "c.reopen_count, c.receive_time, c.recurrence_of IS NOT NULL AS recurs, ",
      KeyOf(query, params),
      " COLLATE \"C\" AS key FROM cases c LEFT JOIN account_directory d USING (account_id) "
      "LEFT JOIN account_directory s ON s.account_id = d.survivor_id WHERE c.receive_time >= ",
      params.Add(selection.start), "::timestamptz AND c.receive_time < ", params.Add(selection.end),
      "::timestamptz");
  if (!selection.kind.empty()) absl::StrAppend(&sql, " AND c.kind = ", params.Add(selection.kind));
  if (!selection.category.empty()) {
    const std::string branch = params.Add(selection.category);
    absl::StrAppend(&sql, " AND (c.category = ", branch, " OR starts_with(c.category, ", branch,
                    "::text || '.'))");
  }
  absl::StrAppend(
      &sql, directory::AccountsPredicate(params, "c.account_id", query.account_id, scope), ")");
  return sql;
}

// The matters: of each closed case, it and what it came back as, and whether that is closed too. A
// recurrence is part of the matter that came back: settled, or right the first time, is the root.
constexpr std::string_view kMatters =
    ", chain (root, case_id) AS ("
    "SELECT case_id, case_id FROM cohort WHERE state = 'closed' "
    "UNION SELECT chain.root, r.case_id FROM chain JOIN cases r ON r.recurrence_of = chain.case_id "
    "AND r.state <> 'withdrawn'"
    "), matter AS ("
    "SELECT root, count(*) > 1 AS came_back, bool_and(c.state = 'closed') AS settled, "
    "max(c.resolve_time) AS finish FROM chain JOIN cases c USING (case_id) GROUP BY root"
    "), judged AS ("
    "SELECT h.*, coalesce(m.came_back, false) AS came_back, "
    "CASE WHEN m.settled AND NOT h.recurs THEN extract(epoch FROM m.finish - "
    "h.receive_time)::float8 END AS settling "
    "FROM cohort h LEFT JOIN matter m ON m.root = h.case_id)";

constexpr std::string_view kFigures =
    ", counted AS (SELECT grouping(key) AS total, coalesce(key, '') AS key, "
    "count(*) FILTER (WHERE state <> 'withdrawn') AS received, "
    "count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn, "
    "count(*) FILTER (WHERE state NOT IN ('resolved', 'closed', 'withdrawn')) AS open, "
    "count(*) FILTER (WHERE state = 'resolved') AS resolved, "
    "count(*) FILTER (WHERE state = 'closed') AS closed, "
    "count(*) FILTER (WHERE state = 'closed' AND closure = 'time_out') AS timed_out, "
    "count(*) FILTER (WHERE state <> 'withdrawn' AND reopen_count > 0) AS reopened, "
    "count(*) FILTER (WHERE came_back) AS came_back, "
    "count(*) FILTER (WHERE state <> 'withdrawn' AND recurs) AS recurrences, "
    "count(*) FILTER (WHERE state = 'closed' AND reopen_count = 0 AND NOT came_back AND NOT "
    "recurs) AS right_once, "
    "count(*) FILTER (WHERE NOT recurs AND (state = 'closed' OR (state <> 'withdrawn' AND "
    "reopen_count > 0))) AS judged, "
    "count(settling) AS settled, avg(settling) AS mean, "
    "percentile_cont(0.5) WITHIN GROUP (ORDER BY settling) AS median "
    "FROM judged GROUP BY GROUPING SETS ((key), ()))";

std::optional<absl::Duration> SecondsOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return absl::Microseconds(std::llround(field.as<double>() * 1e6));
}

CaseFigures FiguresOf(const pqxx::row& row) {
  CaseFigures figures;
  figures.key = row["key"].c_str();
  figures.account_display_name = row["display_name"].c_str();
  figures.received = row["received"].as<int64_t>();
  figures.withdrawn = row["withdrawn"].as<int64_t>();
  figures.open = row["open"].as<int64_t>();
  figures.resolved = row["resolved"].as<int64_t>();
  figures.closed = row["closed"].as<int64_t>();
  figures.closed_by_time_out = row["timed_out"].as<int64_t>();
  figures.reopened = row["reopened"].as<int64_t>();
  figures.came_back = row["came_back"].as<int64_t>();
  figures.recurrences = row["recurrences"].as<int64_t>();
  figures.first_time_right = row["right_once"].as<int64_t>();
  figures.judged = row["judged"].as<int64_t>();
  figures.settled = row["settled"].as<int64_t>();
  figures.mean_settling_time = SecondsOf(row["mean"]);
  figures.median_settling_time = SecondsOf(row["median"]);
  return figures;
}

// " LEFT JOIN …" of the account whose name a group has: of groups by account.
std::string NameJoin(const ReportQuery& query) {
  return query.group_by == "account"
             ? " LEFT JOIN account_directory n ON n.account_id = nullif(g.key, '')::uuid"
             : " LEFT JOIN account_directory n ON false";
}

// The figures of clocks of the groups that are shown, and of all.
void CountClocks(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope,
                 CaseReport& report) {
  std::map<std::string, CaseFigures*, std::less<>> groups;
  std::vector<std::string> keys;
  for (CaseFigures& group : report.groups) {
    groups[group.key] = &group;
    keys.push_back(group.key);
  }
  api::ListParams params{api::ListQuery()};
  const std::string cohort = CohortOf(query, scope, params);
  const std::string now = params.Add(query.now);
  // A clock that was met while nothing was due was met in time.
  for (const auto& row : tx.Exec(
           absl::StrCat(
               "WITH ", cohort,
               " SELECT grouping(key), coalesce(key, ''), k.kind, "
               "count(*) FILTER (WHERE NOT late AND met), count(*) FILTER (WHERE late), "
               "count(*) FILTER (WHERE NOT late AND NOT met) FROM (SELECT h.key, k.kind, "
               "k.met_time IS NOT NULL AS met, coalesce(k.due_time < coalesce(k.met_time, ",
               now,
               "::timestamptz), false) AS late FROM cohort h JOIN case_clocks k USING (case_id) "
               "WHERE h.state <> 'withdrawn' AND k.target IS NOT NULL AND k.withdraw_time IS NULL) "
               "k GROUP BY GROUPING SETS ((key, k.kind), (k.kind)) "
               "HAVING grouping(key) = 1 OR key = ANY (",
               params.Add(keys),
               "::text[]) ORDER BY array_position(ARRAY['acknowledge', 'first_answer', 'resolve'], "
               "k.kind)"),
           params.values())) {
    const bool total = row[0].as<int>() == 1;
    CaseFigures& figures = total ? report.total : *groups.at(row[1].c_str());
    figures.clocks.push_back({.clock = row[2].c_str(),
                              .in_time = row[3].as<int64_t>(),
                              .late = row[4].as<int64_t>(),
                              .running = row[5].as<int64_t>()});
  }
}

}  // namespace

CaseReport CountCases(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  std::string sql = absl::StrCat("WITH RECURSIVE ", CohortOf(query, scope, params), kMatters,
                                 kFigures, ", ranked AS (SELECT *, ",
                                 query.group_by == "month" ? "0" : "received + withdrawn",
                                 "::bigint AS rank FROM counted) SELECT g.*, "
                                 "coalesce(n.display_name, '') AS display_name FROM ranked g",
                                 NameJoin(query), " WHERE g.total = 1");
  if (!query.group_by.empty()) {
    absl::StrAppend(&sql, " OR ");
    if (query.after.empty()) {
      absl::StrAppend(&sql, "true");
    } else {
      absl::StrAppend(&sql, "(g.rank, g.key) < (", params.Add(query.after[0]), "::bigint, ",
                      params.Add(query.after[1]), "::text COLLATE \"C\")");
    }
  }
  absl::StrAppend(&sql, " ORDER BY g.total DESC, g.rank DESC, g.key DESC LIMIT ",
                  params.Add(query.limit + 2), "::int");
  const pqxx::result rows = tx.Exec(sql, params.values());
  CaseReport report;
  report.total = FiguresOf(rows[0]);
  for (int i = 1; i < static_cast<int>(rows.size()); ++i) {
    if (i > query.limit) {
      const auto last = rows[i - 1];
      report.next = {last["rank"].c_str(), last["key"].c_str()};
      break;
    }
    report.groups.push_back(FiguresOf(rows[i]));
  }
  CountClocks(tx, query, scope, report);
  return report;
}

CaseBacklog CountBacklog(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  std::string sql = absl::StrCat("WITH ", CohortOf(query, scope, params));
  const std::string now = params.Add(query.now);
  absl::StrAppend(
      &sql,
      ", aged AS (SELECT h.*, h.severity IN ('major', 'critical') AS severe, width_bucket("
      "extract(epoch FROM ",
      now, "::timestamptz - h.receive_time)::float8 / 86400, ARRAY[");
  for (size_t i = 0; i < kAgeDays.size(); ++i) {
    absl::StrAppend(&sql, i == 0 ? "" : ", ", kAgeDays[i]);
  }
  absl::StrAppend(&sql,
                  "]::float8[]) AS age, EXISTS (SELECT FROM case_clocks k WHERE k.case_id = "
                  "h.case_id AND k.met_time IS NULL AND k.withdraw_time IS NULL AND k.target IS "
                  "NOT NULL AND k.due_time < ",
                  now,
                  "::timestamptz) AS overdue FROM cohort h WHERE h.state NOT IN ('closed', "
                  "'withdrawn')), counted AS (SELECT grouping(key) AS total, coalesce(key, '') AS "
                  "key, count(*) AS open, count(*) FILTER (WHERE state = 'waiting_for_customer') "
                  "AS waiting, count(*) FILTER (WHERE state = 'resolved') AS resolved, count(*) "
                  "FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE assignee = '') AS "
                  "unassigned, min(receive_time) AS oldest");
  for (size_t i = 1; i <= kAgeDays.size(); ++i) {
    // What the clock of another server dated into the future is of no age.
    const std::string age = i == 1 ? "age <= 1" : absl::StrCat("age = ", i);
    absl::StrAppend(&sql, ", count(*) FILTER (WHERE ", age, ") AS age", i,
                    ", count(*) FILTER (WHERE severe AND ", age, ") AS severe", i);
  }
  absl::StrAppend(&sql,
                  " FROM aged GROUP BY GROUPING SETS ((key), ())) SELECT g.*, "
                  "coalesce(n.display_name, '') AS display_name FROM counted g",
                  NameJoin(query), " WHERE g.total = 1", query.group_by.empty() ? "" : " OR true",
                  " ORDER BY g.total DESC, g.open DESC, g.key LIMIT ", params.Add(query.limit + 1),
                  "::int");
  CaseBacklog backlog;
  for (const auto& row : tx.Exec(sql, params.values())) {
    BacklogFigures figures;
    figures.key = row["key"].c_str();
    figures.account_display_name = row["display_name"].c_str();
    figures.open = row["open"].as<int64_t>();
    figures.waiting = row["waiting"].as<int64_t>();
    figures.resolved = row["resolved"].as<int64_t>();
    figures.overdue = row["overdue"].as<int64_t>();
    figures.unassigned = row["unassigned"].as<int64_t>();
    figures.oldest = pg::TimeOf(row["oldest"]);
    for (size_t i = 0; i < kAgeDays.size(); ++i) {
      figures.ages[i] = row[absl::StrCat("age", i + 1)].as<int64_t>();
      figures.severe[i] = row[absl::StrCat("severe", i + 1)].as<int64_t>();
    }
    if (row["total"].as<int>() == 1) {
      backlog.total = std::move(figures);
    } else {
      backlog.groups.push_back(std::move(figures));
    }
  }
  return backlog;
}

CasePareto CountPareto(pg::Tx& tx, const ReportQuery& query, const auth::AccountScope& scope) {
  api::ListParams params{api::ListQuery()};
  std::string sql = absl::StrCat(
      "WITH ", CohortOf(query, scope, params), ", named AS (SELECT ",
      query.group_by == "product" ? "p.product" : "h.key",
      " COLLATE \"C\" AS key, h.severity IN ('major', 'critical') AS severe FROM cohort h",
      query.group_by == "product" ? " LEFT JOIN LATERAL unnest(h.products) p (product) ON true"
                                  : "",
      " WHERE h.state <> 'withdrawn'), counted AS (SELECT key, count(*) AS count, count(*) FILTER "
      "(WHERE severe) AS severe FROM named WHERE coalesce(key, '') <> '' GROUP BY key) "
      "SELECT c.key, c.count, c.severe, t.total, t.unknown FROM (SELECT (SELECT "
      "coalesce(sum(count), 0) FROM counted)::bigint AS total, (SELECT count(*) FROM named WHERE "
      "coalesce(key, '') = '') AS unknown) t LEFT JOIN counted c ON true "
      "ORDER BY c.count DESC, c.key LIMIT ",
      params.Add(query.limit), "::int");
  CasePareto pareto;
  for (const auto& row : tx.Exec(sql, params.values())) {
    pareto.total = row[3].as<int64_t>();
    pareto.unknown = row[4].as<int64_t>();
    if (row[0].is_null()) continue;
    pareto.rows.push_back(
        {.key = row[0].c_str(), .count = row[1].as<int64_t>(), .severe = row[2].as<int64_t>()});
  }
  return pareto;
}

}  // namespace mainstay::feedback
