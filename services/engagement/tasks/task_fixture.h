// TaskService on a real server, and its commonest calls.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/task_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/tasks/task_service.h"

namespace mainstay::engagement {

using testing::FieldsOf;

inline constexpr char kManager[] = "account_manager";

class TaskFixture : public EngagementServiceTest {
 protected:
  explicit TaskFixture(Register handlers = RegisterTaskService)
      : EngagementServiceTest({"TaskService"}, {handlers}) {}

  // Due in `due`; of the caller when `assignee` is empty.
  v1::Task Errand(const std::string& subject, absl::Duration due = absl::Hours(24),
                  const std::string& account = "", const std::string& assignee = "") {
    v1::Task task;
    task.set_subject(subject);
    task.set_account(account);
    task.set_assignee(assignee);
    *task.mutable_due_time() = api::TimeToProto(service_.clock().Now() + due);
    return task;
  }
  absl::StatusOr<v1::Task> Create(const v1::Task& task, std::string_view user = "wang.li",
                                  std::string_view role = kManager) {
    v1::CreateTaskRequest request;
    *request.mutable_task() = task;
    return Call<v1::Task>("TaskService/CreateTask", request, user, role);
  }
  std::string Made(const v1::Task& task, std::string_view user = "wang.li") {
    const auto made = Create(task, user);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  absl::StatusOr<v1::Task> Get(const std::string& name, std::string_view user = "ada",
                               std::string_view role = "admin") {
    v1::GetTaskRequest request;
    request.set_name(name);
    return Call<v1::Task>("TaskService/GetTask", request, user, role);
  }
  absl::StatusOr<v1::Task> Reassign(const std::string& name, const std::string& assignee,
                                    std::string_view user = "wang.li") {
    v1::ReassignTaskRequest request;
    request.set_name(name);
    request.set_assignee(assignee);
    return Call<v1::Task>("TaskService/ReassignTask", request, user, kManager);
  }
  // A verb whose request has a name and a reason: "CompleteTask".
  template <class Request>
  absl::StatusOr<v1::Task> Do(const std::string& method, const std::string& name,
                              std::string_view user = "wang.li") {
    Request request;
    request.set_name(name);
    request.set_reason("because");
    return Call<v1::Task>("TaskService/" + method, request, user, kManager);
  }
  std::vector<std::string> List(v1::ListTasksRequest request, std::string_view user = "ada",
                                std::string_view role = "admin") {
    std::vector<std::string> subjects;
    request.set_page_size(2);
    do {
      const auto page = Call<v1::ListTasksResponse>("TaskService/ListTasks", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::Task& task : page->tasks()) subjects.push_back(task.subject());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }
  std::vector<std::string> Filtered(const std::string& filter, const std::string& order = "") {
    v1::ListTasksRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    return List(request);
  }
  const std::string account_ = AddAccount(service_, "北风", "wang.li", {"zhao.min"});
};

}  // namespace mainstay::engagement
