// campaigns list, get, create, update, preview, launch, pause, resume, close, waves, changes
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/survey/v1/campaign_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "survey/CampaignService/";
constexpr char kCampaignHelp[] = "campaigns/…, or the id that the list shows";

struct CreateOptions {
  std::string display_name, purpose, version, privacy, channel;
  std::vector<std::string> tiers, regions, roles, accounts, waves;
  int reminders = 0;
  ContentOptions content;
  WriteOptions write;
};

absl::Status FillAudience(Session& session, const CreateOptions& options, Audience* audience) {
  for (const std::string& tier : options.tiers) {
    RETURN_IF_ERROR(SetField(audience, absl::StrCat("tiers=", tier)));
  }
  for (const std::string& region : options.regions) audience->add_regions(region);
  for (const std::string& role : options.roles) {
    RETURN_IF_ERROR(SetField(audience, absl::StrCat("buying_roles=", role)));
  }
  for (const std::string& account : options.accounts) {
    ASSIGN_OR_RETURN(*audience->add_accounts(), ResolveAccount(session, account));
  }
  return absl::OkStatus();
}

absl::Status Create(Session& session, const CreateOptions& options) {
  CreateCampaignRequest request;
  Campaign* campaign = request.mutable_campaign();
  if (options.content.given()) RETURN_IF_ERROR(ReadContent(options.content, campaign, nullptr));
  campaign->set_display_name(options.display_name);
  const std::pair<std::string, const std::string*> said[] = {{"purpose=", &options.purpose},
                                                             {"privacy=", &options.privacy},
                                                             {"channel=", &options.channel}};
  for (const auto& [field, value] : said) {
    if (!value->empty()) RETURN_IF_ERROR(SetField(campaign, field + *value));
  }
  if (!options.version.empty()) campaign->set_questionnaire_version(options.version);
  RETURN_IF_ERROR(FillAudience(session, options, campaign->mutable_audience()));
  for (const std::string& wave : options.waves) {
    ASSIGN_OR_RETURN(*campaign->add_waves()->mutable_asked_start_time(), ParseTime(wave));
  }
  if (options.reminders > 0) campaign->set_max_reminders(options.reminders);
  ApplyWriteOptions(options.write, &request);
  const auto made = session.Call<Campaign>(absl::StrCat(kService, "CreateCampaign"), request);
  if (!made.ok()) {
    return NameFlags(made.status(), {{"campaign.questionnaire_version", "--asks"},
                                     {"campaign.purpose", "--purpose"},
                                     {"campaign.privacy", "--privacy"},
                                     {"campaign.channel", "--channel"},
                                     {"campaign.audience.tiers", "--tier"},
                                     {"campaign.audience.regions", "--region"},
                                     {"campaign.audience.buying_roles", "--role"},
                                     {"campaign.audience.accounts", "--account"},
                                     {"campaign.waves", "--wave"},
                                     {"campaign.max_reminders", "--reminders"},
                                     {"campaign.display_name", "name"},
                                     {"campaign.", "--set "}});
  }
  session.PrintRecord(*made);
  return absl::OkStatus();
}

void AddCreate(CLI::App& campaigns, Chosen& chosen) {
  auto options = std::make_shared<CreateOptions>();
  CLI::App* command = AddCommand(campaigns, "create", "Make a campaign as a draft", chosen,
                                 [options](Session& session) { return Create(session, *options); });
  command->add_option("name", options->display_name, "What people call it")->required();
  command->add_option("--purpose", options->purpose,
                      "satisfaction, nps_pulse, churn, market_research, risk_check, kano, "
                      "case_follow_up");
  command->add_option("--asks", options->version, "questionnaires/…/versions/N");
  command->add_option("--privacy", options->privacy, "identified, confidential or anonymous");
  command->add_option("--channel", options->channel, "email (default), webhook, phone or link");
  const auto several = [&](const char* name, std::vector<std::string>& values, const char* help) {
    command->add_option(name, values, help)->allow_extra_args(false);
  };
  several("--tier", options->tiers, "Ask accounts of this tier: core, potential, general, none");
  several("--region", options->regions, "Ask accounts of this region");
  several("--account", options->accounts, "Ask this account: name, id, external id");
  several("--role", options->roles, "Ask contacts of this part: decision_maker, handler, user, …");
  several("--wave", options->waves, "Invite then: \"2026-03-02 09:00\"");
  command->add_option("--reminders", options->reminders, "How often to remind at most")
      ->check(CLI::Range(0, 5));
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
  AddToHelp(*command,
            "More by --set: language, valid_days, reminder_working_days, working_calendar; by "
            "--file as JSON also quotas, audience.contacts, invitationZh and invitationEn.");
}

