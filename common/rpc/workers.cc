#include "common/rpc/workers.h"

#include <pthread.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace mainstay::rpc {

Workers::Workers(const std::string& name, AdmissionQueue* queue, int threads, size_t most,
                 const pg::SessionOptions& database, Serve serve)
    : queue_(queue) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([queue, most, database, serve] {
      pg::Session session(database);
      std::vector<IncomingCall*> calls;
      while (true) {
        queue->Take(most, &calls);
        if (calls.empty()) return;
        const absl::Time start = absl::Now();
        serve(session, calls);
        queue->Served(calls.size(), absl::Now() - start);
      }
    });
    pthread_setname_np(threads_.back().native_handle(), absl::StrCat(name, "-", i).c_str());
  }
}

Workers::~Workers() {
  queue_->Close();
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace mainstay::rpc
