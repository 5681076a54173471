#include "tools/demo/loader_session.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace mainstay::demo {

LoaderSession::LoaderSession(const Company& company, grpc::Channel& channel,
                             const LoadOptions& options)
    : company(company),
      channel(channel),
      options(options),
      names(company.accounts.size()),
      contacts(company.accounts.size()),
      were_there(company.accounts.size()) {}

absl::Status LoaderSession::Parallel(std::string_view what, int count,
                                     const std::function<absl::Status(int)>& work) {
  std::atomic<int> next = 0, done = 0;
  absl::Mutex mutex;
  absl::Status first_error;
  auto body = [&] {
    for (int i; (i = next.fetch_add(1)) < count;) {
      absl::Status status = work(i);
      if (!status.ok()) {
        absl::MutexLock lock(&mutex);
        if (first_error.ok()) first_error = std::move(status);
        next = count;
        return;
      }
      const int finished = done.fetch_add(1) + 1;
      absl::MutexLock lock(&progress_mutex_);
      if (options.progress) options.progress(what, finished, count);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::min(options.in_flight, count); ++i) threads.emplace_back(body);
  for (std::thread& thread : threads) thread.join();
  return first_error;
}

}  // namespace mainstay::demo
