#include "tests/fault/checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"

namespace mainstay::faults {
namespace {

constexpr int kReported = 5;  // of a kind

int64_t Number(const std::string& text) {
  int64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

std::string IdOf(const std::string& account) { return account.substr(account.find('/') + 1); }

std::string Describe(const Write& write) {
  return absl::StrCat(write.method, " ", write.request_id, " of writer ", write.writer, " after ",
                      write.attempts, " attempts (", write.error, ")");
}

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

// Clocks at which somebody should have looked by now.
constexpr char kUnseenClocks[] =
    "SELECT count(*) FROM case_clocks WHERE next_check_time < now() - interval '1 s'";

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

}  // namespace

Checker::Checker(const Suite& suite) {
  for (const ServiceParts& parts : kServices) {
    sessions_.emplace_back(pg::SessionOptions{.dsn = suite.dsn(parts.service)});
  }
}

Checker::Rows Checker::Read(pg::Session& session, const std::string& sql) {
  const auto rows = session.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<Rows> {
    Rows rows;
    for (const auto& row : tx.Exec(sql)) {
      rows.emplace_back();
      for (const auto& field : row) rows.back().push_back(field.c_str());
    }
    return rows;
  });
  EXPECT_TRUE(rows.ok()) << rows.status() << "\n" << sql;
  return rows.value_or(Rows());
}

std::string Checker::Value(pg::Session& session, const std::string& sql) {
  const Rows rows = Read(session, sql);
  return rows.empty() ? "" : rows[0][0];
}

void Checker::Report(const std::string& kind, const std::string& what) {
  if (++reported_[kind] <= kReported) problems_.push_back(absl::StrCat(kind, ": ", what));
}

std::string Checker::Unsettled() {
  for (const ServiceParts& from : kServices) {
    const std::string area = NameOf(from.service);
    const std::string waiting =
        Value(session(from.service), "SELECT count(*) FROM outbox WHERE published_at IS NULL");
    if (waiting != "0") return absl::StrCat(area, " has not published ", waiting);
    const std::string told = Value(session(from.service), "SELECT count(*) FROM outbox");
    for (const ServiceParts& to : kServices) {
      if (!absl::StrContains(from.receivers, NameOf(to.service))) continue;
      const std::string received =
          Value(session(to.service),
                absl::StrCat("SELECT count(*) FROM inbox WHERE area = '", area, "'"));
      if (told != received) {
        return absl::StrCat(area, " told ", told, ", ", NameOf(to.service), " received ", received);
      }
    }
    if (from.service == Part::kAccounts) continue;  // it hears of nothing
    const std::string backlog = Value(session(from.service),
                                      "SELECT string_agg(state || ' ' || error, ', ') FROM "
                                      "event_backlog WHERE state NOT IN ('replayed', 'discarded')");
    if (!backlog.empty()) return absl::StrCat("in the backlog of ", area, ": ", backlog);
  }
  const std::string clocks = Value(session(Part::kFeedback), kUnseenClocks);
  return clocks == "0" ? "" : absl::StrCat(clocks, " clocks wait to be looked at");
}

std::string Checker::Settle(Suite& suite, absl::Time end) {
  std::string unsettled = Unsettled();
  while (!unsettled.empty() && absl::Now() < end) {
    suite.KeepFor(absl::Milliseconds(100));
    unsettled = Unsettled();
  }
  return unsettled;
}

std::vector<std::string> Checker::Problems(const std::vector<Write>& writes) {
  problems_.clear();
  reported_.clear();
  if (const std::string open = Unsettled(); !open.empty()) Report("not settled", open);
  for (const ServiceParts& parts : kServices) CheckWrites(parts.service, writes);
  CheckVersions(Part::kAccounts, {"account", "contact"});
  CheckVersions(Part::kEngagement, {"task", "communication"});
  CheckVersions(Part::kFeedback, {"case"});
  for (const Part service : {Part::kEngagement, Part::kFeedback}) {
    CheckEffects(service);
    CheckDirectory(service);
  }
  CheckClocks();
  return problems_;
}

Checker::Events Checker::ReadEvents(Part service) {
  Events events;
  for (auto& row : Read(session(service),
                        "SELECT split_part(trace, '-', 2), aggregate_type || ' ' || aggregate_id, "
                        "aggregate_version, actor FROM outbox")) {
    events.emplace(std::move(row[0]), Event{std::move(row[1]), Number(row[2]), std::move(row[3])});
  }
  return events;
}

void Checker::CheckWrites(Part service, const std::vector<Write>& all) {
  std::vector<Write> writes;
  std::set<std::string> traces;
  for (const Write& write : all) {
    if (write.service != service) continue;
    writes.push_back(write);
    traces.insert(write.trace_id);
  }
  const Events events = ReadEvents(service);
  std::set<std::string> answered;
  for (auto& row : Read(session(service), "SELECT request_id FROM idempotency")) {
    answered.insert(std::move(row[0]));
  }
  for (const Write& write : writes) CheckWrite(write, events, answered);
  for (const auto& [trace, event] : events) {
    if (absl::StartsWith(event.actor, "writer-") && traces.count(trace) == 0) {
      Report("nobody asked for it", absl::StrCat(event.aggregate, " version ", event.version));
    }
  }
  CheckOrderOfEach(writes, events);
}

void Checker::CheckWrite(const Write& write, const Events& events,
                         const std::set<std::string>& answered) {
  const size_t effects = events.count(write.trace_id);
  const bool known = answered.count(write.request_id) > 0;
  if (effects > 1) Report("done more than once", Describe(write));
  if ((effects > 0) != known) Report("done and not noted, or noted and not done", Describe(write));
  if (write.told == Told::kRefused && (effects > 0 || known)) {
    Report("refused and done", Describe(write));
  }
  if (write.told == Told::kRefused && !write.to_be_refused) Report("refused", Describe(write));
  if (write.told != Told::kAcknowledged) return;
  if (write.to_be_refused) Report("not refused", Describe(write));
  if (effects == 0) {
    Report("acknowledged and lost", Describe(write));
  } else if (const int64_t version = events.find(write.trace_id)->second.version;
             write.version != 0 && version != write.version) {
    Report("another version than was told",
           absl::StrCat(Describe(write), ": told ", write.version, ", is ", version));
  }
}

// A client sends a write once the one before has its answer, so its versions of a thing grow. Those
// of unknown outcome may come later.
void Checker::CheckOrderOfEach(const std::vector<Write>& writes, const Events& events) {
  std::map<std::pair<int, std::string>, int64_t> last;
  for (const Write& write : writes) {
    const auto event = events.find(write.trace_id);
    if (write.told != Told::kAcknowledged || event == events.end()) continue;
    int64_t& version = last[{write.writer, event->second.aggregate}];
    if (event->second.version <= version) Report("in another order than written", Describe(write));
    version = event->second.version;
  }
}

void Checker::CheckVersions(Part service, const std::vector<std::string>& aggregates) {
  for (const auto& row : Read(session(service), kEventChains)) {
    Report("versions out of order", absl::StrCat(row[0], ": ", row[1]));
  }
  for (const std::string& name : aggregates) {
    const std::string id = name + "_id";
    for (const auto& row :
         Read(session(service),
              absl::StrCat("SELECT ", id, ", r.version, e.events, h.versions FROM ", name, "s r ",
                           "LEFT JOIN LATERAL (SELECT count(*) AS events FROM outbox ",
                           "WHERE aggregate_type = '", name, "' AND aggregate_id = r.", id,
                           ") e ON true LEFT JOIN LATERAL (SELECT count(DISTINCT version) AS ",
                           "versions FROM ", name, "_changes WHERE ", id, " = r.", id,
                           ") h ON true ", "WHERE events <> r.version OR versions <> r.version"))) {
      Report("a row, its history and its events differ",
             absl::StrCat(name, " ", row[0], ": version ", row[1], ", ", row[2], " events, ",
                          row[3], " in the history"));
    }
  }
}

void Checker::CheckEffects(Part service) {
  const auto ids = [](Rows rows) {
    std::set<std::string> ids;
    for (auto& row : rows) ids.insert(std::move(row[0]));
    return ids;
  };
  if (ids(Read(session(Part::kAccounts), "SELECT event_id FROM outbox")) !=
      ids(Read(session(service), "SELECT event_id FROM inbox WHERE area = 'accounts'"))) {
    Report("the inbox", absl::StrCat(NameOf(service), "'s holds other events than the outbox"));
  }
  std::map<std::string, std::string> told;
  for (auto& row : Read(session(Part::kAccounts),
                        "SELECT aggregate_id, string_agg(aggregate_version::text, ' ' ORDER BY "
                        "aggregate_version) FROM outbox WHERE aggregate_type = 'account' "
                        "GROUP BY 1")) {
    told[row[0]] = row[1];
  }
  std::map<std::string, std::string> effects;
  for (auto& row : Read(session(service),
                        "SELECT account_id, string_agg(version::text, ' ' ORDER BY n) "
                        "FROM journal GROUP BY 1")) {
    effects[row[0]] = row[1];
  }
  for (const auto& [account, versions] : told) {
    if (effects[account] != versions) {
      Report("effects lost, doubled or out of order",
             absl::StrCat(account, " in ", NameOf(service), ": told ", versions, ", took effect ",
                          effects[account]));
    }
  }
}

void Checker::CheckDirectory(Part service) {
  const auto accounts = [](pg::Session& session, const char* table, const char* members) {
    std::map<std::string, std::string> accounts;
    for (auto& row : Read(session, absl::Substitute(kAccounts, table, members))) {
      accounts[row[0]] = row[1];
    }
    return accounts;
  };
  const auto ours = accounts(session(Part::kAccounts), "accounts", "team_members");
  auto theirs = accounts(session(service), "account_directory", "directory_members");
  if (ours.size() != theirs.size()) {
    Report("the directory",
           absl::StrCat(NameOf(service), "'s has ", theirs.size(), " accounts of ", ours.size()));
  }
  for (const auto& [id, account] : ours) {
    if (theirs[id] != account) {
      Report("the directory", absl::StrCat(id, " is said by ", NameOf(service), " to be ",
                                           theirs[id], " and is ", account));
    }
  }
}

void Checker::CheckClocks() {
  pg::Session& feedback = session(Part::kFeedback);
  for (const auto& row : Read(feedback, kClocksAndCases)) {
    Report("a clock and its case differ", absl::StrCat(row[0], " ", row[1], ": ", row[2]));
  }
  for (const auto& row : Read(feedback, kLevels)) {
    Report("levels reached and told differ", absl::StrCat(row[0], " ", row[1], ": ", row[2]));
  }
}

int64_t Checker::CountLevels() {
  return Number(Value(session(Part::kFeedback), "SELECT coalesce(sum(level), 0) FROM case_clocks"));
}

int64_t Checker::CountOrders() {
  return Number(Value(session(Part::kAccounts), "SELECT count(*) FROM orders"));
}

int64_t Checker::Behind(const std::string& account) {
  const std::string where = absl::StrCat(" WHERE account_id = '", IdOf(account), "'");
  return Number(Value(session(Part::kAccounts), "SELECT version FROM accounts" + where)) -
         Number(Value(session(Part::kEngagement), "SELECT version FROM account_directory" + where));
}

absl::Duration Checker::LagP99(const std::vector<std::string>& accounts, absl::Time start,
                               absl::Time end) {
  std::set<std::string> wanted;
  for (const std::string& account : accounts) wanted.insert(IdOf(account));
  std::map<std::string, int64_t> micros;  // when it took effect, by account and version
  for (const auto& row : Read(
           session(Part::kEngagement),
           "SELECT account_id || ' ' || version, "
           "(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM journal")) {
    micros[row[0]] = Number(row[1]);
  }
  std::vector<absl::Duration> lags;
  for (const auto& row :
       Read(session(Part::kAccounts),
            "SELECT aggregate_id, aggregate_version, (extract(epoch FROM occurred_at) * "
            "1000000)::bigint FROM outbox WHERE aggregate_type = 'account'")) {
    const absl::Time told = absl::FromUnixMicros(Number(row[2]));
    if (wanted.count(row[0]) == 0 || told < start || told > end) continue;
    const auto effect = micros.find(absl::StrCat(row[0], " ", row[1]));
    if (effect != micros.end()) lags.push_back(absl::FromUnixMicros(effect->second) - told);
  }
  EXPECT_FALSE(lags.empty());
  std::sort(lags.begin(), lags.end());
  return lags.empty() ? absl::ZeroDuration() : lags[lags.size() * 99 / 100];
}

}  // namespace mainstay::faults
