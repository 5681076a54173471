// grpc.health.v1.Health of a server of ours. gRPC's own says SERVING from the first instant until
// it is told otherwise; ours says NOT_SERVING until SetServing, so that nothing is sent to a server
// whose database or backends have not been seen yet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <grpcpp/impl/service_type.h>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace mainstay::rpc {

// Register it on the builder; it must outlive the server. Thread-safe.
class HealthService final : public grpc::Service {
 public:
  // `services`: full names that are asked for, beside "" for the server as a whole.
  explicit HealthService(const std::vector<std::string>& services);

  // Of all of them together; watchers hear of it.
  void SetServing(bool serving);
  // Ends the watches, which would hold up a server that is shutting down.
  void EndWatches();

 private:
  class Watch;

  // The protocol's number: 1 SERVING, 2 NOT_SERVING, 3 SERVICE_UNKNOWN.
  char StatusOf(std::string_view service) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Add(Watch* watch);
  void Remove(Watch* watch);
  void RegisterCheck();
  void RegisterWatch();

  const absl::flat_hash_set<std::string> services_;
  mutable absl::Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<Watch*> watches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mainstay::rpc
