// How much one person may get in a calendar year, in one currency.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/text/amount.h"

namespace mainstay::engagement {

struct GiftLimit {
  std::string id;        // bare UUID; empty: never set
  std::string currency;  // ISO 4217
  int64_t version = 0;   // counts its writes, from 1
  std::string decimal;   // empty: no limit
  std::string setter;    // user id
  absl::Time create_time;
  absl::Time update_time;
};

// INVALID_ARGUMENT on "amount" for one below 0, from 10^15 on, or in another currency than the
// limit's; not said is no limit.
absl::Status ValidateLimit(const std::string& currency, const text::Amount& amount);

}  // namespace mainstay::engagement
