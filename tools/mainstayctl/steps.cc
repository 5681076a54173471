// steps list, get, assign, start, complete, skip, changes; templates list, get, create, update,
// changes
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/step_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/StepService/";
constexpr char kStepHelp[] = "accounts/…/cases/…/steps/…, as the list shows it";

absl::StatusOr<std::string> AsItIs(Session&, const std::string& text) { return text; }

void AddListOfSteps(CLI::App& steps, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string case_name = "-", owner;
    bool overdue = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      steps, "list", "List the steps of a case; - for every account: list - --owner me", chosen,
      [options](Session& session) -> absl::Status {
        ListCaseStepsRequest request;
        request.set_parent("accounts/-/cases/-");
        if (options->case_name != "-") {
          ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ResolveOfAccount(session, "cases", options->case_name));
        }
        request.set_owner(options->owner);
        ListOptions list = options->list;
        if (options->overdue) {
          absl::StrAppend(&list.filter, list.filter.empty() ? "" : " AND ", "overdue = true");
        }
        ListCaseStepsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListCaseSteps"), list, &request,
                                   &response));
        PrintList(session, response,
                  {{"name", {.title = "CASE"}, Shown::kCase},
                   AccountField(),
                   {"state", {.title = "STATE"}},
                   {"due_time", {.title = "DUE"}},
                   {"late", {.title = "LATE"}},
                   {"department", {.title = "DEPARTMENT"}},
                   {"owner", {.title = "OWNER"}},
                   {"title", {.title = "STEP", .shrinks = true}},
                   {"name", {.title = "NAME"}}});
        return absl::OkStatus();
      });
  command->add_option("case", options->case_name,
                      absl::StrCat(OfAccountHelp("cases"), "; every case when absent"));
  command->add_option("--owner", options->owner, "A user, or me");
  command->add_flag("--overdue", options->overdue, "Only what is late");
  AddListOptions(*command, options->list, "unfinished = true");
}

Verb OnStep(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "step",
          .argument_help = kStepHelp,
          .resolve = AsItIs,
          .with_etag = true};
}

void AddAssign(CLI::App& steps, Chosen& chosen) {
  struct Options {
    std::string step, owner;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      steps, "assign", "Give it to somebody else (转派)", chosen,
      [options](Session& session) -> absl::Status {
        AssignCaseStepRequest request;
        request.set_name(options->step);
        request.set_owner(options->owner);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto step,
                         session.Call<CaseStep>(absl::StrCat(kService, "AssignCaseStep"), request));
        session.PrintRecord(step);
        return absl::OkStatus();
      });
  command->add_option("step", options->step, kStepHelp)->required();
  command->add_option("owner", options->owner, "A user")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

void AddComplete(CLI::App& steps, Chosen& chosen) {
  struct Options {
    std::string step, note;
    std::vector<std::string> evidence;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      steps, "complete", "It is done (完成)", chosen, [options](Session& session) -> absl::Status {
        CompleteCaseStepRequest request;
        request.set_name(options->step);
        request.set_note(options->note);
        for (const std::string& uri : options->evidence) request.add_evidence_uris(uri);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto step, session.Call<CaseStep>(
                                              absl::StrCat(kService, "CompleteCaseStep"), request));
        session.PrintRecord(step);
        return absl::OkStatus();
      });
  command->add_option("step", options->step, kStepHelp)->required();
  command->add_option("--note", options->note, "What was done");
  command->add_option("--evidence", options->evidence, "A link that shows it; may be repeated")
      ->allow_extra_args(false);
  AddRequestId(*command, options->write.request_id);
}

// "title|department|owner|minutes|order" of a template's step; "optional" may stand behind.
absl::Status ReadStep(const std::string& text, TemplateStep& step) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  int32_t minutes = 0, order = 0;
  if (parts.size() < 5 || parts.size() > 6 || !absl::SimpleAtoi(parts[3], &minutes) ||
      !absl::SimpleAtoi(parts[4], &order) || (parts.size() == 6 && parts[5] != "optional")) {
    return status::BadField("--step",
                            "must be TITLE|DEPARTMENT|OWNER|MINUTES|ORDER, such as \"Analyse|"
                            "Technical|assignee|480|1\", with |optional behind it or not");
  }
  step.set_title(parts[0]);
  step.set_department(parts[1]);
  if (parts[2] == "assignee") {
    step.set_owner_role(STEP_OWNER_ROLE_ASSIGNEE);
  } else if (parts[2] == "account_manager") {
    step.set_owner_role(STEP_OWNER_ROLE_ACCOUNT_MANAGER);
  } else {
    step.set_owner(parts[2]);
  }
  step.set_due_minutes(minutes);
  step.set_order(order);
  step.set_optional(parts.size() == 6);
  return absl::OkStatus();
}

