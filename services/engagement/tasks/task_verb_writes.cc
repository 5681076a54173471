// Complete, cancel, reopen and reassign.
#include <mainstay/engagement/v1/task_service.pb.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/write_context.h"
#include "services/engagement/tasks/task_handlers.h"
#include "services/engagement/tasks/task_proto.h"
#include "services/engagement/tasks/task_record_write.h"
#include "services/engagement/tasks/task_write.h"

namespace mainstay::engagement {
namespace {

// Registers `method`, which applies `verb` ("complete") to the task that the request names:
// absl::Status apply(Task&, const Request&, absl::Time now).
template <class Request, class F>
void AddVerb(rpc::Router& router, std::string_view method, const std::string& verb, F apply) {
  router.Unary<Request, v1::Task>(
      absl::StrCat(kTaskService, method),
      [verb, apply](rpc::CallContext& call, const Request& request) -> absl::StatusOr<v1::Task> {
        ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), "tasks/*", "name"));
        ASSIGN_OR_RETURN(const history::WriteContext context,
                         api::WriteContextOf(call, request.reason()));
        return WriteTask(call, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Task> {
          const auto before = LockTask(tx, ids[0], call.scope());
          if (!before) return status::NotFound(request.name());
          RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
          Task after = *before;
          RETURN_IF_ERROR(apply(after, request, context.now));
          RecordTask(tx, *before, after, verb, context);
          return ToProto(after, context.now);
        });
      });
}

}  // namespace

void RegisterTaskVerbs(rpc::Router& router) {
  AddVerb<v1::CompleteTaskRequest>(
      router, "CompleteTask", "complete",
      [](Task& task, const auto&, absl::Time now) { return CompleteTask(task, now); });
  AddVerb<v1::CancelTaskRequest>(
      router, "CancelTask", "cancel",
      [](Task& task, const auto&, absl::Time now) { return CancelTask(task, now); });
  AddVerb<v1::ReopenTaskRequest>(
      router, "ReopenTask", "reopen",
      [](Task& task, const auto&, absl::Time) { return ReopenTask(task); });
  AddVerb<v1::ReassignTaskRequest>(router, "ReassignTask", "reassign",
                                   [](Task& task, const auto& request, absl::Time) {
                                     return ReassignTask(task, request.assignee());
                                   });
}

}  // namespace mainstay::engagement
