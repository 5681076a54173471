// The directory with a way out when an account is not in it yet: one question to accounts.
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include <grpcpp/channel.h>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/directory/directory_store.h"
#include "common/rpc/call_context.h"

namespace mainstay::directory {

// Events bring every change within moments, but a call may be about an account that was created a
// moment ago, or a service may be younger than what the streams hold. Thread-safe.
class Directory {
 public:
  // `accounts`: the channel to the accounts service. `most_questions`: asked at once, at least 1.
  // Each holds a worker until it is answered: a quarter of them, so that the others go on with what
  // needs no answer when accounts is slow or cannot be reached.
  explicit Directory(std::shared_ptr<grpc::Channel> accounts, int most_questions = 2);

  // The account that a call is about, within its scope, or the one that it was merged into; also a
  // deleted one. NOT_FOUND when there is none to be seen. What the directory does not know it asks
  // accounts once for, with the caller's own token, and remembers; an answer that there is none is
  // remembered for kNoneFor. UNAVAILABLE when accounts cannot be asked, and with reason
  // ACCOUNTS_SLOW when too many are asking it.
  absl::StatusOr<Account> Find(rpc::CallContext& call, const std::string& account_id);

  static constexpr absl::Duration kNoneFor = absl::Seconds(5);

 private:
  // Account, caller, and whether they see every account.
  using Question = std::tuple<std::string, std::string, bool>;

  absl::StatusOr<Account> Ask(rpc::CallContext& call, const std::string& account_id);
  // Whether one more may ask; it says Leave when it has been answered.
  bool Enter();
  void Leave();
  bool KnownAsNone(const Question& question, absl::Time now);
  void RememberNone(Question question, absl::Time now);

  const std::shared_ptr<grpc::Channel> accounts_;
  const int most_questions_;
  absl::Mutex mutex_;
  absl::flat_hash_map<Question, absl::Time> none_until_ ABSL_GUARDED_BY(mutex_);
  int asking_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time slow_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace mainstay::directory
