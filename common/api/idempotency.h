// A write that is repeated with the same request_id has one effect, and its first answer is given
// again. The row is in the same transaction as the effect.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"

namespace mainstay::api {

// The table as every service's first migration declares it:
//   CREATE TABLE idempotency (
//     principal text NOT NULL, request_id uuid NOT NULL, method text NOT NULL,
//     request_hash bytea NOT NULL, response bytea, create_time timestamptz NOT NULL,
//     PRIMARY KEY (principal, request_id));
//
// Runs `effect` in one read-write transaction. With an empty request_id it just runs. Otherwise:
// a first call claims the id, runs, stores the answer; the same id with the same method and body
// gives the stored answer; with another body INVALID_ARGUMENT on "request_id"; a racing twin waits
// for the first. A commit whose answer was lost (COMMIT_IN_DOUBT) is looked up before answering.
// request_id must be a UUID. The hash covers the request without its request_id.
//
// A stored answer is as old as its call, and what the caller may see can have changed since. So
// `may_replay` is asked before it is given again: OK, or the error that the caller gets instead,
// such as the NOT_FOUND of an account whose team they have left. What the effect says on the
// repetition does not matter: a deletion finds nothing to delete then, and a creation may succeed
// or meet its own first result. The method's permission and the masking of fields need no question
// here: the adapter does both, before and after the handler, for replays as for first answers.
template <class Res>
using MayReplay = std::function<absl::Status(pg::Tx&, const Res& stored)>;

// Of the transaction, as pg::TxOptions says. What people write is a few rows, whose plans do not
// depend on values; an effect that reads many says plan_once = false.
struct WriteOptions {
  std::vector<int64_t> locks = {};
  bool plan_once = true;
};

template <class Res, class Req>
absl::StatusOr<Res> WriteOnce(rpc::CallContext& context, const Req& request,
                              const MayReplay<Res>& may_replay,
                              const std::function<absl::StatusOr<Res>(pg::Tx&)>& effect,
                              const WriteOptions& options = {});

// The MayReplay of methods whose answers hold nothing but what their permission lets one see.
inline constexpr auto kReplayToCaller = [](pg::Tx&, const auto&) { return absl::OkStatus(); };

// The same without types; `may_replay` finds the stored answer in `response`.
absl::Status WriteOnceRaw(rpc::CallContext& context, const google::protobuf::Message& request,
                          google::protobuf::Message* response,
                          const std::function<absl::Status(pg::Tx&)>& may_replay,
                          const std::function<absl::Status(pg::Tx&)>& effect,
                          const WriteOptions& options);

template <class Res, class Req>
absl::StatusOr<Res> WriteOnce(rpc::CallContext& context, const Req& request,
                              const MayReplay<Res>& may_replay,
                              const std::function<absl::StatusOr<Res>(pg::Tx&)>& effect,
                              const WriteOptions& options) {
  Res response;
  const auto check = [&](pg::Tx& tx) { return may_replay(tx, response); };
  const auto run = [&](pg::Tx& tx) -> absl::Status {
    absl::StatusOr<Res> result = effect(tx);
    if (!result.ok()) return result.status();
    response = *std::move(result);
    return absl::OkStatus();
  };
  absl::Status status = WriteOnceRaw(context, request, &response, check, run, options);
  if (!status.ok()) return status;
  return response;
}

// What a repetition may still come for: answers are kept so long.
inline constexpr absl::Duration kAnswersKept = absl::Hours(24);

// Forgets at most a batch of answers older than kAnswersKept; true when there may be more. They
// hold what callers were told, protected fields included. For service::PeriodicTask.
absl::StatusOr<bool> ForgetOldAnswers(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::api