Verb OnCampaign(const std::string& name, const std::string& help, const std::string& method) {
  return {
      .name = name,
      .help = help,
      .method = absl::StrCat(kService, method),
      .argument = "campaign",
      .argument_help = kCampaignHelp,
      .resolve = [](Session&, const std::string& text) { return InCollection("campaigns", text); }};
}

void AddPreview(CLI::App& campaigns, Chosen& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      campaigns, "preview", "Count whom it would ask now (受众预览)", chosen,
      [name](Session& session) -> absl::Status {
        PreviewAudienceRequest request;
        request.set_name(InCollection("campaigns", *name));
        ASSIGN_OR_RETURN(
            const auto preview,
            session.Call<AudiencePreview>(absl::StrCat(kService, "PreviewAudience"), request));
        session.PrintRecord(preview);
        // Of a campaign that runs, its own invitations too: they would seem to be taken back.
        if (!session.json() && preview.over_budget_count() > 0) {
          session.err() << "over_budget_count is as of now: it counts every contact made by now, "
                           "this campaign's own invitations too; who is invited stays invited\n";
        }
        return absl::OkStatus();
      });
  command->add_option("campaign", *name, kCampaignHelp)->required();
}

void AddWaves(CLI::App& campaigns, Chosen& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      campaigns, "waves", "List its waves and where they stand (批次)", chosen,
      [name](Session& session) -> absl::Status {
        GetCampaignRequest request;
        request.set_name(InCollection("campaigns", *name));
        ASSIGN_OR_RETURN(const auto campaign,
                         session.Call<Campaign>(absl::StrCat(kService, "GetCampaign"), request));
        if (session.json()) {
          session.PrintRecord(campaign);
          return absl::OkStatus();
        }
        Table table({{.title = "WAVE", .right = true},
                     {.title = "ASKED FOR"},
                     {.title = "BEGINS"},
                     {.title = "STATE"}});
        for (const Wave& wave : campaign.waves()) {
          std::vector<std::string> cells;
          for (const char* field : {"number", "asked_start_time", "start_time", "state"}) {
            cells.push_back(FormatField(wave, field));
          }
          table.Add(std::move(cells));
        }
        if (table.empty()) {
          session.err() << "none\n";
        } else {
          session.out() << table.Render(session.out_terminal());
        }
        return absl::OkStatus();
      });
  command->add_option("campaign", *name, kCampaignHelp)->required();
}

}  // namespace

void AddCampaigns(CLI::App& app, Chosen& chosen) {
  CLI::App* campaigns = app.add_subcommand("campaigns", "Who is asked what, and when (调查活动)");
  campaigns->require_subcommand(1);
  AddList<ListCampaignsRequest, ListCampaignsResponse>(
      *campaigns, chosen,
      {.name = "list",
       .help = "List the campaigns, newest first",
       .method = absl::StrCat(kService, "ListCampaigns"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"purpose", {.title = "PURPOSE"}},
                  {"privacy", {.title = "PRIVACY"}},
                  {"state", {.title = "STATE"}},
                  {"waves", {.title = "WAVES", .right = true}, Shown::kCount},
                  {"channel", {.title = "BY"}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = running"});
  Verb get = OnCampaign("get", "Show one campaign", "GetCampaign");
  get.writes = false;
  AddVerb<GetCampaignRequest, Campaign>(*campaigns, chosen, get);
  AddCreate(*campaigns, chosen);
  AddUpdate(*campaigns, chosen,
            OnCampaign("update", "Change fields of a campaign", "UpdateCampaign"),
            &UpdateCampaignRequest::mutable_campaign);
  AddPreview(*campaigns, chosen);
  AddWaves(*campaigns, chosen);
  const auto verb = [&](const char* name, const char* help, const char* method) {
    Verb one = OnCampaign(name, help, method);
    one.with_etag = true;
    return one;
  };
  AddVerb<LaunchCampaignRequest, Campaign>(
      *campaigns, chosen,
      verb("launch", "Begin: waves go out when they are due (启动)", "LaunchCampaign"));
  AddVerb<PauseCampaignRequest, Campaign>(
      *campaigns, chosen, verb("pause", "Invite nobody for now (暂停)", "PauseCampaign"));
  AddVerb<ResumeCampaignRequest, Campaign>(*campaigns, chosen,
                                           verb("resume", "Go on (继续)", "ResumeCampaign"));
  AddVerb<CloseCampaignRequest, Campaign>(
      *campaigns, chosen, verb("close", "End: no more answers (结束)", "CloseCampaign"));
  AddChanges<ListCampaignChangesRequest, ListCampaignChangesResponse>(
      *campaigns, chosen,
      OnCampaign("changes", "List what changed: who, when, why", "ListCampaignChanges"));
}

}  // namespace mainstay::ctl
