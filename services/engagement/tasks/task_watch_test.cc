#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>

#include <memory>
#include <set>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kPatience = absl::Seconds(60);

// A watcher on a thread of its own.
class Watcher {
 public:
  Watcher(testing::ServiceFixture& service, const std::string& user, const std::string& role,
          const std::string& token = "") {
    context_.AddMetadata("authorization", "Bearer " + service.As(user, role).token);
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    v1::WatchTasksRequest request;
    request.set_resume_token(token);
    reader_.reset(grpc::internal::ClientReaderFactory<v1::WatchTasksResponse>::Create(
        &service.channel(), method_, &context_, request));
    thread_ = std::thread([this] {
      v1::WatchTasksResponse message;
      while (reader_->Read(&message)) {
        absl::MutexLock lock(&mutex_);
        messages_.push_back(message);
      }
      reader_->Finish();
      absl::MutexLock lock(&mutex_);
      ended_ = true;
    });
  }
  ~Watcher() { GoAway(); }

  void GoAway() {
    context_.TryCancel();
    if (thread_.joinable()) thread_.join();
  }

  // The messages once there are `count`, the first sign of life included, or the stream ended.
  std::vector<v1::WatchTasksResponse> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return messages_.size() >= count || ended_;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), kPatience);
    EXPECT_GE(messages_.size(), count);
    return messages_;
  }

 private:
  const grpc::internal::RpcMethod method_{"/mainstay.engagement.v1.TaskService/WatchTasks",
                                          grpc::internal::RpcMethod::SERVER_STREAMING};
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchTasksResponse>> reader_;
  absl::Mutex mutex_;
  std::vector<v1::WatchTasksResponse> messages_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

class TaskWatchTest : public TaskFixture {
 protected:
  explicit TaskWatchTest(Register handlers = RegisterTaskService) : TaskFixture(handlers) {}

  // What a short watch from `token` says: "action subject", with the last token in token_.
  absl::StatusOr<std::vector<std::string>> WatchShortly(const std::string& token,
                                                        std::string_view user = "ada",
                                                        std::string_view role = "admin") {
    v1::WatchTasksRequest request;
    request.set_resume_token(token);
    request.mutable_duration()->set_nanos(1000000);
    std::vector<std::string> said;
    v1::WatchTasksResponse message;
    const absl::Status status = rpc::CallServerStream(
        service_.channel(), "mainstay.engagement.v1.TaskService/WatchTasks",
        service_.As(user, role), request, &message, [&] {
          token_ = message.resume_token();
          if (!message.action().empty()) {
            said.push_back(absl::StrCat(message.action(), " ", message.removed() ? "(removed)" : "",
                                        message.task().subject()));
          }
          return true;
        });
    if (!status.ok()) return status;
    return said;
  }

  std::string token_;
};

TEST_F(TaskWatchTest, TellsOfWhatHappensFromNowOn) {
  Made(Errand("before"));
  Watcher watcher(service_, "wang.li", kManager);
  EXPECT_EQ(watcher.Await(1)[0].action(), "") << "a sign of life with the first token";
  const std::string name = Made(Errand("after"));
  const auto messages = watcher.Await(2);
  EXPECT_EQ(messages[1].action(), "create");
  EXPECT_EQ(messages[1].task().name(), name);
  EXPECT_EQ(messages[1].actor(), "wang.li");
}

TEST_F(TaskWatchTest, GoesOnFromATokenAndMissesNothing) {
  EXPECT_THAT(WatchShortly("").value(), IsEmpty());
  const std::string start = token_;
  const std::string name = Made(Errand("x"));
  ASSERT_TRUE(Do<v1::CompleteTaskRequest>("CompleteTask", name).ok());
  EXPECT_THAT(WatchShortly(start).value(), ElementsAre("create x", "complete x"));
  EXPECT_THAT(WatchShortly(token_).value(), IsEmpty());
  EXPECT_THAT(WatchShortly("soon").status().message(), ::testing::HasSubstr("resume_token"));
  EXPECT_EQ(status::GetErrorDetail(WatchShortly("1000").status())->reason, "RESUME_TOKEN_EXPIRED");
}

