// gatherings list, get, create, update, open, hold, cancel, changes, invite, invitations, reply,
// attend
#include <memory>

#include <mainstay/engagement/v1/gathering_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/GatheringService/";
constexpr char kGatheringHelp[] = "gatherings/…, or the id that the list shows";
constexpr char kInvitationHelp[] =
    "GATHERING/ID, with the ids that the lists show, or gatherings/…/invitations/…";

std::string GatheringName(const std::string& text) { return InCollection("gatherings", text); }

std::string InvitationName(const std::string& text) {
  return InNested("gatherings", "invitations", text);
}

// Calls `method` and prints what it answers.
template <class Resource, class Request>
absl::Status Send(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const auto resource,
                   session.Call<Resource>(absl::StrCat(kService, method), request));
  session.PrintRecord(resource);
  return absl::OkStatus();
}

void AddCreate(CLI::App& gatherings, Chosen& chosen) {
  struct Options {
    std::string title, kind = "customer_event", start, end, budget, place;
    int capacity = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gatherings, "create",
      "Plan one: create \"Annual dinner\" --at \"2026-12-18 18:00\" --until \"2026-12-18 21:00\"",
      chosen, [options](Session& session) -> absl::Status {
        CreateGatheringRequest request;
        Gathering* gathering = request.mutable_gathering();
        gathering->set_title(options->title);
        gathering->set_place(options->place);
        gathering->set_capacity(options->capacity);
        RETURN_IF_ERROR(SetField(gathering, absl::StrCat("kind=", options->kind)));
        RETURN_IF_ERROR(SetField(gathering, absl::StrCat("start_time=", options->start)));
        RETURN_IF_ERROR(SetField(gathering, absl::StrCat("end_time=", options->end)));
        if (!options->budget.empty()) {
          RETURN_IF_ERROR(SetField(gathering, absl::StrCat("budget=", options->budget)));
        }
        ApplyWriteOptions(options->write, &request);
        return Send<Gathering>(session, "CreateGathering", request);
      });
  command->add_option("title", options->title, "What it is called")->required();
  command->add_option("--at", options->start, "When it begins")->required();
  command->add_option("--until", options->end, "When it ends")->required();
  command
      ->add_option("--kind", options->kind,
                   "customer_event, training_course, seminar, exhibition, plant_tour")
      ->capture_default_str();
  command->add_option("--place", options->place, "Where");
  command->add_option("--budget", options->budget, "What it may cost: \"50000 CNY\"");
  command->add_option("--capacity", options->capacity, "How many may accept; 0 for all");
  AddRequestId(*command, options->write.request_id);
}

void AddHold(CLI::App& gatherings, Chosen& chosen) {
  struct Options {
    std::string gathering, outcome, cost;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(gatherings, "hold", "It took place (已举办): needs --outcome", chosen,
                 [options](Session& session) -> absl::Status {
                   HoldGatheringRequest request;
                   request.set_name(GatheringName(options->gathering));
                   request.set_outcome(options->outcome);
                   if (!options->cost.empty()) {
                     RETURN_IF_ERROR(SetField(&request, absl::StrCat("cost=", options->cost)));
                   }
                   ApplyWriteOptions(options->write, &request);
                   return Send<Gathering>(session, "HoldGathering", request);
                 });
  command->add_option("gathering", options->gathering, kGatheringHelp)->required();
  command->add_option("--outcome", options->outcome, "What came of it")->required();
  command->add_option("--cost", options->cost, "What it cost: \"48000 CNY\"");
  AddRequestId(*command, options->write.request_id);
}

void AddInvite(CLI::App& gatherings, Chosen& chosen) {
  struct Options {
    std::string gathering, account, contact, guest, note;
    bool walked_in = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gatherings, "invite", "Invite somebody of an account: --contact or --guest", chosen,
      [options](Session& session) -> absl::Status {
        CreateInvitationRequest request;
        request.set_parent(GatheringName(options->gathering));
        Invitation* invitation = request.mutable_invitation();
        ASSIGN_OR_RETURN(*invitation->mutable_account(), ResolveAccount(session, options->account));
        invitation->set_contact(ContactOf(invitation->account(), options->contact));
        invitation->set_guest_name(options->guest);
        invitation->set_walked_in(options->walked_in);
        invitation->set_note(options->note);
        ApplyWriteOptions(options->write, &request);
        return Send<Invitation>(session, "CreateInvitation", request);
      });
  command->add_option("gathering", options->gathering, kGatheringHelp)->required();
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  command->add_option("--contact", options->contact, "The id that contacts list shows");
  command->add_option("--guest", options->guest, "The name of somebody who is no contact");
  command->add_flag("--walked-in", options->walked_in, "They came without an invitation");
  command->add_option("--note", options->note, "A remark");
  AddRequestId(*command, options->write.request_id);
}

void AddInvitations(CLI::App& gatherings, Chosen& chosen) {
  struct Options {
    std::string parent;
    ListOptions list;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gatherings, "invitations",
      "List the invitations to a gathering (gatherings/…), or of an account; - for every account",
      chosen, [options](Session& session) -> absl::Status {
        ListInvitationsRequest request;
        if (absl::StartsWith(options->parent, "gatherings/")) {
          request.set_parent(options->parent);
        } else {
          ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->parent));
        }
        ListInvitationsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListInvitations"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"gathering_start_time", {.title = "WHEN"}},
                   {"gathering_title", {.title = "WHAT", .shrinks = true}},
                   AccountField("account"),
                   {"contact", {.title = "CONTACT", .shrinks = true}, Shown::kName},
                   {"guest_name", {.title = "GUEST", .shrinks = true}},
                   {"reply", {.title = "REPLY"}},
                   {"attendance", {.title = "CAME"}},
                   {"name", {.title = "ID"}, Shown::kId}});
        return absl::OkStatus();
      });
  command->add_option("of", options->parent, "gatherings/…, or an account; - for every account")
      ->required();
  AddListOptions(*command, options->list, "reply = accepted");
}

