#include "services/feedback/intake/import_store.h"

#include <pqxx/result>

#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

// The account that each is seen under.
constexpr pg::Statement kAccounts{"case_import_accounts", R"sql(
SELECT asked.account_id, a.account_id FROM account_directory asked
JOIN account_directory a ON a.account_id = asked.survivor_id
WHERE asked.account_id = ANY ($1::uuid[]) AND a.complete AND a.state = 'active'
  AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

constexpr pg::Statement kAccountsByName{"case_import_accounts_by_name", R"sql(
SELECT a.display_name, a.account_id FROM account_directory a
WHERE a.display_name = ANY ($1::text[]) AND a.survivor_id = a.account_id AND a.complete
  AND a.state = 'active' AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

constexpr pg::Statement kTaken{"case_import_taken", R"sql(
SELECT g.account_id, g.external_id
FROM unnest($2::uuid[], $3::text[]) g (account_id, external_id)
WHERE EXISTS (SELECT FROM case_external_ids there
  WHERE there.account_id = ANY (ARRAY(
      SELECT account_id FROM account_directory WHERE survivor_id = g.account_id))
    AND there.source = $1 AND there.external_id = g.external_id)
)sql"};

constexpr pg::Statement kInsertIds{"case_import_insert_ids", R"sql(
INSERT INTO case_external_ids (account_id, source, external_id, case_id, import_id)
SELECT account_id, $1::text, external_id, case_id, $2::uuid
FROM unnest($3::uuid[], $4::text[], $5::uuid[]) g (account_id, external_id, case_id)
)sql"};

// The two halves of pairs, as parameters.
std::pair<std::vector<std::string>, std::vector<std::string>> Halves(
    const std::vector<ExternalId>& ids) {
  std::pair<std::vector<std::string>, std::vector<std::string>> halves;
  for (const auto& [account, id] : ids) {
    halves.first.push_back(account);
    halves.second.push_back(id);
  }
  return halves;
}

}  // namespace

FoundAccounts FindFileAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                               const std::set<std::string>& names,
                               const auth::AccountScope& scope) {
  FoundAccounts found;
  if (!ids.empty()) {
    const std::vector<std::string> asked(ids.begin(), ids.end());
    for (const auto& row : tx.Run(kAccounts, asked, scope.user())) {
      found.by_id[row[0].c_str()] = row[1].c_str();
    }
  }
  if (!names.empty()) {
    const std::vector<std::string> asked(names.begin(), names.end());
    for (const auto& row : tx.Run(kAccountsByName, asked, scope.user())) {
      if (!found.by_name.emplace(row[0].c_str(), row[1].c_str()).second) {
        found.ambiguous.insert(row[0].c_str());
      }
    }
  }
  return found;
}

std::set<ExternalId> TakenExternalIds(pg::Tx& tx, const std::string& source,
                                      const std::vector<ExternalId>& ids) {
  const auto [accounts, external_ids] = Halves(ids);
  std::set<ExternalId> taken;
  for (const auto& row : tx.Run(kTaken, source, accounts, external_ids)) {
    taken.emplace(row[0].c_str(), row[1].c_str());
  }
  return taken;
}

void InsertExternalIds(pg::Tx& tx, const std::string& import_id, const std::string& source,
                       const std::vector<ExternalId>& ids,
                       const std::vector<std::string>& case_ids) {
  const auto [accounts, external_ids] = Halves(ids);
  tx.Run(kInsertIds, source, import_id, accounts, external_ids, case_ids);
}

}  // namespace mainstay::feedback
