// What comes in pages: lists, searches, changes.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/filter.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/accounts/profile/account_handlers.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_store.h"
#include "services/accounts/profile/list_store.h"
#include "services/accounts/profile/search_store.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxQuery = 200;

// What must be the same on the next page.
std::string Binding(const rpc::CallContext& context, std::string_view what) {
  return absl::StrCat(context.method(), "\n", context.scope().user().value_or("*"), "\n", what);
}

absl::StatusOr<v1::ListAccountsResponse> List(rpc::CallContext& context, const Deps& deps,
                                              const v1::ListAccountsRequest& request) {
  ASSIGN_OR_RETURN(int page_size, api::PageSize(request.page_size()));
  AccountListQuery query{.scope = context.scope()};
  ASSIGN_OR_RETURN(query.filter, api::ParseFilter(request.filter(), AccountFilterFields(), 1));
  ASSIGN_OR_RETURN(query.order, api::ParseOrderBy(request.order_by(), AccountOrders()));
  std::string binding =
      Binding(context, absl::StrCat(request.filter(), "\n", query.order.field, "\n",
                                    query.order.descending, "\n", request.show_deleted()));
  ASSIGN_OR_RETURN(query.after, deps.page_tokens->Parse(binding, request.page_token()));
  query.show_deleted = request.show_deleted();
  query.limit = page_size + 1;
  using Accounts = std::vector<Account>;
  ASSIGN_OR_RETURN(
      Accounts accounts,
      context.db().ReadOne(context.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Accounts> {
        return ListAccounts(tx, query);
      }));
  v1::ListAccountsResponse response;
  if (accounts.size() > static_cast<size_t>(page_size)) {
    accounts.pop_back();
    response.set_next_page_token(
        deps.page_tokens->Make(binding, AccountCursor(query.order, accounts.back())));
  }
  for (Account& account : accounts) *response.add_accounts() = ToProto(std::move(account));
  return response;
}

absl::StatusOr<v1::SearchAccountsResponse> Search(rpc::CallContext& context, const Deps& deps,
                                                  const v1::SearchAccountsRequest& request) {
  ASSIGN_OR_RETURN(int page_size, api::PageSize(request.page_size()));
  if (text::Characters(request.query()) > kMaxQuery) {
    return status::BadField("query", absl::StrCat("must be at most ", kMaxQuery, " characters"));
  }
  text::SearchQuery query = text::ParseSearchQuery(request.query());
  if (query.words.empty()) return status::BadField("query", "must have a letter or digit");
  std::string binding = Binding(context, request.query());
  ASSIGN_OR_RETURN(auto after, deps.page_tokens->Parse(binding, request.page_token()));
  ASSIGN_OR_RETURN(
      FoundAccounts found,
      context.db().Read(context.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<FoundAccounts> {
        return SearchAccounts(tx, query, context.scope(), after, page_size);
      }));
  v1::SearchAccountsResponse response;
  for (const Account& account : found.accounts) *response.add_accounts() = ToProto(account);
  if (!found.next.empty())
    response.set_next_page_token(deps.page_tokens->Make(binding, found.next));
  return response;
}

// Of the account itself, not its survivor: what happened to it stays with it.
absl::StatusOr<v1::ListAccountChangesResponse> ListChanges(
    rpc::CallContext& context, const Deps& deps, const v1::ListAccountChangesRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(context, *deps.page_tokens, request));
  return context.db().Read(
      context.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAccountChangesResponse> {
        if (!ReadAccountItself(tx, ids[0], context.scope())) {
          return status::NotFound(request.parent());
        }
        const auto rows = listing.ReadFrom(tx, kAccountChanges, ids[0]);
        v1::ListAccountChangesResponse response;
        for (const history::RecordedChange& change : rows.items) {
          *response.add_changes() = api::ChangeToProto<v1::AccountChange>(change);
        }
        response.set_next_page_token(listing.Token(rows.next));
        return response;
      });
}

}  // namespace

void RegisterAccountPages(rpc::Router& router, const Deps& deps) {
  router.Unary("mainstay.accounts.v1.AccountService/ListAccounts", deps, List);
  router.Unary("mainstay.accounts.v1.AccountService/SearchAccounts", deps, Search);
  router.Unary("mainstay.accounts.v1.AccountService/ListAccountChanges", deps, ListChanges);
}

}  // namespace mainstay::accounts
