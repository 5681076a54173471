// WatchTasks.
#include <mainstay/engagement/v1/task_service.pb.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/api/proto_time.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_handlers.h"
#include "services/engagement/tasks/task_proto.h"

namespace mainstay::engagement {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(200);
constexpr absl::Duration kFresh = absl::Milliseconds(100);
constexpr absl::Duration kLookTime = absl::Seconds(5);  // at most, for the database
constexpr absl::Duration kSignOfLife = absl::Seconds(10);
constexpr absl::Duration kWayBack = absl::Milliseconds(100);  // of the call's time, left to end it

absl::Status TooManyWatches() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHES",
                            "as many calls as the service has room for are watching; try again "
                            "when one of them has ended",
                            absl::Seconds(10));
}

// A look is short, however long the watch lasts.
pg::TxOptions LookOptions() { return {.deadline = absl::Now() + kLookTime}; }

// Where the stream begins: at the token, or behind the last change.
absl::StatusOr<int64_t> StartOf(rpc::CallContext& call, const std::string& token) {
  int64_t seq = 0;
  if (!token.empty() && (!absl::SimpleAtoi(token, &seq) || seq < 0)) {
    return status::BadField("resume_token", "must be one that an earlier stream gave");
  }
  return call.db().Read(LookOptions(), [&](pg::Tx& tx) -> absl::StatusOr<int64_t> {
    if (token.empty()) return LastTaskFeedSeq(tx);
    if (IsInTaskFeed(tx, seq)) return seq;
    return status::Error(absl::StatusCode::kOutOfRange, "RESUME_TOKEN_EXPIRED",
                         "what followed that token is no longer kept; list the tasks again and "
                         "watch without a token");
  });
}

// When to end: after the duration asked for, and before the call's time is over.
absl::StatusOr<absl::Time> EndOf(const rpc::CallContext& call,
                                 const v1::WatchTasksRequest& request) {
  absl::Time end = call.deadline() - kWayBack;
  if (request.has_duration()) {
    const absl::Duration duration =
        absl::Seconds(request.duration().seconds()) + absl::Nanoseconds(request.duration().nanos());
    if (duration <= absl::ZeroDuration()) {
      return status::BadField("duration", "must be longer than nothing");
    }
    end = std::min(end, absl::Now() + duration);
  }
  return end;
}

v1::WatchTasksResponse ToProto(const TaskFeedEntry& entry, absl::Time now) {
  v1::WatchTasksResponse message;
  message.set_action(entry.action);
  if (entry.removed) {
    message.mutable_task()->set_name(TaskName(entry.task.id));
  } else {
    *message.mutable_task() = ToProto(entry.task, now);
  }
  message.set_removed(entry.removed);
  message.set_actor(entry.actor);
  *message.mutable_change_time() = api::TimeToProto(entry.change_time);
  message.set_resume_token(absl::StrCat(entry.seq));
  return message;
}

v1::WatchTasksResponse SignOfLife(int64_t seq) {
  v1::WatchTasksResponse message;
  message.set_resume_token(absl::StrCat(seq));
  return message;
}

// The seq of the last change, of which all who watch in this process ask: read once for all of
// them, at most every kFresh. Thread-safe.
class FeedTip {
 public:
  absl::StatusOr<int64_t> Read(rpc::CallContext& call) {
    {
      absl::MutexLock lock(&mutex_);
      const absl::Time now = absl::Now();
      if (now - read_time_ < kFresh) return seq_;
      read_time_ = now;  // the others take what is known while this one asks
    }
    ASSIGN_OR_RETURN(const int64_t seq,
                     call.db().ReadOne(LookOptions(), [](pg::Tx& tx) -> absl::StatusOr<int64_t> {
                       return LastTaskFeedSeq(tx);
                     }));
    absl::MutexLock lock(&mutex_);
    return seq_ = std::max(seq_, seq);
  }

 private:
  absl::Mutex mutex_;
  absl::Time read_time_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  int64_t seq_ ABSL_GUARDED_BY(mutex_) = 0;
};

class TaskWatcher final : public rpc::Watcher<v1::WatchTasksResponse> {
 public:
  using Writer = rpc::Writer<v1::WatchTasksResponse>;

  // `seq`: after which the stream begins. Leaves `watches` when it goes.
  TaskWatcher(std::shared_ptr<rpc::StreamLimit> watches, FeedTip* tip, int64_t seq, absl::Time end)
      : watches_(std::move(watches)), tip_(tip), seq_(seq), end_(end) {}
  ~TaskWatcher() override { watches_->Leave(); }

  absl::StatusOr<std::optional<absl::Time>> Look(rpc::CallContext& call, Writer& writer) override {
    const bool first = last_written_ == absl::InfinitePast();
    if (first) {
      writer.Write(SignOfLife(seq_));
      last_written_ = absl::Now();
    }
    bool more = false;
    ASSIGN_OR_RETURN(const int64_t tip, tip_->Read(call));
    // The first look reads in any case: the tip may be older than the watch.
    if (first || tip > seq_) {
      ASSIGN_OR_RETURN(more, Tell(call, writer));
    }
    const absl::Time now = absl::Now();
    // The last message too, so that what others did is not looked at again.
    if (now - last_written_ >= kSignOfLife || now >= end_) {
      writer.Write(SignOfLife(seq_));
      last_written_ = now;
    }
    if (now >= end_) return std::nullopt;
    return more ? now : std::min(now + kPoll, end_);
  }

 private:
  // Writes a page of what happened; true when there may be more.
  absl::StatusOr<bool> Tell(rpc::CallContext& call, Writer& writer) {
    ASSIGN_OR_RETURN(
        const TaskFeedPage page,
        call.db().ReadOne(LookOptions(), [&](pg::Tx& tx) -> absl::StatusOr<TaskFeedPage> {
          return ReadTaskFeed(tx, seq_, call.scope());
        }));
    for (const TaskFeedEntry& entry : page.entries) writer.Write(ToProto(entry, call.now()));
    seq_ = page.read_to;
    if (!page.entries.empty()) last_written_ = absl::Now();
    return page.more;
  }

  const std::shared_ptr<rpc::StreamLimit> watches_;
  FeedTip* const tip_;
  int64_t seq_;
  const absl::Time end_;
  absl::Time last_written_ = absl::InfinitePast();
};

}  // namespace

void RegisterTaskWatch(rpc::Router& router, const Deps& deps) {
  router.Watch<v1::WatchTasksRequest, v1::WatchTasksResponse>(
      absl::StrCat(kTaskService, "WatchTasks"),
      [watches = std::make_shared<rpc::StreamLimit>(deps.max_watches, TooManyWatches()),
       tip = std::make_shared<FeedTip>()](
          rpc::CallContext& call,
          const v1::WatchTasksRequest& request) -> absl::StatusOr<std::unique_ptr<TaskWatcher>> {
        ASSIGN_OR_RETURN(const absl::Time end, EndOf(call, request));
        ASSIGN_OR_RETURN(const int64_t seq, StartOf(call, request.resume_token()));
        RETURN_IF_ERROR(watches->Enter());
        return std::make_unique<TaskWatcher>(watches, tip.get(), seq, end);
      });
}

}  // namespace mainstay::engagement
