#include "services/survey/campaigns/closing_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/advisory_lock.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kHoldOpen{"campaign_hold_open", "SELECT pg_advisory_xact_lock_shared($1)"};
constexpr pg::Statement kWait{"campaign_wait_for_answers", "SELECT pg_advisory_xact_lock($1)"};

}  // namespace

int64_t ClosingKey(const std::string& campaign_id) {
  return pg::AdvisoryKey(absl::StrCat("survey campaign closing ", campaign_id));
}

void HoldOpen(pg::Tx& tx, const std::string& campaign_id) {
  tx.Run(kHoldOpen, ClosingKey(campaign_id));
}

void WaitForAnswers(pg::Tx& tx, const std::string& campaign_id) {
  tx.Run(kWait, ClosingKey(campaign_id));
}

}  // namespace mainstay::survey
