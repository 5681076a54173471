#include "services/survey/paper/response_import_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kThere{
    "response_import_there",
    "SELECT response_id FROM responses WHERE campaign_id = $1 AND response_id = ANY ($2::uuid[])"};

}  // namespace

std::set<std::string> ResponsesThere(pg::Tx& tx, const std::string& campaign_id,
                                     const std::vector<std::string>& response_ids) {
  std::set<std::string> there;
  if (response_ids.empty()) return there;
  for (const auto& row : tx.Run(kThere, campaign_id, response_ids)) there.insert(row[0].c_str());
  return there;
}

}  // namespace mainstay::survey
