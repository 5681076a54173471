// What a load consists of: the next request of a mode, for gRPC and for HTTP.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::load {

struct WorkloadOptions {
  std::string mode;   // get_grpc, get_http, list50_http, create_grpc, create_http
  std::string host;   // for HTTP's Host header
  std::string token;  // bearer token
  // What is read, one at random a request: account ids (bare UUIDs) for get, industries for list.
  std::vector<std::string> ids;
};

// One thread.
class Workload {
 public:
  // INVALID_ARGUMENT for an unknown mode, or when a reading mode has no ids.
  static absl::StatusOr<Workload> Create(WorkloadOptions options);

  bool grpc() const { return grpc_; }
  // "/mainstay.accounts.v1.AccountService/GetAccount"
  const std::string& grpc_method() const { return grpc_method_; }
  // The next request message, serialized.
  std::string NextMessage();
  // The next HTTP/1.1 request, whole.
  std::string NextHttp();

 private:
  enum class Kind { kGet, kList, kCreate };

  explicit Workload(WorkloadOptions options) : options_(std::move(options)) {}

  const std::string& RandomId();
  std::string RandomHex(size_t digits);
  std::string RandomUuid();
  std::string Head(std::string_view method, std::string_view target) const;

  WorkloadOptions options_;
  Kind kind_ = Kind::kGet;
  bool grpc_ = false;
  std::string grpc_method_;
  std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace mainstay::load
