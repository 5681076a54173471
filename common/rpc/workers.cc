#include "common/rpc/workers.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace mainstay::rpc {
namespace {

// Behind gRPC's threads, which have a moment's work for each call: when processors are scarce,
// those that cannot be taken in are to hear so at once, not to wait in the sockets until the others
// are served.
constexpr int kNice = 5;

void StepBack() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice); }

}  // namespace

Workers::Workers(const std::string& name, AdmissionQueue* queue, int threads, size_t most,
                 const pg::SessionOptions& database, Serve serve)
    : queue_(queue) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([queue, most, database, serve] {
      if (most == 1) StepBack();  // a batcher is alone, and serves many at once
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
