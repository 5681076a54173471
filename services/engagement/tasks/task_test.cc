#include "services/engagement/tasks/task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

Task Errand() {
  Task task;
  task.subject = "回访";
  task.assignee = "wang.li";
  task.due_time = kNow;
  Complete(task);
  return task;
}

TEST(TaskTest, EachFieldHasItsRule) {
  EXPECT_THAT(FieldsOf(Validate(Errand())), IsEmpty());
  struct Case {
    void (*spoil)(Task&);
    const char* field;
  };
  const Case cases[] = {
      {[](Task& t) { t.subject = ""; }, "subject"},
      {[](Task& t) { t.subject_zh = std::string(201, 'x'); }, "subject_zh"},
      {[](Task& t) { t.text = std::string(8001, 'x'); }, "text"},
      {[](Task& t) { t.assignee = "a/b"; }, "assignee"},
      {[](Task& t) { t.due_time = absl::InfinitePast(); }, "due_time"},
      {[](Task& t) { t.due_time = absl::FromUnixSeconds(1); }, "due_time"},
      {[](Task& t) { t.source_kind = "Visit"; }, "source_kind"},
      {[](Task& t) { t.source_kind = std::string(41, 'x'); }, "source_kind"},
      {[](Task& t) { t.source = "a\nb"; }, "source"},
  };
  for (const Case& c : cases) {
    Task task = Errand();
    c.spoil(task);
    EXPECT_THAT(FieldsOf(Validate(task)), ElementsAre(c.field));
  }
}

TEST(TaskTest, EachVerbHasItsStates) {
  using Verb = absl::Status (*)(Task&);
  const std::pair<const char*, Verb> verbs[] = {
      {"complete", [](Task& t) { return CompleteTask(t, kNow); }},
      {"cancel", [](Task& t) { return CancelTask(t, kNow); }},
      {"reassign", [](Task& t) { return ReassignTask(t, "li.na"); }},
      {"reopen", [](Task& t) { return ReopenTask(t); }},
  };
  for (const char* state : {"open", "done", "cancelled"}) {
    for (const auto& [name, verb] : verbs) {
      Task task = Errand();
      task.state = state;
      const absl::Status status = verb(task);
      const bool allowed =
          (std::string_view(state) == "open") != (std::string_view(name) == "reopen");
      EXPECT_EQ(status.ok(), allowed) << name << " from " << state << ": " << status;
      if (allowed) continue;
      EXPECT_EQ(status::GetErrorDetail(status)->reason, "WRONG_STATE");
      EXPECT_EQ(task.state, state);
    }
  }
}

TEST(TaskTest, ClosingHasATimeAndReopeningTakesItBack) {
  Task task = Errand();
  EXPECT_TRUE(IsOverdue(task, kNow + absl::Seconds(1)));
  ASSERT_TRUE(CompleteTask(task, kNow).ok());
  EXPECT_EQ(task.close_time, kNow);
  EXPECT_FALSE(IsOverdue(task, kNow + absl::Seconds(1)));
  ASSERT_TRUE(ReopenTask(task).ok());
  EXPECT_FALSE(task.close_time);
}

TEST(TaskTest, ReassigningMeansSomebodyElse) {
  Task task = Errand();
  EXPECT_THAT(FieldsOf(ReassignTask(task, "")), ElementsAre("assignee"));
  EXPECT_THAT(FieldsOf(ReassignTask(task, "wang.li")), ElementsAre("assignee"));
  ASSERT_TRUE(ReassignTask(task, " li.na ").ok());
  EXPECT_EQ(task.assignee, "li.na");
}

TEST(TaskTest, EveryFieldTakesItsOwnText) {
  Task task = Errand();
  task.subject_zh = "b";
  task.text = "c\nd";
  task.priority = "high";
  task.source_kind = "visit";
  task.source = "accounts/a/visits/b";
  task.state = "done";
  Task copy;
  for (const auto& field : RecordedTaskFields()) field.set(copy, field.get(task));
  EXPECT_THAT(history::Diff(RecordedTaskFields(), task, copy), IsEmpty());
}

}  // namespace
}  // namespace mainstay::engagement
