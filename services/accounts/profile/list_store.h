// Pages of accounts in the order of an index: page 1,000 costs what page 1 costs.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/filter.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// What lists can be filtered by and ordered by, the default first.
absl::Span<const api::FilterField> AccountFilterFields();
absl::Span<const api::OrderBy> AccountOrders();

struct AccountListQuery {
  auth::AccountScope scope;
  api::SqlFilter filter;  // parsed with first_param 1
  api::OrderBy order;
  bool show_deleted = false;
  std::vector<std::string> after;  // the cursor of the page before; empty for the first page
  int limit = 50;
};

// Merged accounts are in no list.
std::vector<Account> ListAccounts(pg::Tx& tx, const AccountListQuery& query);

// The cursor after `last`, for `after`.
std::vector<std::string> AccountCursor(const api::OrderBy& order, const Account& last);

}  // namespace mainstay::accounts
