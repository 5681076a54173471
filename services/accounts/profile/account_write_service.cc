// Creating, changing, deleting and undeleting accounts.
#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_events.h"
#include "services/accounts/profile/account_fields.h"
#include "services/accounts/profile/account_handlers.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_store.h"
#include "services/accounts/profile/account_write.h"
#include "services/accounts/profile/duplicate_store.h"
#include "services/accounts/profile/survivor_store.h"

namespace mainstay::accounts {
namespace {

bool Names(const std::vector<std::string>& fields, std::string_view field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

// Puts the survivor's id for a parent that was merged away. The parent must be one that the caller
// may see, and in use; below `account_id` (when the account is there already) it must not be.
absl::Status ResolveParent(pg::Tx& tx, const rpc::CallContext& call, Account& account,
                           bool exists) {
  std::optional<Account> parent = ReadAccount(tx, account.parent_id, call.scope());
  if (!parent || parent->state != "active") {
    return status::BadField("account.parent_account", "must be an account that you may see");
  }
  account.parent_id = parent->id;
  if (exists && IsInAncestry(tx, account.id, parent->id)) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "GROUP_CYCLE",
                         "account.parent_account: is below this account in the group");
  }
  return absl::OkStatus();
}

// Names the candidates that the caller may see.
absl::Status DuplicateError(const std::vector<DuplicateCandidate>& candidates) {
  std::vector<std::string> names;
  for (const DuplicateCandidate& candidate : candidates) {
    if (candidate.account) names.push_back(AccountName(candidate.account->id));
  }
  std::string listed = absl::StrJoin(names, ",");
  return status::Error(absl::StatusCode::kAlreadyExists, "DUPLICATE_ACCOUNT",
                       absl::StrCat("this company may be an account already: ",
                                    listed.empty() ? "one of another team's" : listed,
                                    "; use that one, or set allow_duplicate to create another"),
                       {{"accounts", listed}});
}

// The owner answers for the account; a creator who only sees their team's accounts stays on the
// team of one that they made for somebody else.
std::vector<NewMember> FirstTeam(const Account& account, const rpc::CallContext& call) {
  std::vector<NewMember> team{{account.id, account.owner, "account_manager", "accountable"}};
  const std::string& creator = call.principal().subject;
  if (creator != account.owner && !call.scope().all()) {
    team.push_back({account.id, creator, "account_manager", "responsible"});
  }
  return team;
}

// The statement that inserts also looks for duplicates, so that a creation that goes through costs
// four: row, history, outbox, idempotency.
absl::StatusOr<v1::Account> CreateIn(pg::Tx& tx, rpc::CallContext& call, Account account,
                                     bool allow_duplicate, const history::WriteContext& context) {
  if (!account.parent_id.empty()) {
    RETURN_IF_ERROR(ResolveParent(tx, call, account, /*exists=*/false));
  }
  std::vector<NewMember> team = FirstTeam(account, call);
  if (InsertAccounts(tx, {account}, team,
                     allow_duplicate ? Duplicates::kAllow : Duplicates::kRefuse)
          .empty()) {
    return DuplicateError(FindDuplicates(tx, account, call.scope()));
  }
  std::vector<std::string> users;
  for (const NewMember& member : team) users.push_back(member.user);
  history::RecordChanges(tx, kAccountChanges, account.id, account.version, "create",
                         {history::Change{}}, context);
  events::Append(tx, AccountCreatedEvent(account, users, context));
  return ToProto(account);
}

absl::StatusOr<v1::Account> Create(rpc::CallContext& call,
                                   const std::shared_ptr<AttributeSchemaCache>& schemas,
                                   const v1::CreateAccountRequest& request) {
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, ""));
  absl::StatusOr<Account> read = FromProto(request.account());
  if (!read.ok()) return status::PrefixFields(read.status(), "account");
  Account account = *std::move(read);
  account.id = api::NewUuid(context.now);
  account.create_time = account.update_time = context.now;
  if (account.owner.empty()) account.owner = context.actor;
  absl::Status valid = Validate(account);
  if (!valid.ok()) return status::PrefixFields(valid, "account");
  ASSIGN_OR_RETURN(auto schema, schemas->Get(call.db(), call.tx_options()));
  valid = CheckAttributes(*schema, account.attributes);
  if (!valid.ok()) return status::PrefixFields(valid, "account");
  const bool allow_duplicate = request.allow_duplicate();
  auto effect = [&](pg::Tx& tx) { return CreateIn(tx, call, account, allow_duplicate, context); };
  return api::WriteOnce<v1::Account>(
      call, request, ReplayWhereSeen(call.scope()), effect,
      allow_duplicate ? api::WriteOptions{} : api::WriteOptions{.locks = DuplicateLocks(account)});
}