TEST_F(TaskWatchTest, TellsEverybodyOfTheirOwn) {
  WatchShortly("").value();
  const std::string start = token_;
  const std::string name = Made(Errand("x", absl::Hours(1), account_, "li.na"));
  ASSERT_TRUE(Reassign(name, "sun.wei").ok());
  EXPECT_THAT(WatchShortly(start, "zhao.min", kManager).value(),
              ElementsAre("create x", "reassign x"));
  EXPECT_THAT(WatchShortly(start, "li.na", kManager).value(), ElementsAre("reassign (removed)"));
  EXPECT_THAT(WatchShortly(start, "sun.wei", kManager).value(),
              ElementsAre("create x", "reassign x"));
  EXPECT_THAT(WatchShortly(start, "nobody", kManager).value(), IsEmpty());
  EXPECT_NE(token_, start) << "what others did is passed over";
}

TEST_F(TaskWatchTest, WhatIsForgottenIsSaid) {
  WatchShortly("").value();
  const std::string start = token_;
  for (int i = 0; i < 3; ++i) Made(Errand("x"));
  const auto forget = [&](absl::Duration later) {
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return ForgetTaskFeed(tx, service_.clock().Now() + later); });
  };
  ASSERT_FALSE(forget(absl::Hours(1)).value());
  EXPECT_EQ(WatchShortly(start)->size(), 3u);
  ASSERT_FALSE(forget(kTaskFeedKept + absl::Hours(1)).value());
  EXPECT_EQ(status::GetErrorDetail(WatchShortly(start).status())->reason, "RESUME_TOKEN_EXPIRED");
  EXPECT_THAT(WatchShortly("").value(), IsEmpty());
  Made(Errand("y"));
  EXPECT_THAT(WatchShortly(token_).value(), ElementsAre("create y"));
}

// Only two may watch.
class FewTaskWatchesTest : public TaskWatchTest {
 protected:
  FewTaskWatchesTest()
      : TaskWatchTest([](rpc::Router& router, const Deps& deps) {
          Deps few = deps;
          few.max_watches = 2;
          RegisterTaskService(router, few);
        }) {}
};

TEST_F(FewTaskWatchesTest, SoManyWatchAtATime) {
  Watcher first(service_, "wang.li", kManager), second(service_, "li.na", kManager);
  first.Await(1);
  second.Await(1);
  const absl::Status third = WatchShortly("").status();
  EXPECT_EQ(third.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status::GetErrorDetail(third)->reason, "TOO_MANY_WATCHES");
  second.GoAway();
  const absl::Time patience = absl::Now() + kPatience;
  while (!WatchShortly("").ok() && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_TRUE(WatchShortly("").ok()) << "a watcher that has gone leaves its place";
}

TEST_F(TaskWatchTest, AHundredWatchAndTheOthersGoOn) {
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 120; ++i) {
    watchers.push_back(std::make_unique<Watcher>(service_, "ada", "admin"));
  }
  for (auto& watcher : watchers) watcher->Await(1);
  const std::string name = Made(Errand("told to all"));
  for (auto& watcher : watchers) {
    const auto messages = watcher->Await(2);
    ASSERT_GE(messages.size(), 2u);
    EXPECT_EQ(messages[1].task().name(), name);
  }
}

TEST_F(TaskWatchTest, WritersOfOneInstantAreToldInTheOrderOfTheirTokens) {
  WatchShortly("").value();
  Watcher watcher(service_, "ada", "admin", token_);
  constexpr int kWriters = 4, kTasks = 10;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kTasks; ++i) Made(Errand(absl::StrCat(w, "/", i)));
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::set<std::string> told;
  int64_t last = 0;
  for (const auto& message : watcher.Await(1 + kWriters * kTasks)) {
    const int64_t token = std::stoll(message.resume_token());
    EXPECT_GE(token, last);
    last = token;
    if (message.action().empty()) continue;
    EXPECT_TRUE(told.insert(message.task().subject()).second) << message.task().subject();
  }
  EXPECT_EQ(told.size(), size_t{kWriters * kTasks});
}

}  // namespace
}  // namespace mainstay::engagement
