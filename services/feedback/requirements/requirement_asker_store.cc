#include "services/feedback/requirements/requirement_asker_store.h"

#include <pqxx/result>

#include "absl/container/flat_hash_map.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"requirement_askers_insert", R"sql(
INSERT INTO requirement_askers (asker_id, requirement_id, account_id, source, say_time, words,
  author, create_time)
SELECT asker_id, $2, account_id, source, say_time, words, $7, $8
FROM unnest($1::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[]) WITH ORDINALITY
  AS asker (asker_id, account_id, source, say_time, words, n) ORDER BY n
)sql"};

constexpr pg::Statement kRead{
    "requirement_askers_read",
    "SELECT asked.id, a.asker_id, a.requirement_id, coalesce(d.survivor_id, a.account_id), "
    "a.source, a.say_time, a.words, a.author, a.create_time "
    "FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (SELECT a.* FROM requirements m "
    "JOIN requirement_askers a ON a.requirement_id = m.requirement_id "
    "WHERE (m.requirement_id = asked.id OR m.survivor_id = asked.id) AND ($2::text IS NULL OR "
    "a.account_id IN " MAINSTAY_ACCOUNTS_OF_TEAMS(
        "$2") ") ORDER BY a.ordinal LIMIT $3::int) a "
              "LEFT JOIN account_directory d ON d.account_id = a.account_id ORDER BY a.ordinal"};

constexpr pg::Statement kCount{"requirement_askers_count",
                               "SELECT count(*) FROM requirement_askers WHERE requirement_id = $1"};

constexpr pg::Statement kAccounts{"requirement_asking_accounts", R"sql(
SELECT DISTINCT coalesce(d.survivor_id, a.account_id) AS account_id
FROM requirements m JOIN requirement_askers a ON a.requirement_id = m.requirement_id
LEFT JOIN account_directory d ON d.account_id = a.account_id
WHERE m.requirement_id = $1 OR m.survivor_id = $1 ORDER BY account_id LIMIT 1000
)sql"};

constexpr pg::Statement kDelete{"requirement_asker_delete",
                                "DELETE FROM requirement_askers WHERE asker_id = $1"};

std::vector<std::string> Times(const std::vector<RequirementAsker>& askers) {
  std::vector<std::string> times;
  for (const RequirementAsker& asker : askers) times.push_back(*pg::ToParam(asker.say_time));
  return times;
}

template <std::string RequirementAsker::*member>
std::vector<std::string> Column(const std::vector<RequirementAsker>& askers) {
  std::vector<std::string> values;
  for (const RequirementAsker& asker : askers) values.push_back(asker.*member);
  return values;
}

}  // namespace

void InsertAskers(pg::Tx& tx, const std::vector<RequirementAsker>& askers) {
  tx.Run(kInsert, Column<&RequirementAsker::id>(askers), askers[0].requirement_id,
         Column<&RequirementAsker::account_id>(askers), Column<&RequirementAsker::source>(askers),
         Times(askers), Column<&RequirementAsker::words>(askers), askers[0].author,
         askers[0].create_time);
}

std::vector<std::pair<std::string, RequirementAsker>> ReadAskers(
    pg::Tx& tx, const std::vector<std::string>& ids, const auth::AccountScope& scope,
    std::optional<int> most) {
  std::vector<std::pair<std::string, RequirementAsker>> askers;
  for (const auto& row : tx.Run(kRead, ids, scope.user(), most)) {
    askers.push_back({row[0].c_str(),
                      {.id = row[1].c_str(),
                       .requirement_id = row[2].c_str(),
                       .account_id = row[3].c_str(),
                       .source = row[4].c_str(),
                       .say_time = pg::ParseTime(row[5].c_str()),
                       .words = row[6].c_str(),
                       .author = row[7].c_str(),
                       .create_time = pg::ParseTime(row[8].c_str())}});
  }
  return askers;
}

void FillAskers(pg::Tx& tx, const auth::AccountScope& scope,
                absl::Span<SeenRequirement> requirements, std::optional<int> most) {
  absl::flat_hash_map<std::string, SeenRequirement*> by_id;
  std::vector<std::string> ids;
  for (SeenRequirement& seen : requirements) {
    by_id[seen.requirement.id] = &seen;
    ids.push_back(seen.requirement.id);
  }
  if (ids.empty()) return;
  for (auto& [id, asker] : ReadAskers(tx, ids, scope, most)) {
    by_id[id]->askers.push_back(std::move(asker));
  }
}

int CountAskers(pg::Tx& tx, const std::string& requirement_id) {
  return tx.Run(kCount, requirement_id)[0][0].as<int>();
}

std::vector<std::string> ReadAskingAccounts(pg::Tx& tx, const std::string& requirement_id) {
  std::vector<std::string> accounts;
  for (const auto& row : tx.Run(kAccounts, requirement_id)) accounts.push_back(row[0].c_str());
  return accounts;
}

void DeleteAsker(pg::Tx& tx, const std::string& asker_id) { tx.Run(kDelete, asker_id); }

}  // namespace mainstay::feedback