// What the request makes of the account. A mask of single attributes leaves the others alone.
Account Changed(const Account& before, const Account& wanted,
                const std::vector<std::string>& fields, const google::protobuf::FieldMask& mask) {
  Account after = before;
  CopyAccountFields(fields, wanted, after);
  constexpr std::string_view kOne = "attributes.";
  const bool whole = mask.paths_size() == 0 ||
                     std::any_of(mask.paths().begin(), mask.paths().end(), [&](const auto& path) {
                       return path == "*" || path == "attributes";
                     });
  if (whole) return after;
  after.attributes = before.attributes;
  for (const std::string& path : mask.paths()) {
    if (!absl::StartsWith(path, kOne)) continue;
    std::string key = path.substr(kOne.size());
    auto value = wanted.attributes.find(key);
    after.attributes[key] = value == wanted.attributes.end() ? "" : value->second;
  }
  return after;
}

absl::Status CheckChanged(const Account& before, Account& after, const AttributeSchema& schema) {
  std::vector<absl::Status> checks{Validate(after)};
  if (after.attributes != before.attributes) {
    checks.push_back(CheckAttributes(schema, after.attributes));
  }
  if (after.owner.empty() && !before.owner.empty()) {
    checks.push_back(status::BadField("owner", "must name a user: an account keeps an owner"));
  }
  for (const absl::Status& check : checks) {
    if (!check.ok()) return status::PrefixFields(check, "account");
  }
  return absl::OkStatus();
}

// Another owner is another team, so giving an account away is managing its team.
absl::Status CheckMayHandOver(pg::Tx& tx, const rpc::CallContext& call,
                              const std::string& account_id) {
  constexpr char kField[] = "account.owner", kPermission[] = "team.manage";
  const auto reach = auth::Grants(call.principal(), kPermission);
  const auto own = auth::AccountScope::Team(call.principal().subject);
  if (reach == auth::Reach::kAll ||
      (reach == auth::Reach::kTeam && FindSurvivor(tx, account_id, own))) {
    return absl::OkStatus();
  }
  return status::Error(absl::StatusCode::kPermissionDenied, "FIELD_PERMISSION_MISSING",
                       absl::StrCat(kField,
                                    " decides who is on the team: leave it out, or ask for "
                                    "the permission ",
                                    kPermission),
                       {{"field", kField}, {"permission", kPermission}});
}

absl::StatusOr<v1::Account> UpdateIn(pg::Tx& tx, const Deps& deps, rpc::CallContext& call,
                                     const std::string& id, const v1::UpdateAccountRequest& request,
                                     const Account& wanted, const std::vector<std::string>& fields,
                                     const AttributeSchema& schema,
                                     const history::WriteContext& context) {
  if (Names(fields, "parent_account")) LockGroups(tx);
  ASSIGN_OR_RETURN(Account before, LockForWrite(tx, call, id, request.account().etag()));
  RETURN_IF_ERROR(CheckActive(before));
  if (absl::Status same =
          api::CheckOutputOnly(request.update_mask(), request.account(), ToProto(before));
      !same.ok()) {
    return status::PrefixFields(same, "account");
  }
  Account after = Changed(before, wanted, fields, request.update_mask());
  RETURN_IF_ERROR(CheckChanged(before, after, schema));
  if (after.parent_id != before.parent_id && !after.parent_id.empty()) {
    RETURN_IF_ERROR(ResolveParent(tx, call, after, /*exists=*/true));
  }
  if (after.owner != before.owner) RETURN_IF_ERROR(CheckMayHandOver(tx, call, id));
  std::vector<history::Change> changes = DiffAccounts(before, after);
  if (changes.empty()) return ToProto(before);
  history::NextVersion(before, context, after);
  SaveVersion(tx, before, after, "update", changes, AccountChangedEvent(after, changes, context),
              context);
  if (after.owner != before.owner) {
    after.version = deps.hand_over(tx, after.id, before.owner, after.owner, context);
  }
  return ToProto(after);
}

