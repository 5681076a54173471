// The columns of accounts that make an Account, and back. For this folder's stores only.
#pragma once

#include <string>

#include <pqxx/result>

#include "services/accounts/profile/account.h"

// In the order that AccountFromRow reads; the row's alias is `a`. A macro, so that statements stay
// constants.
#define MAINSTAY_ACCOUNT_COLUMNS                                                                   \
  "a.account_id, a.version, a.state, a.display_name, a.short_name, a.aliases, a.tax_id, "          \
  "a.external_id, a.type, a.industry, a.region, a.size, a.market_position, a.website, a.address, " \
  "a.currency_code, a.attributes, a.parent_id, a.owner, a.overview, a.operations, "                \
  "a.transaction_state, trim_scale(a.credit_limit), a.credit_currency, a.payment_terms, a.tier, "  \
  "a.merged_into, a.merged_direct, a.create_time, a.update_time, a.delete_time, "                  \
  "a.satisfaction_score, a.satisfaction_nps, a.satisfaction_respondents, a.satisfaction_invited, " \
  "a.silent_decision_makers, a.satisfaction_time"

namespace mainstay::accounts {

// How many columns that is.
inline constexpr int kAccountColumns = 37;

// Reads the columns that begin at `first`.
Account AccountFromRow(const pqxx::row& row, int first = 0);

}  // namespace mainstay::accounts
