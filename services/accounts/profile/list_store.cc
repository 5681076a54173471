#include "services/accounts/profile/list_store.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/accounts/profile/account_row.h"
#include "services/accounts/profile/search_text.h"

namespace mainstay::accounts {
namespace {

constexpr char kState[] = "a.state";

// Accounts in use, and deleted ones where they are wanted; unless the filter, whose columns stand
// in it and whose texts do not, says which states itself.
std::string OfState(const AccountListQuery& query) {
  if (absl::StrContains(query.filter.where, kState)) return "TRUE";
  return query.show_deleted ? "a.state IN ('active', 'deleted')" : "a.state = 'active'";
}

// The column that an order sorts by, and its type. A team's accounts, newest first, come from the
// team's own index.
struct SortColumn {
  std::string column;
  std::string type;
  std::string id = "a.account_id";
};
SortColumn ColumnOf(const api::OrderBy& order, bool of_team) {
  if (order.field == "display_name") return {"a.sort_name", "text"};
  if (order.field == "update_time") return {"a.update_time", "timestamptz"};
  if (of_team) return {"m.account_create_time", "timestamptz", "m.account_id"};
  return {"a.create_time", "timestamptz"};
}

}  // namespace

absl::Span<const api::FilterField> AccountFilterFields() {
  using enum api::FilterType;
  static const auto& fields = *new std::vector<api::FilterField>{
      {"industry", "a.industry", kText},
      {"region", "a.region", kText},
      {"type", "a.type", kEnum,
       api::EnumFilterValues("ACCOUNT_TYPE_", {"end_customer", "distributor", "manufacturer",
                                               "partner", "government"})},
      {"size", "a.size", kEnum,
       api::EnumFilterValues("COMPANY_SIZE_", {"micro", "small", "medium", "large", "enterprise"})},
      {"tier", "a.tier", kEnum, api::EnumFilterValues("TIER_", {"core", "potential", "general"})},
      {"owner", "a.owner", kText},
      {"currency_code", "a.currency_code", kText},
      {"external_id", "a.external_id", kText},
      {"parent_account", "a.parent_id", kUuid, {}, "accounts/"},
      {"create_time", "a.create_time", kTime},
      {"update_time", "a.update_time", kTime},
      {"state", kState, kEnum,
       api::EnumFilterValues("ACCOUNT_STATE_", {"active", "deleted", "merged"})},
  };
  return fields;
}

absl::Span<const api::OrderBy> AccountOrders() {
  static const auto& orders = *new std::vector<api::OrderBy>{{"create_time", true},
                                                             {"create_time", false},
                                                             {"display_name", false},
                                                             {"display_name", true},
                                                             {"update_time", true}};
  return orders;
}

std::vector<Account> ListAccounts(pg::Tx& tx, const AccountListQuery& query) {
  std::vector<pg::Param> params = query.filter.params;
  auto add = [&](pg::Param value) {
    params.push_back(std::move(value));
    return absl::StrCat("$", params.size());
  };
  const bool of_team = !query.scope.all();
  const SortColumn sort = ColumnOf(query.order, of_team);
  // From the team's side, held there by OFFSET 0: walking all accounts in their order for those of
  // one user takes seconds when there are a million, and the planner would now and then.
  std::string sql =
      absl::StrCat("SELECT ", MAINSTAY_ACCOUNT_COLUMNS, " FROM ",
                   of_team ? "team_members m CROSS JOIN LATERAL (SELECT * FROM accounts "
                             "WHERE account_id = m.account_id OFFSET 0) a"
                           : "accounts a",
                   " WHERE ", OfState(query), " AND ", query.filter.where);
  if (of_team) absl::StrAppend(&sql, " AND m.user_id = ", add(query.scope.user()));
  if (!query.after.empty()) {
    std::string value = add(query.after[0]), id = add(query.after[1]);
    absl::StrAppend(&sql, " AND (", sort.column, ", ", sort.id, ")",
                    query.order.descending ? " < " : " > ", "(", value, "::", sort.type, ", ", id,
                    "::uuid)");
  }
  const char* direction = query.order.descending ? " DESC" : "";
  absl::StrAppend(&sql, " ORDER BY ", sort.column, direction, ", ", sort.id, direction, " LIMIT ",
                  add(pg::ToParam(query.limit)), "::int");
  const pqxx::result rows = tx.Exec(sql, params);
  std::vector<Account> accounts;
  accounts.reserve(rows.size());
  for (const auto& row : rows) accounts.push_back(AccountFromRow(row));
  return accounts;
}

std::vector<std::string> AccountCursor(const api::OrderBy& order, const Account& last) {
  if (order.field == "display_name") return {SortName(last.display_name), last.id};
  absl::Time time = order.field == "update_time" ? last.update_time : last.create_time;
  return {*pg::ToParam(time), last.id};
}

}  // namespace mainstay::accounts
