// A gRPC server that answers any method with whatever a test says.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mainstay::gateway {

// One call, for a handler that may block.
class FakeCall {
 public:
  virtual ~FakeCall() = default;
  // The caller's next message; false at the end, or when the caller has gone.
  virtual bool Read(std::string* message) = 0;
  // False when the caller has gone.
  virtual bool Write(const std::string& message) = 0;
  // Waits until the caller has gone, at most 60 s; false if it has not.
  virtual bool AwaitCancelled() = 0;
  // The first value of a metadata key; empty for none.
  virtual std::string metadata(const std::string& key) const = 0;
  virtual absl::Time deadline() const = 0;
  virtual void AddTrailer(const std::string& key, const std::string& value) = 0;
};

class FakeBackend {
 public:
  using Handler = std::function<grpc::Status(FakeCall&)>;

  FakeBackend();
  ~FakeBackend();  // cancels what still runs

  // Answers "/package.Service/Method"; before the first call of it.
  void On(const std::string& path, Handler handler);
  // For a method with one request and one answer.
  void OnUnary(const std::string& path,
               std::function<grpc::Status(const std::string& request, std::string* response)> f);
  // "127.0.0.1:port"
  const std::string& address() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mainstay::gateway