void AddCreate(CLI::App& templates, Chosen& chosen) {
  struct Options {
    std::string display_name;
    std::vector<std::string> steps;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      templates, "create",
      "Make one: create Defects --set category=product.defect --step "
      "\"Analyse|Technical|assignee|480|1\"",
      chosen, [options](Session& session) -> absl::Status {
        CreateStepTemplateRequest request;
        StepTemplate* made = request.mutable_step_template();
        if (options->content.given()) RETURN_IF_ERROR(ReadContent(options->content, made, nullptr));
        made->set_display_name(options->display_name);
        for (const std::string& step : options->steps) {
          RETURN_IF_ERROR(ReadStep(step, *made->add_steps()));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(
            const auto answer,
            session.Call<StepTemplate>(absl::StrCat(kService, "CreateStepTemplate"), request));
        session.PrintRecord(answer);
        return absl::OkStatus();
      });
  command->add_option("name", options->display_name, "What people call it")->required();
  command
      ->add_option("--step", options->steps,
                   "TITLE|DEPARTMENT|OWNER|MINUTES|ORDER[|optional]; OWNER is assignee, "
                   "account_manager, a user or nothing; may be repeated")
      ->allow_extra_args(false);
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

Verb OnTemplate(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "template",
          .argument_help = "stepTemplates/…, or the id that the list shows",
          .resolve = [](Session&, const std::string& text) {
            return InCollection("stepTemplates", text);
          }};
}

void AddTemplates(CLI::App& steps, Chosen& chosen) {
  CLI::App* templates = steps.add_subcommand("templates", "Which steps cases of a category take");
  templates->require_subcommand(1);
  AddList<ListStepTemplatesRequest, ListStepTemplatesResponse>(
      *templates, chosen,
      {.name = "list",
       .help = "List the templates",
       .method = absl::StrCat(kService, "ListStepTemplates"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"category", {.title = "CATEGORY"}},
                  {"steps", {.title = "STEPS", .right = true}, Shown::kCount},
                  {"calendar", {.title = "CALENDAR"}},
                  {"disabled", {.title = "DISABLED"}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "disabled = false"});
  Verb get = OnTemplate("get", "Show one template", "GetStepTemplate");
  get.writes = false;
  AddVerb<GetStepTemplateRequest, StepTemplate>(*templates, chosen, get);
  AddCreate(*templates, chosen);
  AddUpdate(
      *templates, chosen,
      OnTemplate("update", "Change it; cases keep the steps that they have", "UpdateStepTemplate"),
      &UpdateStepTemplateRequest::mutable_step_template);
  AddChanges<ListStepTemplateChangesRequest, ListStepTemplateChangesResponse>(
      *templates, chosen,
      OnTemplate("changes", "List what changed: who, when, why", "ListStepTemplateChanges"));
}

}  // namespace

void AddSteps(CLI::App& app, Chosen& chosen) {
  CLI::App* steps = app.add_subcommand("steps", "Steps of cases over departments (处理步骤)");
  steps->require_subcommand(1);
  AddListOfSteps(*steps, chosen);
  Verb get = OnStep("get", "Show one step", "GetCaseStep");
  get.writes = false;
  AddVerb<GetCaseStepRequest, CaseStep>(*steps, chosen, get);
  AddAssign(*steps, chosen);
  AddVerb<StartCaseStepRequest, CaseStep>(*steps, chosen,
                                          OnStep("start", "Begin with it (开始)", "StartCaseStep"));
  AddComplete(*steps, chosen);
  AddVerb<SkipCaseStepRequest, CaseStep>(
      *steps, chosen,
      OnStep("skip", "It is not needed this time (跳过); needs --reason", "SkipCaseStep"));
  AddChanges<ListCaseStepChangesRequest, ListCaseStepChangesResponse>(
      *steps, chosen,
      OnStep("changes", "List what changed: who, when, why", "ListCaseStepChanges"));
  AddTemplates(*steps, chosen);
}

}  // namespace mainstay::ctl
