// team list, add, update, remove
#include <memory>

#include <mainstay/accounts/v1/team_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

struct MemberOptions {
  std::string account, user, role, raci;
  WriteOptions write;
};

void AddMemberArguments(CLI::App& command, MemberOptions& options) {
  command.add_option("account", options.account, "Resource name, id or external id")->required();
  command.add_option("user", options.user, "User id, such as wang.li")->required();
  AddWriteOptions(command, options.write, /*with_etag=*/false);
}

void AddRoleOptions(CLI::App& command, MemberOptions& options, bool role_required) {
  command
      .add_option("--role", options.role, "account_manager, service, technical, finance or sponsor")
      ->required(role_required);
  command.add_option("--raci", options.raci, "responsible, accountable, consulted or informed");
}

// Sets role and raci as far as they were given, and says which.
absl::StatusOr<std::vector<std::string>> FillMember(const MemberOptions& options,
                                                    TeamMember* member) {
  std::vector<std::string> fields;
  if (!options.role.empty()) {
    RETURN_IF_ERROR(SetField(member, absl::StrCat("role=", options.role)));
    fields.push_back("role");
  }
  if (!options.raci.empty()) {
    RETURN_IF_ERROR(SetField(member, absl::StrCat("raci=", options.raci)));
    fields.push_back("raci");
  }
  return fields;
}

void AddAdd(CLI::App& team, Chosen& chosen) {
  auto options = std::make_shared<MemberOptions>();
  CLI::App* command = AddCommand(
      team, "add", "Put a user on the team", chosen, [options](Session& session) -> absl::Status {
        CreateTeamMemberRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        request.mutable_team_member()->set_user(options->user);
        RETURN_IF_ERROR(FillMember(*options, request.mutable_team_member()).status());
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto member,
                         session.Call<TeamMember>("TeamService/CreateTeamMember", request));
        session.PrintRecord(member);
        return absl::OkStatus();
      });
  AddMemberArguments(*command, *options);
  AddRoleOptions(*command, *options, /*role_required=*/true);
}

void AddUpdate(CLI::App& team, Chosen& chosen) {
  auto options = std::make_shared<MemberOptions>();
  CLI::App* command = AddCommand(
      team, "update", "Change a member's role or RACI", chosen,
      [options](Session& session) -> absl::Status {
        UpdateTeamMemberRequest request;
        TeamMember& member = *request.mutable_team_member();
        ASSIGN_OR_RETURN(const std::vector<std::string> fields, FillMember(*options, &member));
        if (fields.empty()) return absl::InvalidArgumentError("give --role or --raci");
        for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
        ASSIGN_OR_RETURN(const std::string account, ResolveAccount(session, options->account));
        member.set_name(absl::StrCat(account, "/members/", options->user));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto updated,
                         session.Call<TeamMember>("TeamService/UpdateTeamMember", request));
        session.PrintRecord(updated);
        return absl::OkStatus();
      });
  AddMemberArguments(*command, *options);
  AddRoleOptions(*command, *options, /*role_required=*/false);
}

void AddRemove(CLI::App& team, Chosen& chosen) {
  auto options = std::make_shared<MemberOptions>();
  CLI::App* command = AddCommand(
      team, "remove", "Take a user off the team; their access ends with their next call", chosen,
      [options](Session& session) -> absl::Status {
        DeleteTeamMemberRequest request;
        ASSIGN_OR_RETURN(const std::string account, ResolveAccount(session, options->account));
        request.set_name(absl::StrCat(account, "/members/", options->user));
        ApplyWriteOptions(options->write, &request);
        return session.Call<DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", request)
            .status();
      });
  AddMemberArguments(*command, *options);
}

}  // namespace

void AddTeam(CLI::App& app, Chosen& chosen) {
  CLI::App* team = app.add_subcommand("team", "Who of us works on an account");
  team->require_subcommand(1);
  AddList<ListTeamMembersRequest, ListTeamMembersResponse>(
      *team, chosen,
      {.name = "list",
       .help = "List who of us works on an account, the owner first",
       .method = "TeamService/ListTeamMembers",
       .fields = {{"user", {.title = "USER"}},
                  {"role", {.title = "ROLE"}},
                  {"raci", {.title = "RACI"}},
                  {"owner", {.title = "OWNER"}},
                  {"create_time", {.title = "SINCE"}}}});
  AddAdd(*team, chosen);
  AddUpdate(*team, chosen);
  AddRemove(*team, chosen);
}

}  // namespace mainstay::ctl
