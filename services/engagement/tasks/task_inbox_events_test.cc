#include "services/engagement/tasks/task_inbox_events.h"

#include "services/engagement/tasks/task_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TaskInboxTest : public TaskFixture {
 protected:
  // As the consumer calls the handlers: by the payload's type, in a transaction.
  absl::Status Receive(const google::protobuf::Message& payload,
                       const std::string& area = "accounts") {
    events::Subscription subscription{.area = area};
    TakeTasks(subscription);
    events::v1::Event event;
    event.set_area(area);
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    event.set_actor("ada");
    *event.mutable_occur_time() = api::TimeToProto(absl::FromUnixSeconds(1800000000));
    return service_.db().Write({}, [&](pg::Tx& tx) {
      return subscription.handlers.find(event.type())->second(tx, event);
    });
  }
  events::v1::TaskRequested Request(const std::string& key) {
    events::v1::TaskRequested request;
    request.set_key(key);
    request.set_subject("Review the grading");
    request.set_subject_zh("复核分级");
    request.set_account(account_);
    request.set_assignee("li.na");
    request.set_source_kind("gate");
    request.set_source("abcAnalyses/1");
    request.mutable_due_time()->set_seconds(1800003600);
    return request;
  }
  v1::Task Only() {
    v1::ListTasksRequest request;
    const auto page = Call<v1::ListTasksResponse>("TaskService/ListTasks", request);
    EXPECT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->tasks_size(), 1);
    return page->tasks_size() == 1 ? page->tasks(0) : v1::Task();
  }
};

TEST_F(TaskInboxTest, AnEventMakesATask) {
  ASSERT_TRUE(Receive(Request("a")).ok());
  const v1::Task task = Only();
  EXPECT_EQ(task.subject(), "Review the grading");
  EXPECT_EQ(task.subject_zh(), "复核分级");
  EXPECT_EQ(task.account(), account_);
  EXPECT_EQ(task.assignee(), "li.na");
  EXPECT_EQ(task.creator(), "");
  EXPECT_EQ(task.due_time().seconds(), 1800003600);
  EXPECT_EQ(task.source_kind() + " " + task.source(), "gate abcAnalyses/1");
  EXPECT_THAT(EventsOf(task.name()), ElementsAre("TaskCreated"));
}

TEST_F(TaskInboxTest, TheSameKeyTwiceIsOneTaskForEachArea) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(Request("a")).ok());
  EXPECT_EQ(Filtered("").size(), 1u);
  ASSERT_TRUE(Receive(Request("a"), "feedback").ok());
  EXPECT_EQ(Filtered("").size(), 2u);
}

TEST_F(TaskInboxTest, WhatIsAbsentIsFilledIn) {
  events::v1::TaskRequested request;
  request.set_key("a");
  request.set_subject(std::string(300, 'x'));
  request.set_account(account_);
  ASSERT_TRUE(Receive(request).ok());
  const v1::Task task = Only();
  EXPECT_EQ(task.subject().size(), 200u);
  EXPECT_EQ(task.assignee(), "wang.li") << "the owner";
  EXPECT_EQ(task.due_time().seconds(), 1800000000) << "when the event happened";
}

TEST_F(TaskInboxTest, ATaskMayHaveNoAccountAndNobody) {
  events::v1::TaskRequested request;
  request.set_key("a");
  request.set_subject("x");
  ASSERT_TRUE(Receive(request).ok());
  EXPECT_EQ(Only().assignee() + Only().account(), "");
}

TEST_F(TaskInboxTest, WhatCannotBeMendedIsRefused) {
  for (void (*spoil)(events::v1::TaskRequested&) :
       {+[](events::v1::TaskRequested& r) { r.clear_key(); },
        +[](events::v1::TaskRequested& r) { r.clear_subject(); },
        +[](events::v1::TaskRequested& r) { r.set_account("accounts/x"); },
        +[](events::v1::TaskRequested& r) { r.set_assignee("a/b"); },
        +[](events::v1::TaskRequested& r) { r.set_source_kind("Gate"); }}) {
    events::v1::TaskRequested request = Request("a");
    spoil(request);
    EXPECT_EQ(Receive(request).code(), absl::StatusCode::kInvalidArgument)
        << request.ShortDebugString();
  }
  EXPECT_THAT(Filtered(""), IsEmpty());
}

TEST_F(TaskInboxTest, AWithdrawalCancelsWhatIsOpen) {
  events::v1::TaskWithdrawn withdrawn;
  withdrawn.set_key("a");
  ASSERT_TRUE(Receive(withdrawn).ok()) << "of nothing";
  ASSERT_TRUE(Receive(Request("a")).ok());
  ASSERT_TRUE(Receive(withdrawn, "feedback").ok()) << "of another area's";
  EXPECT_EQ(Only().state(), v1::TASK_STATE_OPEN);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(withdrawn).ok());
  EXPECT_EQ(Only().state(), v1::TASK_STATE_CANCELLED);
  EXPECT_THAT(EventsOf(Only().name()), ElementsAre("TaskCreated", "TaskStateChanged"));
}

TEST_F(TaskInboxTest, AWithdrawalLeavesWhatIsDone) {
  ASSERT_TRUE(Receive(Request("a")).ok());
  ASSERT_TRUE(Do<v1::CompleteTaskRequest>("CompleteTask", Only().name(), "li.na").ok());
  events::v1::TaskWithdrawn withdrawn;
  withdrawn.set_key("a");
  ASSERT_TRUE(Receive(withdrawn).ok());
  EXPECT_EQ(Only().state(), v1::TASK_STATE_DONE);
}

}  // namespace
}  // namespace mainstay::engagement
