// agents list, get, create, update, absent, suggest, reassign, changes
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/agent_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/AgentService/";
constexpr char kUserHelp[] = "A user id";

absl::StatusOr<std::string> AgentName(Session&, const std::string& text) {
  return InCollection("agents", text);
}

Verb OnAgent(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "user",
          .argument_help = kUserHelp,
          .resolve = AgentName,
          .with_etag = true};
}

void AddCreate(CLI::App& agents, Chosen& chosen) {
  struct Options {
    std::string user;
    std::vector<std::string> skills;
    int capacity = 40;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      agents, "create", "Make somebody an agent: create li.na --skill product --skill delivery",
      chosen, [options](Session& session) -> absl::Status {
        CreateAgentRequest request;
        request.set_user(options->user);
        request.mutable_agent()->mutable_skills()->Assign(options->skills.begin(),
                                                          options->skills.end());
        request.mutable_agent()->set_capacity(options->capacity);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto agent,
                         session.Call<Agent>(absl::StrCat(kService, "CreateAgent"), request));
        session.PrintRecord(agent);
        return absl::OkStatus();
      });
  command->add_option("user", options->user, kUserHelp)->required();
  command->add_option("--skill", options->skills, "A category's code, such as product")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--capacity", options->capacity,
                   "The most load: an open case weighs 1, 2, 4 or 8 by severity")
      ->capture_default_str();
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

void AddAbsent(CLI::App& agents, Chosen& chosen) {
  struct Options {
    std::string user, from, to, note;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      agents, "absent", "Enter an absence (缺勤); `agents reassign` gives the cases to others",
      chosen, [options](Session& session) -> absl::Status {
        GetAgentRequest get;
        get.set_name(InCollection("agents", options->user));
        ASSIGN_OR_RETURN(const auto present,
                         session.Call<Agent>(absl::StrCat(kService, "GetAgent"), get));
        UpdateAgentRequest request;
        *request.mutable_agent() = present;  // with its etag: nobody's absence is lost
        request.mutable_update_mask()->add_paths("absences");
        AgentAbsence& absence = *request.mutable_agent()->add_absences();
        ASSIGN_OR_RETURN(*absence.mutable_from_time(), ParseTime(options->from));
        if (!options->to.empty()) {
          ASSIGN_OR_RETURN(*absence.mutable_to_time(), ParseTime(UntilTime(options->to)));
        }
        absence.set_note(options->note);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto agent,
                         session.Call<Agent>(absl::StrCat(kService, "UpdateAgent"), request));
        session.PrintRecord(agent);
        return absl::OkStatus();
      });
  command->add_option("user", options->user, kUserHelp)->required();
  command->add_option("--from", options->from, "From when, such as \"2026-12-01 09:00\"")
      ->required();
  command->add_option("--to", options->to,
                      "To when, a day alone to its end; until further notice when absent");
  command->add_option("--note", options->note, "What for");
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

// "AGENT_VERDICT_OUTSIDE_TEAM" → "outside team".
std::string VerdictText(AgentVerdict verdict) {
  std::string text = AgentVerdict_Name(verdict).substr(sizeof("AGENT_VERDICT_") - 1);
  absl::AsciiStrToLower(&text);
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return text;
}

