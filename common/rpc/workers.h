// Threads that serve calls, each with its own PostgreSQL session.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/types/span.h"
#include "common/pg/session.h"
#include "common/rpc/admission.h"

namespace mainstay::rpc {

class Workers {
 public:
  // Serves calls taken together; runs on a worker's thread and answers each of them.
  using Serve = std::function<void(pg::Session&, absl::Span<IncomingCall* const>)>;

  // `most`: calls to take at once, 1 for workers and more for batchers. `name`: of the threads,
  // at most 12 characters.
  Workers(const std::string& name, AdmissionQueue* queue, int threads, size_t most,
          const pg::SessionOptions& database, Serve serve);
  // Closes the queue, serves what is left in it and ends the threads.
  ~Workers();

 private:
  AdmissionQueue* const queue_;
  std::vector<std::thread> threads_;
};

}  // namespace mainstay::rpc