// "reply" and "attend", which note one value of one invitation.
template <class Request>
void AddNote(CLI::App& gatherings, Chosen& chosen, const std::string& verb, const std::string& help,
             const char* method, const std::string& field, const std::string& values) {
  struct Options {
    std::string invitation, value, note;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gatherings, verb, help, chosen, [options, method, field](Session& session) -> absl::Status {
        Request request;
        request.set_name(InvitationName(options->invitation));
        request.set_note(options->note);
        RETURN_IF_ERROR(SetField(&request, absl::StrCat(field, "=", options->value)));
        ApplyWriteOptions(options->write, &request);
        return Send<Invitation>(session, method, request);
      });
  command->add_option("invitation", options->invitation, kInvitationHelp)->required();
  command->add_option(field, options->value, values)->required();
  command->add_option("--note", options->note, "A remark");
  AddRequestId(*command, options->write.request_id);
}

Verb OnGathering(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "gathering",
          .argument_help = kGatheringHelp,
          .resolve = [](Session&, const std::string& text) { return GatheringName(text); },
          .with_etag = true};
}

}  // namespace

void AddGatherings(CLI::App& app, Chosen& chosen) {
  CLI::App* gatherings =
      app.add_subcommand("gatherings", "Customer events and training (客户活动, 培训)");
  gatherings->require_subcommand(1);
  AddList<ListGatheringsRequest, ListGatheringsResponse>(
      *gatherings, chosen,
      {.name = "list",
       .help = "List gatherings, the latest first",
       .method = absl::StrCat(kService, "ListGatherings"),
       .fields = {{"start_time", {.title = "BEGINS"}},
                  {"kind", {.title = "KIND"}},
                  {"state", {.title = "STATE"}},
                  {"title", {.title = "TITLE", .shrinks = true}},
                  {"place", {.title = "PLACE", .shrinks = true}},
                  {"invited_count", {.title = "INVITED", .right = true}},
                  {"accepted_count", {.title = "ACCEPTED", .right = true}},
                  {"attended_count", {.title = "CAME", .right = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = open"});
  Verb get = OnGathering("get", "Show one", "GetGathering");
  get.writes = false;
  AddVerb<GetGatheringRequest, Gathering>(*gatherings, chosen, get);
  AddCreate(*gatherings, chosen);
  AddUpdate(*gatherings, chosen,
            OnGathering("update", "Change what is written of one", "UpdateGathering"),
            &UpdateGatheringRequest::mutable_gathering);
  AddVerb<OpenGatheringRequest, Gathering>(
      *gatherings, chosen,
      OnGathering("open", "Invitations are answered (开放报名)", "OpenGathering"));
  AddHold(*gatherings, chosen);
  AddVerb<CancelGatheringRequest, Gathering>(
      *gatherings, chosen,
      OnGathering("cancel", "It does not take place; needs --reason", "CancelGathering"));
  AddChanges<ListGatheringChangesRequest, ListGatheringChangesResponse>(
      *gatherings, chosen,
      OnGathering("changes", "List what changed: who, when, why", "ListGatheringChanges"));
  AddInvite(*gatherings, chosen);
  AddInvitations(*gatherings, chosen);
  AddNote<ReplyInvitationRequest>(*gatherings, chosen, "reply", "Note what they replied (回复)",
                                  "ReplyInvitation", "reply",
                                  "accepted, declined, none, or withdrawn (by us)");
  AddNote<AttendInvitationRequest>(*gatherings, chosen, "attend", "Note whether they came (签到)",
                                   "AttendInvitation", "attendance", "attended or absent");
}

}  // namespace mainstay::ctl
