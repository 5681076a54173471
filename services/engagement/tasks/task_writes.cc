// Create and update.
#include <mainstay/engagement/v1/task_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "services/engagement/tasks/task_handlers.h"
#include "services/engagement/tasks/task_proto.h"
#include "services/engagement/tasks/task_record_write.h"
#include "services/engagement/tasks/task_write.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Task> Create(rpc::CallContext& call, const Deps& deps,
                                const v1::CreateTaskRequest& request) {
  absl::StatusOr<Task> parsed = FromProto(request.task());
  if (parsed.ok()) {
    if (parsed->assignee.empty()) parsed->assignee = call.principal().subject;
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "task");
  if (!parsed->account_id.empty()) {
    ASSIGN_OR_RETURN(
        const directory::Account account,
        FindAccountForWrite(call, *deps.directory, parsed->account_id, request.task().account()));
    parsed->account_id = account.id;
  }
  parsed->creator = call.principal().subject;
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return WriteTask(call, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Task> {
    Task task = *parsed;
    RecordNewTask(tx, task, std::nullopt, context);
    return ToProto(task, context.now);
  });
}

// What Update cannot do: INVALID_ARGUMENT for another account or assignee, if the request names
// them or has them without a mask, and for output-only fields.
absl::Status CheckUpdatable(const v1::UpdateTaskRequest& request, const Task& before,
                            absl::Time now) {
  const v1::Task& wanted = request.task();
  v1::Task stored = ToProto(before, now);
  const auto& paths = request.update_mask().paths();
  const auto changes = [&](const char* field, const std::string& value, const std::string& old) {
    const bool named = std::find(paths.begin(), paths.end(), field) != paths.end();
    const bool all = paths.empty() || (paths.size() == 1 && paths[0] == "*");
    return value != old && (named || (all && !value.empty()));
  };
  if (changes("assignee", wanted.assignee(), before.assignee)) {
    return status::BadField("assignee", "changes by :reassign");
  }
  if (changes("account", wanted.account(), stored.account())) {
    return status::BadField("account", "cannot change; make another task");
  }
  // A task that was read before it fell due may be sent back.
  stored.set_overdue(wanted.overdue());
  return api::CheckOutputOnly(request.update_mask(), wanted, stored);
}

absl::StatusOr<v1::Task> Update(rpc::CallContext& call, const v1::UpdateTaskRequest& request) {
  const v1::Task& wanted = request.task();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(wanted.name(), "tasks/*", "task.name"));
  const absl::StatusOr<Task> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "task");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto change = [&](const Task& before) -> absl::StatusOr<Task> {
    RETURN_IF_ERROR(CheckUpdatable(request, before, context.now));
    Task after = before;
    history::CopyFields(TaskFields(), fields, *parsed, after);
    RETURN_IF_ERROR(Validate(after));
    return after;
  };
  return WriteTask(call, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Task> {
    const auto before = LockTask(tx, ids[0], call.scope());
    if (!before) return status::NotFound(wanted.name());
    RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
    absl::StatusOr<Task> after = change(*before);
    if (!after.ok()) return status::PrefixFields(after.status(), "task");
    RecordTask(tx, *before, *after, "update", context);
    return ToProto(*after, context.now);
  });
}

}  // namespace

void RegisterTaskWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kTaskService, "CreateTask"), deps, Create);
  router.Unary(absl::StrCat(kTaskService, "UpdateTask"), Update);
}

}  // namespace mainstay::engagement
