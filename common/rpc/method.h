// A method as the server runs it: everything that can be known before the first call.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <grpcpp/support/status.h>
#include <prometheus/histogram.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/masking.h"
#include "common/rpc/router.h"
#include "mainstay/options/v1/options.pb.h"

namespace mainstay::rpc {

class AdmissionQueue;

// mainstay_rpc_duration_seconds by method and code; its _count is the number of calls. The series
// of a code appears with the first call that ends with it. Thread-safe.
class MethodMetrics {
 public:
  explicit MethodMetrics(std::string method) : method_(std::move(method)) {}
  void Record(absl::StatusCode code, absl::Duration elapsed);

 private:
  static constexpr size_t kCodes = 17;  // of gRPC
  const std::string method_;
  std::array<std::atomic<prometheus::Histogram*>, kCodes> by_code_{};
};

// Immutable but for its metrics; lives as long as the server.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  std::string name;    // "mainstay.accounts.v1.AccountService/GetAccount"
  std::string path;    // the same with a leading slash, as HTTP/2 carries it
  std::string domain;  // of its errors: "accounts.mainstay"
  MethodHandler handler;
  options::v1::Policy policy;
  auth::SensitiveFields request_fields;
  auth::SensitiveFields response_fields;
  absl::Duration max_deadline;
  AdmissionQueue* queue;
  size_t lane;              // of the queue
  AdmissionQueue* workers;  // the queue for calls that leave their batch, in its first lane
  mutable MethodMetrics metrics;
  grpc::Status overfull;  // the answer to a call of which nothing was looked at
};

}  // namespace mainstay::rpc
