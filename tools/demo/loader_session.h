// What the parts of a load share: the company, the connection, and what the server named things.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "tools/client/method_name.h"
#include "tools/demo/loader.h"

namespace mainstay::demo {

// What it refers to outlives it. Used by one thread, but for Call and the items of the vectors.
class LoaderSession {
 public:
  LoaderSession(const Company& company, grpc::Channel& channel, const LoadOptions& options);

  // Calls work(0) to work(count - 1), LoadOptions::in_flight at a time; the first error ends it.
  absl::Status Parallel(std::string_view what, int count,
                        const std::function<absl::Status(int)>& work);

  // "VisitService/GetVisit" of accounts; of another service with its area before it:
  // "engagement/VisitService/GetVisit". Tries again while the server is busy: every write carries a
  // request id.
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request) {
    constexpr int kAttempts = 6;
    for (int attempt = 1;; ++attempt) {
      absl::StatusOr<Res> response = rpc::Call<Res>(
          channel, client::FullMethod(method),
          {.token = options.token, .deadline = absl::Now() + absl::Seconds(30)}, request);
      const bool busy = absl::IsUnavailable(response.status()) ||
                        absl::IsResourceExhausted(response.status()) ||
                        absl::IsAborted(response.status());
      if (!busy || attempt == kAttempts) return response;
      absl::SleepFor(status::GetRetryDelay(response.status())
                         .value_or(absl::Milliseconds(50) * (1 << attempt)));
    }
  }

  const Company& company;
  grpc::Channel& channel;
  const LoadOptions& options;
  std::vector<std::string> names;                  // resource names of the accounts
  std::vector<std::vector<std::string>> contacts;  // resource names of each account's contacts
  std::vector<char> were_there;                    // accounts that an earlier load made

 private:
  absl::Mutex progress_mutex_;
};

}  // namespace mainstay::demo
