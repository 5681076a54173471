// WatchTasks.
#include <mainstay/engagement/v1/task_service.pb.h>

#include <algorithm>
#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/proto_time.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_handlers.h"
#include "services/engagement/tasks/task_proto.h"

namespace mainstay::engagement {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(250);
constexpr absl::Duration kSignOfLife = absl::Seconds(10);
constexpr absl::Duration kWayBack = absl::Milliseconds(100);  // of the call's time, left to end it

absl::Status TooManyWatches() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHES",
                            "as many calls as the service has room for are watching; try again "
                            "when one of them has ended",
                            absl::Seconds(10));
}

// Where the stream begins: at the token, or behind the last change.
absl::StatusOr<int64_t> StartOf(rpc::CallContext& call, const std::string& token) {
  int64_t seq = 0;
  if (!token.empty() && (!absl::SimpleAtoi(token, &seq) || seq < 0)) {
    return status::BadField("resume_token", "must be one that an earlier stream gave");
  }
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<int64_t> {
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

absl::Status Watch(rpc::CallContext& call, const v1::WatchTasksRequest& request,
                   rpc::Writer<v1::WatchTasksResponse>& writer) {
  const absl::Status gone = absl::CancelledError("the caller has gone");
  ASSIGN_OR_RETURN(const absl::Time end, EndOf(call, request));
  ASSIGN_OR_RETURN(int64_t seq, StartOf(call, request.resume_token()));
  if (!writer.Write(SignOfLife(seq))) return gone;
  absl::Time last_written = absl::Now();
  while (!call.cancelled()) {
    ASSIGN_OR_RETURN(
        const TaskFeedPage page,
        call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<TaskFeedPage> {
          return ReadTaskFeed(tx, seq, call.scope());
        }));
    for (const TaskFeedEntry& entry : page.entries) {
      if (!writer.Write(ToProto(entry, call.now()))) return gone;
    }
    seq = page.read_to;
    const absl::Time now = absl::Now();
    if (!page.entries.empty()) last_written = now;
    // The last message too, so that what others did is not looked at again.
    if (now - last_written >= kSignOfLife || now >= end) {
      if (!writer.Write(SignOfLife(seq))) return gone;
      last_written = now;
    }
    if (now >= end) return absl::OkStatus();
    if (!page.more) absl::SleepFor(std::min(kPoll, end - now));
  }
  return gone;
}

}  // namespace

void RegisterTaskWatch(rpc::Router& router, const Deps& deps) {
  router.ServerStream<v1::WatchTasksRequest, v1::WatchTasksResponse>(
      absl::StrCat(kTaskService, "WatchTasks"),
      [watches = std::make_shared<rpc::StreamLimit>(deps.max_watches, TooManyWatches())](
          rpc::CallContext& call, const v1::WatchTasksRequest& request,
          rpc::Writer<v1::WatchTasksResponse>& writer) -> absl::Status {
        RETURN_IF_ERROR(watches->Enter());
        const absl::Cleanup leave = [&] { watches->Leave(); };
        return Watch(call, request, writer);
      });
}

}  // namespace mainstay::engagement
