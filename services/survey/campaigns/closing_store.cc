#include "services/survey/campaigns/closing_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kHoldOpen{
    "campaign_hold_open", "SELECT pg_advisory_xact_lock_shared(" MAINSTAY_CLOSING_KEY("$1") ")"};
constexpr pg::Statement kWait{"campaign_wait_for_answers",
                              "SELECT pg_advisory_xact_lock(" MAINSTAY_CLOSING_KEY("$1") ")"};

}  // namespace

void HoldOpen(pg::Tx& tx, const std::string& campaign_id) { tx.Run(kHoldOpen, campaign_id); }

void WaitForAnswers(pg::Tx& tx, const std::string& campaign_id) { tx.Run(kWait, campaign_id); }

}  // namespace mainstay::survey
