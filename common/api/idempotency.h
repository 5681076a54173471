// A write that is repeated with the same request_id has one effect, and its first answer is given
// again. The row is in the same transaction as the effect.
#pragma once

#include <functional>
#include <string>
#include <string_view>

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
template <class Res, class Req>
absl::StatusOr<Res> WriteOnce(rpc::CallContext& context, const Req& request,
                              const std::function<absl::StatusOr<Res>(pg::Tx&)>& effect);

// The same without types.
absl::Status WriteOnceRaw(rpc::CallContext& context, const google::protobuf::Message& request,
                          google::protobuf::Message* response,
                          const std::function<absl::Status(pg::Tx&)>& effect);

template <class Res, class Req>
absl::StatusOr<Res> WriteOnce(rpc::CallContext& context, const Req& request,
                              const std::function<absl::StatusOr<Res>(pg::Tx&)>& effect) {
  Res response;
  absl::Status status = WriteOnceRaw(context, request, &response, [&](pg::Tx& tx) -> absl::Status {
    absl::StatusOr<Res> result = effect(tx);
    if (!result.ok()) return result.status();
    response = *std::move(result);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

}  // namespace mainstay::api
