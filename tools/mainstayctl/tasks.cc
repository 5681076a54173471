// tasks list, get, create, update, complete, cancel, reopen, reassign, watch, changes
#include <algorithm>
#include <memory>

#include <mainstay/engagement/v1/task_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "tools/client/method_name.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/TaskService/";
constexpr char kTaskHelp[] = "tasks/…, or the id that the list shows";
constexpr absl::Duration kStream = absl::Minutes(25);  // servers end streams after 30 minutes

void AddTaskList(CLI::App& tasks, Chosen& chosen) {
  struct Options {
    ListOptions list;
    bool mine = false, team = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(tasks, "list", "List tasks, the next due first. --filter \"overdue = true\"",
                 chosen, [options](Session& session) -> absl::Status {
                   ListTasksRequest request;
                   if (options->mine) request.set_view(TASK_VIEW_MINE);
                   if (options->team) request.set_view(TASK_VIEW_TEAM);
                   ListTasksResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListTasks"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"due_time", {.title = "DUE"}},
                              {"state", {.title = "STATE"}},
                              {"overdue", {.title = "OVERDUE"}},
                              {"priority", {.title = "PRIORITY"}},
                              {"assignee", {.title = "WHO", .shrinks = true}},
                              {"subject", {.title = "SUBJECT", .shrinks = true}},
                              AccountField("account"),
                              {"source_kind", {.title = "FROM"}},
                              {"name", {.title = "ID"}, Shown::kId}});
                   return absl::OkStatus();
                 });
  CLI::Option* mine = command->add_flag("--mine", options->mine, "Only what you are to do (我的)");
  command->add_flag("--team", options->team, "Only of accounts whose team you are on (团队)")
      ->excludes(mine);
  AddListOptions(*command, options->list, "overdue = true AND assignee = \"wang.li\"");
}

void AddCreate(CLI::App& tasks, Chosen& chosen) {
  struct Options {
    std::string subject, due, account, assignee, priority;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      tasks, "create", "Make a task: create \"Call Mr Li\" --due \"2026-12-01 18:00\"", chosen,
      [options](Session& session) -> absl::Status {
        CreateTaskRequest request;
        Task* task = request.mutable_task();
        task->set_subject(options->subject);
        task->set_assignee(options->assignee);
        RETURN_IF_ERROR(SetField(task, absl::StrCat("priority=", options->priority)));
        RETURN_IF_ERROR(SetField(task, absl::StrCat("due_time=", UntilTime(options->due))));
        if (!options->account.empty()) {
          ASSIGN_OR_RETURN(*task->mutable_account(), ResolveAccount(session, options->account));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made,
                         session.Call<Task>(absl::StrCat(kService, "CreateTask"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("subject", options->subject, "What is to be done")->required();
  command
      ->add_option("--due", options->due,
                   "Until when, such as \"2026-12-01 18:00\"; a day alone to its end")
      ->required();
  command->add_option("--account", options->account,
                      "What it is about: resource name, id or external id");
  command->add_option("--assignee", options->assignee, "Who is to do it; you when absent");
  command->add_option("--priority", options->priority, "low, normal or high");
  AddRequestId(*command, options->write.request_id);
}

void AddReassign(CLI::App& tasks, Chosen& chosen) {
  struct Options {
    std::string task, assignee;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      tasks, "reassign", "Somebody else is to do it (转派)", chosen,
      [options](Session& session) -> absl::Status {
        ReassignTaskRequest request;
        request.set_name(InCollection("tasks", options->task));
        request.set_assignee(options->assignee);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto task,
                         session.Call<Task>(absl::StrCat(kService, "ReassignTask"), request));
        session.PrintRecord(task);
        return absl::OkStatus();
      });
  command->add_option("task", options->task, kTaskHelp)->required();
  command->add_option("assignee", options->assignee, "To whom: user id")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// A line a change; signs of life are passed over.
void PrintChange(Session& session, const WatchTasksResponse& message) {
  if (message.action().empty()) return;
  if (session.json()) {
    session.out() << FormatJson(message) << std::flush;
    return;
  }
  const Task& task = message.task();
  const std::string what = message.removed() ? absl::StrCat("taken from you: ", task.name())
                                             : absl::StrCat(FormatField(task, "state"), "  due ",
                                                            FormatTime(task.due_time()), "  ",
                                                            task.assignee(), "  ", task.subject());
  session.out() << FormatTime(message.change_time()) << "  " << Printable(message.actor()) << "  "
                << message.action() << "  " << Printable(what) << "\n"
                << std::flush;
}

void AddWatch(CLI::App& tasks, Chosen& chosen) {
  struct Options {
    std::string token;
    double seconds = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      tasks, "watch", "Print each change of the tasks you see, until interrupted", chosen,
      [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
        const absl::Time end = options->seconds > 0 ? absl::Now() + absl::Seconds(options->seconds)
                                                    : absl::InfiniteFuture();
        WatchTasksRequest request;
        request.set_resume_token(options->token);
        while (absl::Now() < end) {
          const absl::Duration part = std::min(kStream, end - absl::Now());
          request.mutable_duration()->set_seconds(absl::ToInt64Seconds(part));
          request.mutable_duration()->set_nanos(static_cast<int32_t>(
              absl::ToInt64Nanoseconds(part - absl::Seconds(absl::ToInt64Seconds(part)))));
          ASSIGN_OR_RETURN(
              const auto call,
              session.call_options(part + absl::Seconds(session.settings().timeout_seconds)));
          WatchTasksResponse message;
          RETURN_IF_ERROR(rpc::CallServerStream(
              *channel, client::FullMethod(absl::StrCat(kService, "WatchTasks")), call, request,
              &message, [&] {
                PrintChange(session, message);
                request.set_resume_token(message.resume_token());
                return true;
              }));
        }
        session.err() << "go on with --from " << request.resume_token() << "\n";
        return absl::OkStatus();
      });
  command->add_option("--from", options->token, "Go on from this token of an earlier watch");
  command->add_option("--for", options->seconds, "Seconds after which to end")
      ->check(CLI::Range(0.1, 1e6));
}

Verb OnTask(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "task",
          .argument_help = kTaskHelp,
          .resolve = [](Session&, const std::string& text) { return InCollection("tasks", text); },
          .with_etag = true};
}

}  // namespace

void AddTasks(CLI::App& app, Chosen& chosen) {
  CLI::App* tasks = app.add_subcommand("tasks", "The task list (待办)");
  tasks->require_subcommand(1);
  AddTaskList(*tasks, chosen);
  Verb get = OnTask("get", "Show one task", "GetTask");
  get.writes = false;
  AddVerb<GetTaskRequest, Task>(*tasks, chosen, get);
  AddCreate(*tasks, chosen);
  AddUpdate(*tasks, chosen, OnTask("update", "Change what is written of a task", "UpdateTask"),
            &UpdateTaskRequest::mutable_task);
  AddVerb<CompleteTaskRequest, Task>(*tasks, chosen,
                                     OnTask("complete", "It is done (完成)", "CompleteTask"));
  AddVerb<CancelTaskRequest, Task>(*tasks, chosen,
                                   OnTask("cancel", "It need not be done", "CancelTask"));
  AddVerb<ReopenTaskRequest, Task>(*tasks, chosen,
                                   OnTask("reopen", "It is to be done after all", "ReopenTask"));
  AddReassign(*tasks, chosen);
  AddWatch(*tasks, chosen);
  AddChanges<ListTaskChangesRequest, ListTaskChangesResponse>(
      *tasks, chosen, OnTask("changes", "List what changed: who, when, why", "ListTaskChanges"));
}

}  // namespace mainstay::ctl
