#include "services/gateway/limit/gcra.h"

#include <algorithm>

namespace mainstay::gateway {

Grant TakeCalls(const Quota& quota, absl::Time now, int wanted, absl::Time* tat) {
  const absl::Time start = std::max(*tat, now);
  const absl::Duration room = now + quota.tolerance() - start;
  if (room < absl::ZeroDuration()) return {0, -room};
  absl::Duration unused;
  const int64_t free = absl::IDivDuration(room, quota.interval(), &unused) + 1;
  const int calls = static_cast<int>(std::min<int64_t>(free, wanted));
  *tat = start + quota.interval() * calls;
  return {calls, std::max(absl::ZeroDuration(), *tat - quota.tolerance() - now)};
}

}  // namespace mainstay::gateway
