#include "common/rpc/watch_call.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/messages.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// How long a look that the queue has no room for waits before it tries again.
constexpr absl::Duration kBackOff = absl::Milliseconds(250);

absl::Status Stopping() {
  return status::RetryLater(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                            "the server is about to stop; watch again, from where the stream was",
                            absl::Seconds(1));
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchCall::Start(const Method& method,
                                                             const ServerState& state,
                                                             grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request) {
  auto* call = new WatchCall(method, state, context, request);
  if (absl::Status status = call->Admit(); !status.ok()) call->Finish(call->Conclude(status));
  return call;
}

absl::Status WatchCall::Begin(pg::Session& session) {
  std::unique_ptr<google::protobuf::Message> request = method().handler.new_request();
  RETURN_IF_ERROR(ParseMessage(*request_bytes_, request.get()));
  if (!method().request_fields.empty()) {
    RETURN_IF_ERROR(method().request_fields.Check(principal(), *request));
  }
  call_context_ = &OpenContext(&session);
  return Guard([&]() -> absl::Status {
    ASSIGN_OR_RETURN(watcher_, method().handler.watch(*call_context_, *request));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<absl::Time>> WatchCall::Look(pg::Session& session) {
  RETURN_IF_ERROR(StillWanted());
  if (watcher_ == nullptr) RETURN_IF_ERROR(Begin(session));
  call_context_->MoveTo(&session);
  std::optional<absl::Time> again;
  RETURN_IF_ERROR(Guard([&]() -> absl::Status {
    ASSIGN_OR_RETURN(again, watcher_->LookRaw(*call_context_, *this));
    return absl::OkStatus();
  }));
  return again;
}

void WatchCall::Run(pg::Session& session) {
  const absl::StatusOr<std::optional<absl::Time>> again = Look(session);
  if (!again.ok() || !*again) return End(again.status());
  std::lock_guard lock(mutex_);
  state().parking->Park(this, cancelled() ? absl::InfinitePast() : std::min(**again, deadline()));
}

void WatchCall::Unpark(bool closing) {
  if (ending_) return End(*ending_);
  if (absl::Status wanted = StillWanted(); !wanted.ok()) return End(std::move(wanted));
  if (closing) return End(Stopping());
  {
    std::unique_lock lock(mutex_);
    if (writing_) return ParkForWrites(std::move(lock));
  }
  const absl::Status room = Readmit();
  if (room.ok()) return;  // a worker has it
  if (room.code() == absl::StatusCode::kUnavailable) return End(room);
  std::lock_guard lock(mutex_);
  state().parking->Park(this, absl::Now() + kBackOff);
}

void WatchCall::End(absl::Status status) {
  {
    std::unique_lock lock(mutex_);
    if (writing_) {
      ending_ = std::move(status);
      return ParkForWrites(std::move(lock));
    }
  }
  // gRPC may delete this before Finish returns.
  Finish(Conclude(status));
}

void WatchCall::ParkForWrites(std::unique_lock<std::mutex> lock) {
  const absl::Duration pause = state().max_stream_pause;
  absl::Time stands_still = write_start_ + pause;
  if (const absl::Time now = absl::Now(); now >= stands_still) {
    if (!ending_) ending_ = absl::DeadlineExceededError("the caller did not read for too long");
    lock.unlock();            // OnWriteDone and OnCancel take it
    transport().TryCancel();  // ends the write
    lock.lock();
    stands_still = now + pause;
  }
  wake_when_written_ = writing_;
  state().parking->ParkToEnd(this, writing_ ? stands_still : absl::InfinitePast());
}

bool WatchCall::Write(const google::protobuf::Message& message) {
  if (cancelled()) return false;
  grpc::ByteBuffer bytes = Piece(message);
  {
    std::lock_guard lock(mutex_);
    if (writing_) {
      waiting_.push_back(std::move(bytes));
      return true;
    }
    writing_ = true;
    write_start_ = absl::Now();
    bytes_.Swap(&bytes);
  }
  StartWrite(&bytes_);
  return true;
}

void WatchCall::OnWriteDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    if (!ok) {
      MarkCancelled();
      waiting_.clear();
    }
    writing_ = !waiting_.empty();
    if (!writing_) {
      if (wake_when_written_) state().parking->Wake(this);
      wake_when_written_ = false;
      return;
    }
    write_start_ = absl::Now();
    bytes_.Swap(&waiting_.front());
    waiting_.pop_front();
  }
  StartWrite(&bytes_);
}

void WatchCall::OnCancel() {
  std::lock_guard lock(mutex_);
  MarkCancelled();
  state().parking->Wake(this);
}

}  // namespace mainstay::rpc
