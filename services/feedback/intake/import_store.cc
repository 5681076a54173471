#include "services/feedback/intake/import_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

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
