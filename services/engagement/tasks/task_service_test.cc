#include "services/engagement/tasks/task_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TaskServiceTest : public TaskFixture {};

TEST_F(TaskServiceTest, ATaskIsMadeAndRead) {
  v1::Task task = Errand("回访", absl::Hours(2), account_);
  task.set_source_kind("visit");
  task.set_source(account_ + "/visits/0190a000-0000-7000-8000-000000000003");
  const auto made = Create(task);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->assignee(), "wang.li");
  EXPECT_EQ(made->creator(), "wang.li");
  EXPECT_EQ(made->priority(), v1::TASK_PRIORITY_NORMAL);
  EXPECT_EQ(made->state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(made->account(), account_);
  EXPECT_EQ(Get(made->name())->DebugString(), made->DebugString());
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("TaskCreated"));
}

TEST_F(TaskServiceTest, IsSeenByItsPeopleItsTeamAndThoseWhoSeeAll) {
  const std::string of_account = Made(Errand("a", absl::Hours(1), account_, "li.na"));
  const std::string private_one = Made(Errand("b", absl::Hours(1), "", "li.na"));
  struct Case {
    const char* user;
    const char* role;
    bool of_account, private_one;
  };
  const Case cases[] = {
      {"wang.li", kManager, true, true},     // made them
      {"li.na", kManager, true, true},       // is to do them
      {"zhao.min", kManager, true, false},   // is on the team
      {"sun.wei", kManager, false, false},   // is nobody
      {"li.na", "analyst", true, true},      // is to do them
      {"sun.wei", "analyst", false, false},  // sees every account, but not every task
      {"sun.wei", "director", true, true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Get(of_account, c.user, c.role).ok(), c.of_account) << c.user << " " << c.role;
    EXPECT_EQ(Get(private_one, c.user, c.role).ok(), c.private_one) << c.user << " " << c.role;
    EXPECT_EQ(List({}, c.user, c.role).size(), size_t{c.of_account} + size_t{c.private_one})
        << c.user << " " << c.role;
  }
  EXPECT_EQ(Get(private_one, "sun.wei", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Do<v1::CompleteTaskRequest>("CompleteTask", private_one, "sun.wei").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TaskServiceTest, IsMadeForAccountsThatOneSees) {
  EXPECT_EQ(Create(Errand("x", absl::Hours(1), account_), "sun.wei").status().code(),
            absl::StatusCode::kNotFound);
  Delete(service_, account_);
  EXPECT_EQ(status::GetErrorDetail(Create(Errand("x", absl::Hours(1), account_)).status())->reason,
            "ACCOUNT_DELETED");
}

TEST_F(TaskServiceTest, ListsAreMineMyTeamsOrFiltered) {
  Made(Errand("second", absl::Hours(20), account_, "zhao.min"));
  Made(Errand("first", absl::Hours(2)));
  const std::string done = Made(Errand("third", absl::Hours(30), account_));
  Made(Errand("fourth", absl::Hours(40)), "li.na");
  service_.clock().Advance(absl::Hours(3));
  ASSERT_TRUE(Do<v1::CompleteTaskRequest>("CompleteTask", done).ok());
  EXPECT_THAT(Filtered(""), ElementsAre("first", "second", "third", "fourth"));
  EXPECT_THAT(Filtered("", "due_time desc"), ElementsAre("fourth", "third", "second", "first"));
  EXPECT_EQ(Filtered("", "update_time desc")[0], "third");
  EXPECT_THAT(Filtered("overdue = true"), ElementsAre("first"));
  EXPECT_THAT(Filtered("state = TASK_STATE_DONE"), ElementsAre("third"));
  EXPECT_THAT(Filtered("assignee = zhao.min"), ElementsAre("second"));
  EXPECT_THAT(Filtered("account = \"" + account_ + "\""), ElementsAre("second", "third"));
  v1::ListTasksRequest request;
  request.set_view(v1::TASK_VIEW_MINE);
  EXPECT_THAT(List(request, "wang.li", kManager), ElementsAre("first", "third"));
  request.set_view(v1::TASK_VIEW_TEAM);
  EXPECT_THAT(List(request, "wang.li", kManager), ElementsAre("second", "third"));
  EXPECT_THAT(List(request, "ada", "admin"), IsEmpty()) << "sees all, is on no team";
}

TEST_F(TaskServiceTest, UpdateChangesWhatIsWritten) {
  v1::Task task = *Create(Errand("回访", absl::Hours(2), account_));
  task.set_subject("电话回访");
  task.set_priority(v1::TASK_PRIORITY_HIGH);
  v1::UpdateTaskRequest request;
  *request.mutable_task() = task;
  const auto update = [&] {
    return Call<v1::Task>("TaskService/UpdateTask", request, "wang.li", kManager);
  };
  const auto changed = update();
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->priority(), v1::TASK_PRIORITY_HIGH);
  EXPECT_EQ(update().status().code(), absl::StatusCode::kAborted) << "an old etag";
  *request.mutable_task() = *changed;
  EXPECT_EQ(update()->etag(), changed->etag()) << "nothing changed";
  request.mutable_task()->set_assignee("li.na");
  EXPECT_THAT(FieldsOf(update().status()), ElementsAre("task.assignee"));
  *request.mutable_task() = *changed;
  request.mutable_task()->clear_account();
  request.mutable_update_mask()->add_paths("account");
  EXPECT_THAT(FieldsOf(update().status()), ElementsAre("task.account"));
  EXPECT_THAT(EventsOf(task.name()), ElementsAre("TaskCreated", "TaskChanged"));
}

TEST_F(TaskServiceTest, VerbsMoveItAndLeaveTraces) {
  const std::string name = Made(Errand("回访"));
  ASSERT_TRUE(Reassign(name, "li.na").ok());
  const auto done = Do<v1::CompleteTaskRequest>("CompleteTask", name, "li.na");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_TRUE(done->has_close_time());
  const absl::Status again = Do<v1::CancelTaskRequest>("CancelTask", name).status();
  EXPECT_EQ(status::GetErrorDetail(again)->reason, "WRONG_STATE");
  EXPECT_THAT(again.message(), HasSubstr("is done; :cancel is possible from: open"));
  ASSERT_TRUE(Do<v1::ReopenTaskRequest>("ReopenTask", name).ok());
  ASSERT_TRUE(Do<v1::CancelTaskRequest>("CancelTask", name).ok());
  EXPECT_THAT(EventsOf(name), ElementsAre("TaskCreated", "TaskReassigned", "TaskStateChanged",
                                          "TaskStateChanged", "TaskStateChanged"));
  v1::ListTaskChangesRequest request;
  request.set_parent(name);
  const auto changes = Call<v1::ListTaskChangesResponse>("TaskService/ListTaskChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  std::vector<std::string> actions;
  for (const v1::TaskChange& change : changes->changes()) actions.push_back(change.action());
  EXPECT_THAT(actions, ElementsAre("cancel", "reopen", "complete", "reassign", "create"));
}

TEST_F(TaskServiceTest, ARepeatedWriteGivesTheFirstAnswerToThoseWhoStillSeeIt) {
  v1::ReassignTaskRequest request;
  request.set_name(Made(Errand("回访", absl::Hours(1), account_)));
  request.set_assignee("li.na");
  request.set_request_id("0190a000-0000-7000-8000-00000000000a");
  const auto call = [&](const std::string& user) {
    return Call<v1::Task>("TaskService/ReassignTask", request, user, kManager);
  };
  ASSERT_TRUE(call("zhao.min").ok());
  EXPECT_EQ(call("zhao.min")->assignee(), "li.na");
  directory::Change left{.account_id = account_.substr(9), .version = 2};
  left.left = "zhao.min";
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           directory::Apply(tx, left, absl::Now());
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(call("zhao.min").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(TaskServiceTest, WhoGaveATaskAwayGetsTheAnswerAgain) {
  v1::ReassignTaskRequest request;
  request.set_name(Made(Errand("回访", absl::Hours(1), "", "li.na")));
  request.set_assignee("zhao.min");
  request.set_request_id("0190a000-0000-7000-8000-00000000000b");
  ASSERT_TRUE(Call<v1::Task>("TaskService/ReassignTask", request, "li.na", kManager).ok());
  EXPECT_EQ(Get(request.name(), "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
  const auto again = Call<v1::Task>("TaskService/ReassignTask", request, "li.na", kManager);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->assignee(), "zhao.min");
}

TEST_F(TaskServiceTest, IsSeenUnderTheAccountThatSurvivedAMerge) {
  const std::string old = AddAccount(service_, "旧名", "li.na");
  const std::string name = Made(Errand("x", absl::Hours(1), old), "li.na");
  Merge(service_, old, account_);
  const auto read = Get(name, "zhao.min", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->account(), account_);
  EXPECT_THAT(Filtered("account = \"" + account_ + "\""), ElementsAre("x"));
  EXPECT_THAT(Filtered("account = \"" + old + "\""), ElementsAre("x"));
  EXPECT_THAT(Filtered("account != \"" + old + "\""), IsEmpty());
}

}  // namespace
}  // namespace mainstay::engagement