absl::StatusOr<v1::Account> Update(const Deps& deps, AttributeSchemaCache& schemas,
                                   rpc::CallContext& call,
                                   const v1::UpdateAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids,
                   api::ParseName(request.account().name(), "accounts/*", "account.name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(auto fields, api::FieldsToUpdate(request.update_mask(), request.account()));
  absl::StatusOr<Account> wanted = FromProto(request.account());
  if (!wanted.ok()) return status::PrefixFields(wanted.status(), "account");
  ASSIGN_OR_RETURN(auto schema, schemas.Get(call.db(), call.tx_options()));
  return api::WriteOnce<v1::Account>(call, request, ReplayWhereSeen(call.scope()), [&](pg::Tx& tx) {
    return UpdateIn(tx, deps, call, ids[0], request, *wanted, fields, *schema, context);
  });
}

absl::StatusOr<v1::Account> Delete(rpc::CallContext& call,
                                   const v1::DeleteAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*", "name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::Account> {
    ASSIGN_OR_RETURN(Account before, LockForWrite(tx, call, ids[0], request.etag()));
    RETURN_IF_ERROR(CheckActive(before));
    Account after = before;
    history::NextVersion(before, context, after);
    after.state = "deleted";
    after.delete_time = after.update_time;
    SaveVersion(tx, before, after, "delete", {{"", "", history::VerbTime(after.update_time)}},
                AccountDeletedEvent(after, context), context);
    return ToProto(after);
  };
  return api::WriteOnce<v1::Account>(call, request, ReplayWhereSeen(call.scope()), effect);
}

absl::StatusOr<v1::Account> Undelete(rpc::CallContext& call,
                                     const v1::UndeleteAccountRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), "accounts/*", "name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::Account> {
    ASSIGN_OR_RETURN(Account before, LockForWrite(tx, call, ids[0], /*etag=*/""));
    if (before.state != "deleted") {
      return status::Error(absl::StatusCode::kFailedPrecondition, "ACCOUNT_NOT_DELETED",
                           "the account is not deleted");
    }
    Account after = before;
    history::NextVersion(before, context, after);
    after.state = "active";
    after.delete_time.reset();
    SaveVersion(tx, before, after, "undelete", {{"", history::VerbTime(*before.delete_time), ""}},
                AccountUndeletedEvent(after, context), context);
    return ToProto(after);
  };
  return api::WriteOnce<v1::Account>(call, request, ReplayWhereSeen(call.scope()), effect);
}

}  // namespace

void RegisterAccountWrites(rpc::Router& router, const Deps& deps,
                           std::shared_ptr<AttributeSchemaCache> schemas) {
  router.Unary("mainstay.accounts.v1.AccountService/CreateAccount", schemas, Create);
  router.Unary<v1::UpdateAccountRequest, v1::Account>(
      "mainstay.accounts.v1.AccountService/UpdateAccount",
      [deps, schemas](rpc::CallContext& call, const v1::UpdateAccountRequest& request) {
        return Update(deps, *schemas, call, request);
      });
  router.Unary("mainstay.accounts.v1.AccountService/DeleteAccount", Delete);
  router.Unary("mainstay.accounts.v1.AccountService/UndeleteAccount", Undelete);
}

}  // namespace mainstay::accounts
