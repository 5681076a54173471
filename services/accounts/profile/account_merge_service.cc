// Merging accounts and taking merges back. How merged accounts are stored: account_store.h.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_events.h"
#include "services/accounts/profile/account_handlers.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_store.h"
#include "services/accounts/profile/account_write.h"
#include "services/accounts/profile/merge_store.h"
#include "services/accounts/profile/survivor_store.h"

namespace mainstay::accounts {
namespace {

constexpr char kMergedAccounts[] = "merged_accounts";

absl::Status Precondition(std::string_view reason, std::string_view message) {
  return status::Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

// Locks both accounts in the order of their ids, so that two merges cannot wait for each other.
struct Pair {
  Account merged, survivor;
};
absl::StatusOr<Pair> LockPair(pg::Tx& tx, const rpc::CallContext& call, const std::string& merged,
                              const std::string& survivor, const std::string& etag) {
  Pair pair;
  for (bool first : {true, false}) {
    if (first == (merged < survivor)) {
      ASSIGN_OR_RETURN(pair.merged, LockForWrite(tx, call, merged, etag));
    } else {
      ASSIGN_OR_RETURN(pair.survivor, LockForWrite(tx, call, survivor, ""));
    }
  }
  return pair;
}

absl::StatusOr<v1::Account> MergeIn(pg::Tx& tx, const rpc::CallContext& call, const std::string& id,
                                    const std::string& into, const std::string& etag,
                                    const history::WriteContext& context) {
  LockGroups(tx);
  if (id == into) return Precondition("MERGE_INTO_ITSELF", "name another account to merge into");
  std::string survivor_id = ReadSurvivor(tx, into);
  if (survivor_id.empty()) return status::NotFound(AccountName(into));
  if (survivor_id == id) {
    // Whether it exists is told only to those who may see it.
    RETURN_IF_ERROR(LockForWrite(tx, call, id, "").status());
    return Precondition("MERGE_CYCLE", "that account was merged into this one; unmerge it first");
  }
  ASSIGN_OR_RETURN(Pair before, LockPair(tx, call, id, survivor_id, etag));
  RETURN_IF_ERROR(CheckActive(before.merged));
  RETURN_IF_ERROR(CheckActive(before.survivor));
  if (IsInAncestry(tx, id, survivor_id)) {
    return Precondition("MERGE_IN_GROUP",
                        "the surviving account is below the other in the group; give it another "
                        "parent first");
  }
  Pair after = before;
  history::NextVersion(before.merged, context, after.merged);
  history::NextVersion(before.survivor, context, after.survivor);
  after.merged.state = "merged";
  after.merged.merged_into = after.merged.merged_direct = survivor_id;
  Redirect(tx, id, survivor_id, context.now);
  std::vector<std::string> team = ReadTeamUsers(tx, survivor_id);
  SaveVersion(tx, before.merged, after.merged, "merge", {{"", "", AccountName(survivor_id)}},
              AccountMergedEvent(after.merged, id, survivor_id, team, context), context);
  SaveVersion(tx, before.survivor, after.survivor, "merge",
              {{kMergedAccounts, "", AccountName(id)}},
              AccountMergedEvent(after.survivor, id, survivor_id, team, context), context);
  return ToProto(after.survivor);
}

absl::StatusOr<v1::Account> Merge(rpc::CallContext& call, const v1::MergeAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*", "name"));
  ASSIGN_OR_RETURN(auto into, api::ParseName(request.into(), "accounts/*", "into"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Account>(call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) {
    return MergeIn(tx, call, ids[0], into[0], request.etag(), context);
  });
}

absl::StatusOr<v1::Account> UnmergeIn(pg::Tx& tx, const rpc::CallContext& call,
                                      const std::string& id, const history::WriteContext& context) {
  LockGroups(tx);
  std::string survivor_id = ReadSurvivor(tx, id);
  if (survivor_id.empty()) return status::NotFound(AccountName(id));
  if (survivor_id == id) {
    RETURN_IF_ERROR(LockForWrite(tx, call, id, "").status());
    return Precondition("ACCOUNT_NOT_MERGED", "the account is not merged");
  }
  ASSIGN_OR_RETURN(Pair before, LockPair(tx, call, id, survivor_id, ""));
  Pair after = before;
  history::NextVersion(before.merged, context, after.merged);
  history::NextVersion(before.survivor, context, after.survivor);
  after.merged.state = "active";
  after.merged.merged_into.clear();
  after.merged.merged_direct.clear();
  const std::string direct_id = before.merged.merged_direct;
  UpdateAccount(tx, before.merged, after.merged);
  TakeBackRedirect(tx, id, direct_id, context.now);
  if (!after.merged.parent_id.empty() && IsInAncestry(tx, id, after.merged.parent_id)) {
    return Precondition("GROUP_CYCLE",
                        "the account's parent is below it in the group by now; give that one "
                        "another parent first");
  }
  std::vector<std::string> team = ReadTeamUsers(tx, survivor_id);
  SaveVersion(tx, before.merged, after.merged, "unmerge", {{"", AccountName(direct_id), ""}},
              AccountUnmergedEvent(after.merged, id, survivor_id, team, context), context);
  SaveVersion(tx, before.survivor, after.survivor, "unmerge",
              {{kMergedAccounts, AccountName(id), ""}},
              AccountUnmergedEvent(after.survivor, id, survivor_id, team, context), context);
  return ToProto(after.merged);
}

absl::StatusOr<v1::Account> Unmerge(rpc::CallContext& call,
                                    const v1::UnmergeAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*", "name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Account>(call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) {
    return UnmergeIn(tx, call, ids[0], context);
  });
}

}  // namespace

void RegisterAccountMerges(rpc::Router& router) {
  router.Unary("mainstay.accounts.v1.AccountService/MergeAccount", Merge);
  router.Unary("mainstay.accounts.v1.AccountService/UnmergeAccount", Unmerge);
}

}  // namespace mainstay::accounts
