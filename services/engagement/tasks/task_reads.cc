// Get, list and the change history.
#include <mainstay/engagement/v1/task_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/tasks/task_handlers.h"
#include "services/engagement/tasks/task_proto.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Task> Get(rpc::CallContext& call, const v1::GetTaskRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), "tasks/*", "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Task> {
    const auto task = ReadTask(tx, ids[0], call.scope());
    if (!task) return status::NotFound(request.name());
    return ToProto(*task, call.now());
  });
}

absl::StatusOr<v1::ListTasksResponse> List(rpc::CallContext& call, const Deps& deps,
                                           const v1::ListTasksRequest& request) {
  TaskSelection selection;
  switch (request.view()) {
    case v1::TASK_VIEW_UNSPECIFIED:
      break;
    case v1::TASK_VIEW_MINE:
      selection.assignee = call.principal().subject;
      break;
    case v1::TASK_VIEW_TEAM:
      selection.member = call.principal().subject;
      break;
    default:
      return status::BadField("view", absl::StrCat("has no value ", request.view()));
  }
  const absl::Time now = call.now();
  const std::vector<api::FilterField> filters = TaskFilterFields(now);
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens, request, {filters, TaskSorts()},
                         absl::StrCat(request.view(), "\n", call.principal().subject)));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTasksResponse> {
        const api::Rows<Task> page = ListTasks(tx, listing.query(), selection, call.scope());
        v1::ListTasksResponse response;
        for (const Task& task : page.items) *response.add_tasks() = ToProto(task, now);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListTaskChangesResponse> ListChanges(rpc::CallContext& call, const Deps& deps,
                                                        const v1::ListTaskChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "tasks/*", "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTaskChangesResponse> {
                          const auto task = ReadTask(tx, ids[0], call.scope());
                          if (!task) return status::NotFound(request.parent());
                          const auto page = listing.ReadFrom(tx, kTaskChanges, task->id);
                          v1::ListTaskChangesResponse response;
                          for (const history::RecordedChange& change : page.items) {
                            *response.add_changes() = api::ChangeToProto<v1::TaskChange>(change);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterTaskReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kTaskService, "GetTask"), Get);
  router.Unary(absl::StrCat(kTaskService, "ListTasks"), deps, List);
  router.Unary(absl::StrCat(kTaskService, "ListTaskChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
