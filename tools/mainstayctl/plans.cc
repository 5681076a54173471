// plans list, get, generate, items, progress, approve, discard, changes, edit, add, skip, restore,
// remove
#include <memory>
#include <string>

#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/ReturnVisitPlanService/";
constexpr char kPlanHelp[] = "returnVisitPlans/…, or the id that the list shows";
constexpr char kItemHelp[] =
    "PLAN/ID, with the ids that the lists show, or returnVisitPlans/…/items/…";

std::string PlanOf(const std::string& text) { return InCollection("returnVisitPlans", text); }

void PrintPlan(Session& session, const ReturnVisitPlan& plan) {
  session.PrintRecord(plan);
  if (session.json() || plan.state() != RETURN_VISIT_PLAN_STATE_DRAFT) return;
  if (plan.item_count() == 0) {
    session.out() << "\nnothing is due then that is not planned already (see cadence list, and "
                     "visits list)\n";
    return;
  }
  session.out() << "\n"
                << plan.item_count() - plan.skipped_count() << " visits to " << plan.account_count()
                << " accounts; " << plan.over_budget_count() << " pass a contact budget, "
                << plan.day_full_count() << " found no room, " << plan.no_person_count()
                << " have nobody to go\n";
}

void AddGenerate(CLI::App& plans, Chosen& chosen) {
  struct Options {
    std::string from, until, user, name, calendar, request_id;
    int daily_limit = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      plans, "generate", "Plan the return visits of a period: generate 2027-01-01 2027-03-31",
      chosen, [options](Session& session) -> absl::Status {
        GenerateReturnVisitPlanRequest request;
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("start_date=", options->from)));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("end_date=", options->until)));
        request.set_user(options->user);
        request.set_display_name(options->name);
        if (!options->calendar.empty()) {
          request.set_working_calendar(InCollection("workingCalendars", options->calendar));
        }
        request.set_daily_limit(options->daily_limit);
        ApplyWriteOptions({.request_id = options->request_id}, &request);
        ASSIGN_OR_RETURN(const auto plan,
                         session.Call<ReturnVisitPlan>(
                             absl::StrCat(kService, "GenerateReturnVisitPlan"), request));
        PrintPlan(session, plan);
        return absl::OkStatus();
      });
  command->add_option("from", options->from, "The first day")->required();
  command->add_option("until", options->until, "The last day")->required();
  command->add_option("--user", options->user,
                      "Whose accounts; me for your own; all that you see when absent");
  command->add_option("--name", options->name, "What people call it");
  command->add_option("--calendar", options->calendar, "The working calendar; cn when absent");
  command->add_option("--daily-limit", options->daily_limit, "Visits that fill a person's day")
      ->check(CLI::Range(1, 50));
  AddRequestId(*command, options->request_id);
}

void AddItems(CLI::App& plans, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string plan, account;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      plans, "items", "List a plan's items by time. --filter \"warning : over_budget\"", chosen,
      [options](Session& session) -> absl::Status {
        ListPlanItemsRequest request;
        request.set_parent(PlanOf(options->plan));
        if (!options->account.empty()) {
          ASSIGN_OR_RETURN(*request.mutable_account(), ResolveAccount(session, options->account));
        }
        ListPlanItemsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListPlanItems"), options->list,
                                   &request, &response));
        PrintList(session, response,
                  {{"start_time", {.title = "WHEN"}},
                   {"user", {.title = "WHO"}},
                   {"account_display_name", {.title = "ACCOUNT", .shrinks = true}},
                   {"visit_mode", {.title = "MODE"}},
                   {"purpose", {.title = "PURPOSE", .shrinks = true}},
                   {"state", {.title = "STATE"}},
                   {"warnings", {.title = "WARNINGS"}},
                   {"name", {.title = "ID"}, Shown::kId}});
        return absl::OkStatus();
      });
  command->add_option("plan", options->plan, kPlanHelp)->required();
  command->add_option("--account", options->account, "Only those for this account");
  AddListOptions(*command, options->list, "user = \"li.na\"");
}

void PrintCounts(Session& session, std::string_view who,
                 const ReturnVisitPlanProgress::Counts& counts) {
  session.out() << who << ": " << FormatShare(counts.done_share()) << " done ("
                << counts.done_count() << "), " << counts.planned_count() << " planned, "
                << counts.confirmed_count() << " confirmed, " << counts.missed_count()
                << " missed, " << counts.cancelled_count() << " cancelled, "
                << counts.skipped_count() << " skipped";
  if (counts.proposed_count() > 0) session.out() << ", " << counts.proposed_count() << " proposed";
  session.out() << "\n";
}

