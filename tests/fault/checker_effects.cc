// What holds of what services made of writes and of each other's events: the other half of the
// checker.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/fault/checker.h"

namespace mainstay::faults {
namespace {

std::string IdOf(const std::string& account) { return account.substr(account.find('/') + 1); }

// Aggregates whose events are not 1, 2, 3, … in the order of seq.
constexpr char kEventChains[] = R"sql(
SELECT aggregate_type || ' ' || aggregate_id, string_agg(aggregate_version::text, ' ' ORDER BY seq)
FROM (SELECT *, row_number() OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY seq) AS place
      FROM outbox) o
GROUP BY aggregate_type, aggregate_id HAVING bool_or(aggregate_version <> place)
)sql";

// Of the accounts, or of what the directory says of them: who, what, which version, which team.
constexpr char kAccounts[] = R"sql(
SELECT a.account_id, concat_ws(' ', a.version, a.display_name, a.owner, a.state,
  (SELECT string_agg(user_id, ',' ORDER BY user_id COLLATE "C") FROM $1 m
   WHERE m.account_id = a.account_id))
FROM $0 a ORDER BY 1
)sql";

// Clocks that say something else than their cases: which case, which clock, in what.
constexpr char kClocksAndCases[] = R"sql(
SELECT case_id, kind, why FROM (
  SELECT c.case_id, k.kind, concat_ws(', ',
    CASE WHEN k.start_time <> c.receive_time THEN 'start' END,
    CASE WHEN k.met_time IS DISTINCT FROM CASE k.kind WHEN 'acknowledge' THEN c.acknowledge_time
      WHEN 'first_answer' THEN c.first_answer_time ELSE c.resolve_time END THEN 'met' END,
    CASE WHEN k.kind = 'resolve' AND cardinality(k.undone_from) <> c.reopen_count
      THEN 'reopened' END,
    CASE WHEN k.kind = 'resolve' AND ('infinity' = ANY (k.pause_to)) <>
      (c.state = 'waiting_for_customer') THEN 'pauses' END) AS why
  FROM cases c JOIN case_clocks k USING (case_id)) f WHERE why <> ''
UNION ALL
SELECT case_id, '', 'it has ' || count(k.kind) || ' clocks'
FROM cases LEFT JOIN case_clocks k USING (case_id) GROUP BY 1 HAVING count(k.kind) <> 3
)sql";

// Clocks whose levels on record or whose events of them are not each of 1, 2, … level once.
constexpr char kLevels[] = R"sql(
SELECT case_id, kind, 'level ' || level || ', on record ' || recorded || ', told ' || told
FROM (
  SELECT k.*,
    (SELECT coalesce(string_agg(e.level::text, ' ' ORDER BY e.level), '') FROM case_clock_entries e
     WHERE e.case_id = k.case_id AND e.clock = k.kind AND e.kind = 'escalated') AS recorded,
    (SELECT count(*) FROM outbox WHERE aggregate_id = k.clock_id
       AND type LIKE '%CaseEscalated') AS told
  FROM case_clocks k) c
WHERE told <> level
  OR recorded <> (SELECT coalesce(string_agg(n::text, ' ' ORDER BY n), '')
                  FROM generate_series(1, level) n)
)sql";

// What a service got to of the aggregates of another area, in order.
constexpr char kPositions[] = R"sql(
SELECT aggregate_type || ' ' || aggregate_id, string_agg(version::text, ' ' ORDER BY n),
  max(version), bool_or(version <= before)
FROM (SELECT *, lag(version) OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY n) AS before
      FROM position_journal WHERE area = '$0') j
GROUP BY 1
)sql";

}  // namespace

void Checker::CheckVersions(Part service, const std::vector<std::string>& aggregates) {
  for (const auto& row : databases_.Read(service, kEventChains)) {
    findings_.Report("versions out of order", absl::StrCat(row[0], ": ", row[1]));
  }
  for (const std::string& name : aggregates) {
    const std::string id = name + "_id";
    for (const auto& row : databases_.Read(
             service,
             absl::StrCat("SELECT ", id, ", r.version, e.events, h.versions FROM ", name, "s r ",
                          "LEFT JOIN LATERAL (SELECT count(*) AS events FROM outbox ",
                          "WHERE aggregate_type = '", name, "' AND aggregate_id = r.", id,
                          ") e ON true LEFT JOIN LATERAL (SELECT count(DISTINCT version) AS ",
                          "versions FROM ", name, "_changes WHERE ", id, " = r.", id,
                          ") h ON true ", "WHERE events <> r.version OR versions <> r.version"))) {
      findings_.Report("a row, its history and its events differ",
                       absl::StrCat(name, " ", row[0], ": version ", row[1], ", ", row[2],
                                    " events, ", row[3], " in the history"));
    }
  }
}