void AddSuggest(CLI::App& agents, Chosen& chosen) {
  struct Options {
    std::string name;
    std::vector<std::string> excluded;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      agents, "suggest", "To whom a case would go by the rules, and why to nobody else", chosen,
      [options](Session& session) -> absl::Status {
        SuggestAssigneeRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(),
                         ResolveOfAccount(session, "cases", options->name));
        for (const std::string& user : options->excluded) request.add_excluded_users(user);
        ASSIGN_OR_RETURN(
            const auto suggestion,
            session.Call<AssigneeSuggestion>(absl::StrCat(kService, "SuggestAssignee"), request));
        if (session.json()) {
          session.PrintRecord(suggestion);
          return absl::OkStatus();
        }
        Table table({{.title = "AGENT"},
                     {.title = "VERDICT"},
                     {.title = "TEAM"},
                     {.title = "LOAD", .right = true},
                     {.title = "WITH IT", .right = true},
                     {.title = "CAPACITY", .right = true}});
        for (const AgentConsideration& one : suggestion.considerations()) {
          table.Add({one.agent().substr(sizeof("agents/") - 1), VerdictText(one.verdict()),
                     one.in_team() ? "yes" : "", FormatCount(one.load()),
                     FormatCount(one.load_after()), FormatCount(one.capacity())});
        }
        session.out() << table.Render(session.out_terminal());
        return absl::OkStatus();
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  command->add_option("--not", options->excluded, "A user who is not to get it; may be repeated")
      ->allow_extra_args(false);
}

void AddReassign(CLI::App& agents, Chosen& chosen) {
  struct Options {
    std::string user, reason, request_id;
    bool dry_run = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      agents, "reassign", "Give an agent's open cases to others (转派); needs --reason", chosen,
      [options](Session& session) -> absl::Status {
        ReassignCasesRequest request;
        request.set_name(InCollection("agents", options->user));
        request.set_validate_only(options->dry_run);
        ApplyWriteOptions(
            {.reason = options->reason, .request_id = options->request_id, .etag = ""}, &request);
        ASSIGN_OR_RETURN(const auto done, session.Call<ReassignCasesResponse>(
                                              absl::StrCat(kService, "ReassignCases"), request));
        if (session.json()) {
          session.PrintRecord(done);
          return absl::OkStatus();
        }
        Table table({{.title = "NUMBER", .right = true}, {.title = "TO"}, {.title = "CASE"}});
        for (const Reassignment& one : done.reassignments()) {
          table.Add({absl::StrCat(one.number()),
                     one.assignee().empty() ? "stays: nobody fits" : one.assignee(), one.case_()});
        }
        session.out() << table.Render(session.out_terminal());
        if (done.remaining_count() > 0) {
          session.err() << FormatCount(done.remaining_count()) << " more: run it again\n";
        }
        return absl::OkStatus();
      });
  command->add_option("user", options->user, kUserHelp)->required();
  command->add_option("--reason", options->reason, "Why, for the cases' history")->required();
  command->add_flag("--dry-run", options->dry_run, "Say what would happen, and change nothing");
  AddRequestId(*command, options->request_id);
}

}  // namespace

void AddAgents(CLI::App& app, Chosen& chosen) {
  CLI::App* agents =
      app.add_subcommand("agents", "Who takes cases (客服专员): skills, capacity, absences");
  agents->require_subcommand(1);
  AddList<ListAgentsRequest, ListAgentsResponse>(
      *agents, chosen,
      {.name = "list",
       .help = "List the agents",
       .method = absl::StrCat(kService, "ListAgents"),
       .fields = {{"name", {.title = "USER"}, Shown::kId},
                  {"capacity", {.title = "CAPACITY", .right = true}},
                  {"absences", {.title = "ABSENCES", .right = true}, Shown::kCount},
                  {"skills", {.title = "SKILLS", .shrinks = true}}},
       .filter_example = "capacity > 0"});
  Verb get = OnAgent("get", "Show one agent", "GetAgent");
  get.writes = false;
  AddVerb<GetAgentRequest, Agent>(*agents, chosen, get);
  AddCreate(*agents, chosen);
  AddUpdate(*agents, chosen, OnAgent("update", "Change skills or capacity", "UpdateAgent"),
            &UpdateAgentRequest::mutable_agent);
  AddAbsent(*agents, chosen);
  AddSuggest(*agents, chosen);
  AddReassign(*agents, chosen);
  AddChanges<ListAgentChangesRequest, ListAgentChangesResponse>(
      *agents, chosen, OnAgent("changes", "List what changed: who, when, why", "ListAgentChanges"));
}

}  // namespace mainstay::ctl
