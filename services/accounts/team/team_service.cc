#include "services/accounts/team/team_service.h"

#include <mainstay/accounts/v1/team_service.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_write.h"
#include "services/accounts/profile/survivor_store.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_store.h"

namespace mainstay::accounts {
namespace {

constexpr char kMemberPattern[] = "accounts/*/members/~";

std::string MemberName(const TeamMember& member) {
  return absl::StrCat(AccountName(member.account_id), "/members/", member.user);
}

v1::TeamMember ToProto(const TeamMember& member) {
  v1::TeamMember message;
  message.set_name(MemberName(member));
  message.set_user(member.user);
  message.set_role(api::TextToEnum<v1::TeamRole>(member.role, "TEAM_ROLE_"));
  message.set_raci(api::TextToEnum<v1::Raci>(member.raci, "RACI_"));
  message.set_owner(member.owner);
  message.set_inherited_from(AccountName(member.inherited_from));
  *message.mutable_create_time() = api::TimeToProto(member.create_time);
  *message.mutable_update_time() = api::TimeToProto(member.update_time);
  return message;
}

// Role and RACI of a request; no RACI means responsible.
absl::Status ReadRoles(const v1::TeamMember& message, TeamMember& member) {
  ASSIGN_OR_RETURN(member.role, api::EnumToText(message.role(), "TEAM_ROLE_", "role"));
  ASSIGN_OR_RETURN(member.raci, api::EnumToText(message.raci(), "RACI_", "raci"));
  if (member.raci.empty()) member.raci = member.owner ? "accountable" : "responsible";
  return absl::OkStatus();
}

absl::StatusOr<v1::TeamMember> Get(rpc::CallContext& call,
                                   const v1::GetTeamMemberRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), kMemberPattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::TeamMember> {
    std::optional<TeamMember> member = ReadMember(tx, ids[0], ids[1], call.scope());
    if (!member) return status::NotFound(request.name());
    return ToProto(*member);
  });
}

absl::StatusOr<v1::ListTeamMembersResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListTeamMembersRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(int page_size, api::PageSize(request.page_size()));
  std::string binding =
      absl::StrCat(call.method(), "\n", call.scope().user().value_or("*"), "\n", request.parent());
  ASSIGN_OR_RETURN(auto after, deps.page_tokens->Parse(binding, request.page_token()));
  std::optional<MemberCursor> cursor;
  if (after.size() == 2) cursor = MemberCursor{after[0] == "owner", after[1]};
  using Members = std::vector<TeamMember>;
  ASSIGN_OR_RETURN(Members members,
                   call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Members> {
                     auto read = ReadMembers(tx, ids[0], call.scope(), cursor, page_size + 1);
                     if (!read) return status::NotFound(request.parent());
                     return *std::move(read);
                   }));
  v1::ListTeamMembersResponse response;
  if (members.size() > static_cast<size_t>(page_size)) {
    members.pop_back();
    const TeamMember& last = members.back();
    response.set_next_page_token(
        deps.page_tokens->Make(binding, {last.owner ? "owner" : "", last.user}));
  }
  for (const TeamMember& member : members) *response.add_team_members() = ToProto(member);
  return response;
}

absl::StatusOr<v1::TeamMember> Create(rpc::CallContext& call,
                                      const v1::CreateTeamMemberRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  TeamMember member{.account_id = ids[0], .user = request.team_member().user()};
  member.create_time = member.update_time = context.now;
  absl::Status valid = ReadRoles(request.team_member(), member);
  if (valid.ok()) valid = Validate(member);
  if (!valid.ok()) return status::PrefixFields(valid, "team_member");
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::TeamMember> {
    ASSIGN_OR_RETURN(Account account, LockForWrite(tx, call, ids[0], /*etag=*/""));
    RETURN_IF_ERROR(CheckActive(account));
    AddMember(tx, member, context);
    return ToProto(member);
  };
  return api::WriteOnce<v1::TeamMember>(call, request, ReplayWhereSeen(call.scope()), effect);
}

// Locks the account and reads its member.
absl::StatusOr<TeamMember> LockMember(pg::Tx& tx, const rpc::CallContext& call,
                                      const std::vector<std::string>& ids,
                                      const std::string& name) {
  ASSIGN_OR_RETURN(Account account, LockForWrite(tx, call, ids[0], /*etag=*/""));
  RETURN_IF_ERROR(CheckActive(account));
  std::optional<TeamMember> member = ReadMember(tx, ids[0], ids[1], call.scope());
  if (!member) return status::NotFound(name);
  return *std::move(member);
}

absl::StatusOr<v1::TeamMember> Update(rpc::CallContext& call,
                                      const v1::UpdateTeamMemberRequest& request) {
  const std::string& name = request.team_member().name();
  ASSIGN_OR_RETURN(auto ids, api::ParseName(name, kMemberPattern, "team_member.name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(auto fields, api::FieldsToUpdate(request.update_mask(), request.team_member()));
  auto named = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::TeamMember> {
    ASSIGN_OR_RETURN(TeamMember before, LockMember(tx, call, ids, name));
    TeamMember wanted = before, after = before;
    absl::Status valid =
        api::CheckOutputOnly(request.update_mask(), request.team_member(), ToProto(before));
    if (valid.ok()) valid = ReadRoles(request.team_member(), wanted);
    if (named("role")) after.role = wanted.role;
    if (named("raci")) after.raci = wanted.raci;
    if (valid.ok()) valid = Validate(after);
    if (!valid.ok()) return status::PrefixFields(valid, "team_member");
    if (after == before) return ToProto(before);
    after.update_time = context.now;
    after.inherited_from.clear();
    ChangeMember(tx, before, after, context);
    return ToProto(after);
  };
  return api::WriteOnce<v1::TeamMember>(call, request, ReplayWhereSeen(call.scope()), effect);
}

absl::StatusOr<v1::DeleteTeamMemberResponse> Delete(rpc::CallContext& call,
                                                    const v1::DeleteTeamMemberRequest& request) {
  ASSIGN_OR_RETURN(auto ids, api::ParseName(request.name(), kMemberPattern, "name"));
  ASSIGN_OR_RETURN(history::WriteContext context, api::WriteContextOf(call, request.reason()));
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::DeleteTeamMemberResponse> {
    ASSIGN_OR_RETURN(TeamMember member, LockMember(tx, call, ids, request.name()));
    if (member.owner) {
      return status::Error(absl::StatusCode::kFailedPrecondition, "OWNER_MUST_STAY",
                           "the owner cannot leave the team; give the account another owner first");
    }
    RemoveMember(tx, member, context);
    return v1::DeleteTeamMemberResponse();
  };
  const auto may_replay = [&](pg::Tx& tx, const v1::DeleteTeamMemberResponse&) {
    return CheckSeen(tx, call.scope(), request.name());
  };
  return api::WriteOnce<v1::DeleteTeamMemberResponse>(call, request, may_replay, effect);
}

}  // namespace

void RegisterTeamService(rpc::Router& router, const Deps& deps) {
  router.Unary("mainstay.accounts.v1.TeamService/GetTeamMember", Get);
  router.Unary("mainstay.accounts.v1.TeamService/ListTeamMembers", deps, List);
  router.Unary("mainstay.accounts.v1.TeamService/CreateTeamMember", Create);
  router.Unary("mainstay.accounts.v1.TeamService/UpdateTeamMember", Update);
  router.Unary("mainstay.accounts.v1.TeamService/DeleteTeamMember", Delete);
}

}  // namespace mainstay::accounts