void Checker::CheckReceived(Part from, Part to) {
  const auto ids = [](const Databases::Rows& rows) {
    std::set<std::string> ids;
    for (const auto& row : rows) ids.insert(row[0]);
    return ids;
  };
  const std::string area = NameOf(from);
  if (ids(databases_.Read(from, "SELECT event_id FROM outbox")) !=
      ids(databases_.Read(to,
                          absl::StrCat("SELECT event_id FROM inbox WHERE area = '", area, "'")))) {
    findings_.Report("the inbox",
                     absl::StrCat(NameOf(to), "'s holds other events than the outbox of ", area));
  }
  std::map<std::string, std::string> told;  // the last version, by aggregate
  for (auto& row : databases_.Read(from,
                                   "SELECT aggregate_type || ' ' || aggregate_id, "
                                   "max(aggregate_version) FROM outbox GROUP BY 1")) {
    told[row[0]] = row[1];
  }
  const Databases::Rows got = databases_.Read(to, absl::Substitute(kPositions, area));
  if (got.size() != told.size()) {
    findings_.Report("received lost, doubled or out of order",
                     absl::StrCat(NameOf(to), " knows ", got.size(), " of the ", told.size(),
                                  " things that ", area, " told of"));
  }
  for (const auto& row : got) {
    if (row[3] != "t" && told[row[0]] == row[2]) continue;
    findings_.Report("received lost, doubled or out of order",
                     absl::StrCat(row[0], " of ", area, " in ", NameOf(to), ": told to version ",
                                  told[row[0]], ", got to ", row[1]));
  }
}

void Checker::CheckEffects(Part service) {
  std::map<std::string, std::string> told;
  for (auto& row :
       databases_.Read(Part::kAccounts,
                       "SELECT aggregate_id, string_agg(aggregate_version::text, ' ' ORDER BY "
                       "aggregate_version) FROM outbox WHERE aggregate_type = 'account' "
                       "GROUP BY 1")) {
    told[row[0]] = row[1];
  }
  std::map<std::string, std::string> effects;
  for (auto& row : databases_.Read(service,
                                   "SELECT account_id, string_agg(version::text, ' ' ORDER BY n) "
                                   "FROM journal GROUP BY 1")) {
    effects[row[0]] = row[1];
  }
  for (const auto& [account, versions] : told) {
    if (effects[account] != versions) {
      findings_.Report("effects lost, doubled or out of order",
                       absl::StrCat(account, " in ", NameOf(service), ": told ", versions,
                                    ", took effect ", effects[account]));
    }
  }
}

void Checker::CheckDirectory(Part service) {
  const auto accounts = [this](Part of, const char* table, const char* members) {
    std::map<std::string, std::string> accounts;
    for (auto& row : databases_.Read(of, absl::Substitute(kAccounts, table, members))) {
      accounts[row[0]] = row[1];
    }
    return accounts;
  };
  const auto ours = accounts(Part::kAccounts, "accounts", "team_members");
  auto theirs = accounts(service, "account_directory", "directory_members");
  if (ours.size() != theirs.size()) {
    findings_.Report("the directory", absl::StrCat(NameOf(service), "'s has ", theirs.size(),
                                                   " accounts of ", ours.size()));
  }
  for (const auto& [id, account] : ours) {
    if (theirs[id] != account) {
      findings_.Report("the directory", absl::StrCat(id, " is said by ", NameOf(service), " to be ",
                                                     theirs[id], " and is ", account));
    }
  }
}

void Checker::CheckClocks() {
  for (const auto& row : databases_.Read(Part::kFeedback, kClocksAndCases)) {
    findings_.Report("a clock and its case differ",
                     absl::StrCat(row[0], " ", row[1], ": ", row[2]));
  }
  for (const auto& row : databases_.Read(Part::kFeedback, kLevels)) {
    findings_.Report("levels reached and told differ",
                     absl::StrCat(row[0], " ", row[1], ": ", row[2]));
  }
}

int64_t Checker::CountLevels() {
  return databases_.Number(Part::kFeedback, "SELECT coalesce(sum(level), 0) FROM case_clocks");
}

int64_t Checker::CountOrders() {
  return databases_.Number(Part::kAccounts, "SELECT count(*) FROM orders");
}

int64_t Checker::Behind(const std::string& account) {
  const std::string where = absl::StrCat(" WHERE account_id = '", IdOf(account), "'");
  return databases_.Number(Part::kAccounts, "SELECT version FROM accounts" + where) -
         databases_.Number(Part::kEngagement, "SELECT version FROM account_directory" + where);
}

absl::Duration Checker::LagP99(const std::vector<std::string>& accounts, absl::Time start,
                               absl::Time end) {
  std::set<std::string> wanted;
  for (const std::string& account : accounts) wanted.insert(IdOf(account));
  std::map<std::string, int64_t> micros;  // when it took effect, by account and version
  for (const auto& row : databases_.Read(
           Part::kEngagement,
           "SELECT account_id || ' ' || version, "
           "(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM journal")) {
    micros[row[0]] = NumberOf(row[1]);
  }
  std::vector<absl::Duration> lags;
  for (const auto& row :
       databases_.Read(Part::kAccounts,
                       "SELECT aggregate_id, aggregate_version, (extract(epoch FROM occurred_at) * "
                       "1000000)::bigint FROM outbox WHERE aggregate_type = 'account'")) {
    const absl::Time told = absl::FromUnixMicros(NumberOf(row[2]));
    if (wanted.count(row[0]) == 0 || told < start || told > end) continue;
    const auto effect = micros.find(absl::StrCat(row[0], " ", row[1]));
    if (effect != micros.end()) lags.push_back(absl::FromUnixMicros(effect->second) - told);
  }
  EXPECT_FALSE(lags.empty());
  std::sort(lags.begin(), lags.end());
  return lags.empty() ? absl::ZeroDuration() : lags[lags.size() * 99 / 100];
}

}  // namespace mainstay::faults