void AddProgress(CLI::App& plans, Chosen& chosen) {
  auto plan = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      plans, "progress", "What became of a plan's visits (计划进度)", chosen,
      [plan](Session& session) -> absl::Status {
        GetReturnVisitPlanProgressRequest request;
        request.set_name(absl::StrCat(PlanOf(*plan), "/progress"));
        ASSIGN_OR_RETURN(const auto progress,
                         session.Call<ReturnVisitPlanProgress>(
                             absl::StrCat(kService, "GetReturnVisitPlanProgress"), request));
        if (session.json()) {
          session.PrintRecord(progress);
          return absl::OkStatus();
        }
        PrintCounts(session, "all", progress.total());
        for (const auto& person : progress.people()) {
          PrintCounts(session, person.user().empty() ? "nobody" : person.user(), person.counts());
        }
        return absl::OkStatus();
      });
  command->add_option("plan", *plan, kPlanHelp)->required();
}

void AddItem(CLI::App& plans, Chosen& chosen) {
  struct Options {
    std::string plan, account, start, user;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      plans, "add", "Add a visit to a draft: add PLAN C1001 --at \"2027-01-15 09:00\"", chosen,
      [options](Session& session) -> absl::Status {
        CreatePlanItemRequest request;
        PlanItem* item = request.mutable_item();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, item, nullptr));
        }
        request.set_parent(PlanOf(options->plan));
        ASSIGN_OR_RETURN(*item->mutable_account(), ResolveAccount(session, options->account));
        RETURN_IF_ERROR(SetField(item, absl::StrCat("start_time=", options->start)));
        if (!options->user.empty()) item->set_user(options->user);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made,
                         session.Call<PlanItem>(absl::StrCat(kService, "CreatePlanItem"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("plan", options->plan, kPlanHelp)->required();
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  command->add_option("--at", options->start, "When it begins")->required();
  command->add_option("--user", options->user, "Who goes; you when absent");
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

Verb OnPlan(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "plan",
          .argument_help = kPlanHelp,
          .resolve = [](Session&, const std::string& text) { return PlanOf(text); },
          .with_etag = true};
}

Verb OnItem(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "item",
          .argument_help = kItemHelp,
          .resolve =
              [](Session&, const std::string& text) {
                return InNested("returnVisitPlans", "items", text);
              },
          .with_etag = true};
}

}  // namespace

void AddPlans(CLI::App& app, Chosen& chosen) {
  CLI::App* plans = app.add_subcommand("plans", "Plans of return visits (回访计划)");
  plans->require_subcommand(1);
  AddList<ListReturnVisitPlansRequest, ListReturnVisitPlansResponse>(
      *plans, chosen,
      {.name = "list",
       .help = "List plans, the newest first",
       .method = absl::StrCat(kService, "ListReturnVisitPlans"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"user", {.title = "FOR"}},
                  {"state", {.title = "STATE"}},
                  {"item_count", {.title = "ITEMS", .right = true}},
                  {"account_count", {.title = "ACCOUNTS", .right = true}},
                  {"over_budget_count", {.title = "OVER BUDGET", .right = true}},
                  {"creator", {.title = "BY"}},
                  {"create_time", {.title = "CREATED"}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = draft"});
  Verb get = OnPlan("get", "Show one plan", "GetReturnVisitPlan");
  get.writes = false;
  AddVerb<GetReturnVisitPlanRequest, ReturnVisitPlan>(*plans, chosen, get);
  AddGenerate(*plans, chosen);
  AddItems(*plans, chosen);
  AddProgress(*plans, chosen);
  AddVerb<ApproveReturnVisitPlanRequest, ReturnVisitPlan>(
      *plans, chosen,
      OnPlan("approve", "Plan the visits of a draft (批准)", "ApproveReturnVisitPlan"));
  AddVerb<DiscardReturnVisitPlanRequest, ReturnVisitPlan>(
      *plans, chosen, OnPlan("discard", "Give a draft up (放弃)", "DiscardReturnVisitPlan"));
  AddChanges<ListReturnVisitPlanChangesRequest, ListReturnVisitPlanChangesResponse>(
      *plans, chosen,
      OnPlan("changes", "List what changed: who, when, why", "ListReturnVisitPlanChanges"));
  AddItem(*plans, chosen);
  AddUpdate(*plans, chosen,
            OnItem("edit", "Change an item: --set user=… --set start_time=… --set visit_mode=phone",
                   "UpdatePlanItem"),
            &UpdatePlanItemRequest::mutable_item);
  AddVerb<SkipPlanItemRequest, PlanItem>(
      *plans, chosen, OnItem("skip", "Leave an item out; needs --reason (跳过)", "SkipPlanItem"));
  AddVerb<RestorePlanItemRequest, PlanItem>(
      *plans, chosen, OnItem("restore", "Take a skipped item in again", "RestorePlanItem"));
  AddVerb<DeletePlanItemRequest, PlanItem>(
      *plans, chosen, OnItem("remove", "Take an item out of a draft", "DeletePlanItem"));
}

}  // namespace mainstay::ctl
