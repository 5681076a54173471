// Client channels and calls by method name. All channel arguments live in channel.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

struct ChannelOptions {
  std::string target;  // "127.0.0.1:1234", "dns:///accounts:7001", "unix:/path"
  // TLS by files; empty ca_file means plain text.
  std::string ca_file, cert_file, key_file;
  // Reads: UNAVAILABLE only, 3 attempts, throttled.
  bool retries = true;
};

// Fails on unreadable files; does not wait for the connection.
absl::StatusOr<std::shared_ptr<grpc::Channel>> NewChannel(const ChannelOptions& options);

struct CallOptions {
  std::string token;        // bearer token; empty for none
  std::string traceparent;  // empty for none
  absl::Time deadline = absl::Now() + absl::Seconds(10);
};

// A unary call; a write that carries a request_id is sent up to 3 times while the answer is
// UNAVAILABLE. `method` as in Router. Errors come back with the payloads of common/status.
absl::Status Call(grpc::Channel& channel, std::string_view method, const CallOptions& options,
                  const google::protobuf::Message& request, google::protobuf::Message* response);

template <class Res>
absl::StatusOr<Res> Call(grpc::Channel& channel, std::string_view method,
                         const CallOptions& options, const google::protobuf::Message& request) {
  Res response;
  absl::Status status = Call(channel, method, options, request, &response);
  if (!status.ok()) return status;
  return response;
}

// A client-streaming call: `next` fills the message and returns false at the end.
absl::Status CallClientStream(grpc::Channel& channel, std::string_view method,
                              const CallOptions& options,
                              const std::function<bool(google::protobuf::Message*)>& next,
                              google::protobuf::Message* message,
                              google::protobuf::Message* response);

// A server-streaming call: `sink` gets each message; returning false cancels.
absl::Status CallServerStream(grpc::Channel& channel, std::string_view method,
                              const CallOptions& options, const google::protobuf::Message& request,
                              google::protobuf::Message* message,
                              const std::function<bool()>& sink);

}  // namespace mainstay::rpc
