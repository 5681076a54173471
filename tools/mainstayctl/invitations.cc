// invitations list, get, create, revoke, calls
#include <memory>
#include <string>

#include <mainstay/survey/v1/invitation_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "survey/InvitationService/";
constexpr char kCampaignHelp[] = "campaigns/…, or the id that the list of campaigns shows";

void AddCreate(CLI::App& invitations, Chosen& chosen) {
  struct Options {
    std::string campaign, account, contact, channel, language;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      invitations, "create", "Invite somebody by hand; a link is shown only here", chosen,
      [options](Session& session) -> absl::Status {
        CreateInvitationRequest request;
        request.set_parent(InCollection("campaigns", options->campaign));
        Invitation& invitation = *request.mutable_invitation();
        ASSIGN_OR_RETURN(*invitation.mutable_account(), ResolveAccount(session, options->account));
        if (!options->contact.empty()) {
          invitation.set_contact(ContactOf(invitation.account(), options->contact));
        }
        if (!options->channel.empty()) {
          RETURN_IF_ERROR(SetField(&invitation, absl::StrCat("channel=", options->channel)));
        }
        invitation.set_language(options->language);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made, session.Call<Invitation>(
                                              absl::StrCat(kService, "CreateInvitation"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("campaign", options->campaign, kCampaignHelp)->required();
  command->add_option("account", options->account, "Name, id or external id")->required();
  command->add_option("--contact", options->contact,
                      "The id of the contact who is asked; the account as such without");
  command->add_option("--channel", options->channel,
                      "link, email, webhook or phone; the campaign's without");
  command->add_option("--language", options->language, "zh or en; the campaign's without");
  AddRequestId(*command, options->write.request_id);
}

Verb OnInvitation(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "invitation",
          .argument_help = "Its resource name, as the list shows it",
          .resolve = [](Session&, const std::string& text) {
            return InNested("campaigns", "invitations", text);
          }};
}

}  // namespace

void AddSurveyInvitations(CLI::App& app, Chosen& chosen) {
  CLI::App* invitations =
      app.add_subcommand("invitations", "Who was asked, and what became of it (调查邀请)");
  invitations->require_subcommand(1);
  AddCampaignList<ListInvitationsRequest, ListInvitationsResponse>(
      *invitations, chosen,
      {.name = "list",
       .help = "List the invitations of a campaign (- for all), newest first",
       .method = absl::StrCat(kService, "ListInvitations"),
       .fields = {{"account_display_name", {.title = "ACCOUNT", .shrinks = true}},
                  {"contact", {.title = "CONTACT", .shrinks = true}, Shown::kName},
                  {"wave", {.title = "WAVE", .right = true}},
                  {"channel", {.title = "BY"}},
                  {"state", {.title = "STATE"}},
                  {"state_reason", {.title = "WHY", .shrinks = true}},
                  {"send_time", {.title = "SENT"}},
                  {"reminder_count", {.title = "REMINDED", .right = true}},
                  {"name", {.title = "INVITATION"}}},
       .filter_example = "state = bounced"});
  Verb get = OnInvitation("get", "Show one invitation", "GetInvitation");
  get.writes = false;
  AddVerb<GetInvitationRequest, Invitation>(*invitations, chosen, get);
  AddCreate(*invitations, chosen);
  AddVerb<RevokeInvitationRequest, Invitation>(
      *invitations, chosen,
      OnInvitation("revoke", "Withdraw one: its link opens nothing more (撤回)",
                   "RevokeInvitation"));
  AddCampaignList<ListCallsRequest, ListCallsResponse>(
      *invitations, chosen,
      {.name = "calls",
       .help = "List whom to call for interviews (电话访问名单)",
       .method = absl::StrCat(kService, "ListCalls"),
       .fields = {{"account_display_name", {.title = "ACCOUNT", .shrinks = true}},
                  {"contact_display_name", {.title = "CONTACT", .shrinks = true}},
                  {"title", {.title = "TITLE", .shrinks = true}},
                  {"phone", {.title = "PHONE"}},
                  {"language", {.title = "LANG"}},
                  {"expire_time", {.title = "UNTIL"}},
                  {"invitation", {.title = "INVITATION"}}}});
}

}  // namespace mainstay::ctl
