// Single accounts, groups and duplicates.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_handlers.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_store.h"
#include "services/accounts/profile/as_of.h"
#include "services/accounts/profile/duplicate_store.h"
#include "services/accounts/profile/group_store.h"

namespace mainstay::accounts {
namespace {

using GetCall = rpc::BatchedCall<v1::GetAccountRequest, v1::Account>;

// A past card takes several statements, so it has no place among those that share one.
bool IsAsOf(const v1::GetAccountRequest& request) { return request.has_as_of_time(); }

absl::StatusOr<v1::Account> GetAccountAsOf(rpc::CallContext& context,
                                           const v1::GetAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*", "name"));
  ASSIGN_OR_RETURN(absl::Time moment, api::TimeFromProto(request.as_of_time(), "as_of_time"));
  return context.db().Read(context.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Account> {
    std::optional<Account> account = ReadAsOf(tx, ids[0], context.scope(), moment);
    if (account) return ToProto(*account);
    // Those who may see the account now may know that it was not there then.
    if (!ReadAccountItself(tx, ids[0], context.scope())) return status::NotFound(request.name());
    return status::Error(absl::StatusCode::kNotFound, "NOT_YET_CREATED",
                         absl::StrCat(request.name(), " did not exist yet at that time"));
  });
}

// Every call that waits for the present card, in one statement.
void AnswerPresent(pg::Session& session, const std::vector<const GetCall*>& calls,
                   const std::vector<AccountKey>& keys) {
  absl::Time deadline = absl::InfinitePast();
  for (const GetCall* call : calls) deadline = std::max(deadline, call->context().deadline());
  using Accounts = std::vector<std::optional<Account>>;
  absl::StatusOr<Accounts> accounts = session.ReadOne(
      {.deadline = deadline},
      [&](pg::Tx& tx) -> absl::StatusOr<Accounts> { return ReadAccounts(tx, keys); });
  for (size_t i = 0; i < calls.size(); ++i) {
    if (!accounts.ok()) {
      calls[i]->Fail(accounts.status());
    } else if (!(*accounts)[i].has_value()) {
      calls[i]->Fail(status::NotFound(calls[i]->request().name()));
    } else {
      *calls[i]->response() = ToProto(*(*accounts)[i]);
    }
  }
}

void GetAccounts(pg::Session& session, absl::Span<const GetCall> calls) {
  std::vector<const GetCall*> present;
  std::vector<AccountKey> keys;
  for (const GetCall& call : calls) {
    auto ids = api::ParseName(call.request().name(), "accounts/*", "name");
    if (!ids.ok()) {
      call.Fail(ids.status());
    } else {
      present.push_back(&call);
      keys.push_back({(*ids)[0], call.context().scope()});
    }
  }
  if (!present.empty()) AnswerPresent(session, present, keys);
}

absl::StatusOr<v1::AccountGroup> GetAccountGroup(rpc::CallContext& context,
                                                 const v1::GetAccountGroupRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*/group", "name"));
  return context.db().Read(
      context.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::AccountGroup> {
        std::optional<Account> account = ReadAccount(tx, ids[0], context.scope());
        if (!account) return status::NotFound(request.name());
        return ToProto(account->id, ReadGroup(tx, account->id, context.scope()));
      });
}

v1::CheckDuplicatesResponse ToProto(const std::vector<DuplicateCandidate>& candidates) {
  v1::CheckDuplicatesResponse response;
  for (const DuplicateCandidate& candidate : candidates) {
    auto* added = response.add_candidates();
    if (candidate.account) *added->mutable_account() = ToProto(*candidate.account);
    for (DuplicateReason reason : candidate.reasons) {
      added->add_reasons(static_cast<v1::CheckDuplicatesResponse::MatchReason>(reason));
    }
  }
  return response;
}

absl::StatusOr<v1::CheckDuplicatesResponse> CheckDuplicates(
    rpc::CallContext& context, const v1::CheckDuplicatesRequest& request) {
  Account account;
  account.display_name = request.display_name();
  account.tax_id = request.tax_id();
  account.website = request.website();
  Normalize(account);
  if (account.display_name.empty() && account.tax_id.empty() && account.website.empty()) {
    return status::BadField("display_name", "give a name, a tax id or a website to check");
  }
  RETURN_IF_ERROR(ValidateIdentity(account));
  return context.db().ReadOne(context.tx_options(),
                              [&](pg::Tx& tx) -> absl::StatusOr<v1::CheckDuplicatesResponse> {
                                return ToProto(FindDuplicates(tx, account, context.scope()));
                              });
}

}  // namespace

void RegisterAccountReads(rpc::Router& router) {
  router.Batched<v1::GetAccountRequest, v1::Account>(
      "mainstay.accounts.v1.AccountService/GetAccount", GetAccounts, IsAsOf, GetAccountAsOf);
  router.Unary("mainstay.accounts.v1.AccountService/GetAccountGroup", GetAccountGroup);
  router.Unary("mainstay.accounts.v1.AccountService/CheckDuplicates", CheckDuplicates);
}

}  // namespace mainstay::accounts
